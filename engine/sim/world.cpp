#include "engine/sim/world.h"

#include <algorithm>

#include "engine/base/ensure.h"
#include "engine/base/fingerprint.h"
#include "engine/sim/network.h"
#include "engine/sim/requests.h"
#include "engine/sim/start.h"

namespace caplab {
namespace {

// One run of the loop: what it works on, and the outbox that it fills again and again.
struct Stage {
  const Scenario& scenario;
  World& world;
  Log& log;
  Outbox outbox;

  const System& system() const { return scenario.system; }
  Node& node(NodeId id) { return world.nodes[index(id)]; }
  bool is_replica(NodeId id) const { return static_cast<int>(index(id)) < system().replicas; }
};

void plan(Stage& stage, Time at, Happening&& happening) {
  plan(stage.scenario, stage.world, at, std::move(happening));
}

Ctx ctx_for(Stage& stage, NodeId id, StoreId store) {
  const auto replicas = static_cast<std::size_t>(stage.system().replicas);
  const Node& node = stage.node(id);
  return {id,
          local_time(node.clock, stage.world.now),
          stage.system().replicas,
          node.alive,
          std::span(stage.world.nearest).subspan(index(id) * replicas, replicas),
          stage.world.sites,
          stage.system().stores[index(store)].conflict};
}

// A timer runs on its node's clock; a clock that is fast by 100 ppm lets it fire 100 ppm early.
Duration true_duration(const Clock& clock, Duration local) {
  return local - microseconds(local.us * clock.drift_ppm / 1'000'000);
}

void record(Stage& stage, EventKind kind, NodeId node, NodeId peer) {
  Event event;
  event.kind = kind;
  event.at = stage.world.now;
  event.node = node;
  event.peer = peer;
  stage.log.events.push_back(event);
}

void record_operation(Stage& stage, EventKind kind, const Operation& operation) {
  Event event;
  event.kind = kind;
  event.at = stage.world.now;
  event.op = operation.op;
  event.node = operation.client;
  event.key = operation.key;
  event.store = stage.system().operations[operation.operation].store;
  stage.log.events.push_back(event);
}

void finish(Stage& stage, const Reply& reply) {
  Operation& operation = stage.log.operations[index(reply.op)];
  operation.returned = stage.world.now;
  operation.outcome = reply.outcome;
  operation.answer = reply.answer;
  record_operation(stage, EventKind::returned, operation);
  const std::optional<Call> next = next_call(stage.system(), operation);
  if (next) plan(stage, stage.world.now, CallDue{*next});
}

void record_stored(Stage& stage, NodeId node, StoreId store, const Stored& stored) {
  Event event;
  event.kind = EventKind::stored;
  event.at = stage.world.now;
  event.node = node;
  event.store = store;
  event.key = stored.key;
  event.op = stored.writer_op;
  event.stamp = stored.stamp;
  event.value = stored.digest;
  stage.log.events.push_back(event);
}

void record_overturned(Stage& stage, NodeId node, StoreId store, const Overturned& overturned) {
  Event event;
  event.kind = EventKind::overturned;
  event.at = stage.world.now;
  event.node = node;
  event.store = store;
  event.key = overturned.key;
  event.op = overturned.op;
  stage.log.events.push_back(event);
}

void set_timer(Stage& stage, NodeId node, StoreId store, const SetTimer& timer) {
  const auto us = stage.world.timers.between(timer.min.us, timer.max.us);
  const Duration wait = true_duration(stage.node(node).clock, microseconds(us));
  plan(stage, stage.world.now + wait,
       TimerDue{node, store, stage.node(node).epoch, timer.kind, timer.tag});
}

void carry_out(Stage& stage, NodeId node, StoreId store) {
  for (Output& output : stage.outbox) {
    std::visit(overload{
                   [&](Send& send) {
                     transmit(stage.scenario, stage.world, stage.log, node, send.to, store,
                              std::move(send.message));
                   },
                   [&](SetTimer& timer) { set_timer(stage, node, store, timer); },
                   [&](Finish& finished) { finish(stage, finished.reply); },
                   [&](Stored& stored) { record_stored(stage, node, store, stored); },
                   [&](Overturned& op) { record_overturned(stage, node, store, op); },
               },
               output);
  }
  stage.outbox.clear();
}

void give(Stage& stage, NodeId node, StoreId store, const Input& input) {
  step(stage.node(node).stores[index(store)], ctx_for(stage, node, store), input, stage.outbox);
  carry_out(stage, node, store);
}

// What happens to a paused node waits at its door.
template <typename Due>
bool waits(Stage& stage, NodeId id, const Due& due) {
  Node& node = stage.node(id);
  if (node.paused) node.door.push_back(due);
  return node.paused;
}

// Any message proves its sender alive.
void hear(Stage& stage, NodeId id, NodeId peer) {
  if (!stage.is_replica(id) || !stage.is_replica(peer)) return;
  Node& node = stage.node(id);
  node.heard[index(peer)] = stage.world.now;
  if (node.alive.has(peer)) return;
  node.alive.add(peer);
  record(stage, EventKind::trusted, id, peer);
}

void suspect_silent_peers(Stage& stage, NodeId id) {
  Node& node = stage.node(id);
  for (std::size_t i = 0; i < node.heard.size(); ++i) {
    const auto peer = id_of<NodeId>(i);
    if (peer == id || !node.alive.has(peer)) continue;
    if (stage.world.now - node.heard[i] <= stage.system().suspect_after) continue;
    node.alive.remove(peer);
    record(stage, EventKind::suspected, id, peer);
  }
}

void heartbeat(Stage& stage, const HeartbeatDue& due) {
  const Node& node = stage.node(due.node);
  if (!node.up || node.epoch != due.epoch || waits(stage, due.node, due)) return;
  suspect_silent_peers(stage, due.node);
  const int pinged = stage.is_replica(due.node) ? stage.system().replicas : 0;
  for (int i = 0; i < pinged; ++i) {
    const auto peer = id_of<NodeId>(static_cast<std::size_t>(i));
    if (peer == due.node) continue;
    transmit(stage.scenario, stage.world, stage.log, due.node, peer, StoreId{0}, Ping{});
  }
  for (std::size_t store = 0; store < stage.system().stores.size(); ++store) {
    give(stage, due.node, id_of<StoreId>(store), Heartbeat{});
  }
  plan(stage, stage.world.now + stage.system().heartbeat, HeartbeatDue{due});
}

void fire(Stage& stage, const TimerDue& due) {
  const Node& node = stage.node(due.node);
  if (!node.up || node.epoch != due.epoch || waits(stage, due.node, due)) return;
  give(stage, due.node, due.store, TimerFired{due.kind, due.tag});
}

// A cut that comes while a message waits at a door is too late for it.
bool stops_at_door(Stage& stage, const Delivery& delivery) {
  const bool there = delivery.at_door || link_between(stage.world, delivery.from, delivery.to).up;
  if (!there || !stage.node(delivery.to).paused) return false;
  Delivery waiting = delivery;
  waiting.at_door = true;
  return waits(stage, delivery.to, waiting);
}

void deliver(Stage& stage, const Delivery& delivery) {
  if (stops_at_door(stage, delivery) || !arrives(stage.world, stage.log, delivery)) return;
  hear(stage, delivery.to, delivery.from);
  if (std::holds_alternative<Ping>(delivery.message)) return;
  give(stage, delivery.to, delivery.store, Receive{delivery.from, delivery.message});
}

// A client that is down calls nothing: nobody stands at a dead machine.
void call(Stage& stage, const Call& call) {
  if (!stage.node(call.client).up || waits(stage, call.client, CallDue{call})) return;
  const OperationSpec& spec = stage.system().operations[call.operation];
  Operation operation;
  operation.op = id_of<OpId>(stage.log.operations.size());
  operation.operation = call.operation;
  operation.client = call.client;
  operation.key = call.key;
  operation.level = spec.level;
  operation.request = request_of(stage.system(), stage.log, call);
  operation.called = stage.world.now;
  stage.log.operations.push_back(operation);
  record_operation(stage, EventKind::called, operation);
  const Ask ask{operation.op, call.client, call.key, spec.level, operation.request};
  give(stage, call.client, spec.store, Invoke{ask});
}

void pause(Stage& stage, NodeId id) {
  Node& node = stage.node(id);
  if (node.up) node.paused = true;
}

// What has waited happens now, in the order in which it came.
void resume(Stage& stage, NodeId id) {
  Node& node = stage.node(id);
  node.paused = false;
  for (Happening& happening : node.door) {
    plan(stage, stage.world.now, std::move(happening));
  }
  node.door.clear();
}

void lose_disk(Stage& stage, NodeId id) {
  Node& node = stage.node(id);
  if (node.up && node.disk.empty()) node.disk = node.stores;
}

// Only a disk that lied changes what a node holds by a crash.
void record_loss(Stage& stage, NodeId id, StoreId store,
                 const std::vector<object::Version>& before) {
  const std::vector<object::Version>& after = versions_of(stage.node(id).stores[index(store)]);
  for (std::size_t key = 0; key < after.size(); ++key) {
    const object::Version& version = after[key];
    if (version == before[key]) continue;
    const std::int64_t digest = object::digest(version.content);
    record_stored(stage, id, store, {id_of<Key>(key), version.stamp, version.writer_op, digest});
  }
}

void restart_stores(Stage& stage, NodeId id) {
  Node& node = stage.node(id);
  for (std::size_t i = 0; i < node.stores.size(); ++i) {
    StoreState& state = node.stores[i];
    if (node.disk.empty()) {
      state = restarted(state);
      continue;
    }
    const std::vector<object::Version> before = versions_of(state);
    state = restarted_from(state, node.disk[i]);
    record_loss(stage, id, id_of<StoreId>(i), before);
  }
  node.disk.clear();
}

void crash(Stage& stage, NodeId id) {
  Node& node = stage.node(id);
  if (!node.up) return;
  node.up = false;
  ++node.epoch;
  resume(stage, id);  // what waited at its door finds nobody there
  restart_stores(stage, id);
}

void restart(Stage& stage, NodeId id) {
  Node& node = stage.node(id);
  if (node.up) return;
  node.up = true;
  if (stage.is_replica(id)) trust_everybody(stage.world, stage.system(), id);
  if (!beats(node)) return;
  start_heartbeats(stage.scenario, stage.world, id);
}

void record_unheeded(Stage& stage, NodeId node, StoreId store) {
  Event event;
  event.kind = EventKind::unheeded;
  event.at = stage.world.now;
  event.node = node;
  event.store = store;
  stage.log.events.push_back(event);
}

// An operator's word reaches only a process that runs.
void promote(Stage& stage, const Promote& command) {
  Node& node = stage.node(command.node);
  for (std::size_t i = 0; i < node.stores.size(); ++i) {
    const auto store = id_of<StoreId>(i);
    if (command.store.value_or(store) != store) continue;
    const bool runs = node.up && !node.paused;
    const bool heeded =
        runs && promote(node.stores[i], ctx_for(stage, command.node, store), stage.outbox);
    if (!heeded) record_unheeded(stage, command.node, store);
    carry_out(stage, command.node, store);
  }
}

void skew(Stage& stage, const SkewClock& command) {
  stage.node(command.node).clock = {command.offset, command.drift_ppm, stage.world.now};
}

void apply(Stage& stage, const TimedCommand& timed) {
  if (is_fault(timed.command)) {
    Event event;
    event.kind = EventKind::fault;
    event.at = stage.world.now;
    event.value = static_cast<std::int64_t>(stage.log.faults.size());
    stage.log.faults.push_back(timed);
    stage.log.events.push_back(event);
  }
  std::visit(overload{
                 [&](const Cut& command) { cut(stage.world, command); },
                 [&](const Heal&) { heal(stage.world); },
                 [&](const SlowLink& command) { slow(stage.world, command); },
                 [&](const Lose& command) { lose(stage.world, command); },
                 [&](const Crash& command) { crash(stage, command.node); },
                 [&](const Restart& command) { restart(stage, command.node); },
                 [&](const SkewClock& command) { skew(stage, command); },
                 [&](const Call& command) { call(stage, command); },
                 [&](const Duplicate& command) { duplicate(stage.world, command); },
                 [&](const Pause& command) { pause(stage, command.node); },
                 [&](const Resume& command) { resume(stage, command.node); },
                 [&](const LoseDisk& command) { lose_disk(stage, command.node); },
                 [&](const Move& command) { move(stage.system(), stage.world, command); },
                 [&](const Promote& command) { promote(stage, command); },
             },
             timed.command);
}

void happen(Stage& stage, const Happening& happening) {
  std::visit(overload{
                 [&](const TimerDue& due) { fire(stage, due); },
                 [&](const HeartbeatDue& due) { heartbeat(stage, due); },
                 [&](const CallDue& due) { call(stage, due.call); },
                 [&](const Delivery& delivery) { deliver(stage, delivery); },
             },
             happening);
}

Time next_command_time(const Scenario& scenario, const World& world) {
  const bool done = world.next_command >= scenario.script.size();
  return done ? kNever : std::max(world.now, scenario.script[world.next_command].at);
}

// Commands come before what happens at the same time.
void step_once(Stage& stage) {
  World& world = stage.world;
  ++world.steps;
  const Time command_time = next_command_time(stage.scenario, world);
  const bool command_first = world.queue.empty() || command_time <= world.queue.next_time();
  if (command_first) {
    world.now = command_time;
    return apply(stage, stage.scenario.script[world.next_command++]);
  }
  world.now = world.queue.next_time();
  happen(stage, world.queue.pop());
}

}  // namespace

LocalTime local_time(const Clock& clock, Time now) {
  const Duration drifted = microseconds((now - clock.since).us * clock.drift_ppm / 1'000'000);
  return LocalTime{now.us} + clock.offset + drifted;
}

Time next_time(const Scenario& scenario, const World& world) {
  const Time queued = world.queue.empty() ? kNever : world.queue.next_time();
  const Time next = std::min(queued, next_command_time(scenario, world));
  return next > scenario.end ? kNever : next;
}

bool step(const Scenario& scenario, World& world, Log& log) {
  if (next_time(scenario, world) == kNever) return false;
  Stage stage{scenario, world, log, {}};
  step_once(stage);
  return true;
}

void run(const Scenario& scenario, World& world, Log& log, Time until) {
  Stage stage{scenario, world, log, {}};
  const Time last = std::min(until, scenario.end);
  while (next_time(scenario, world) <= last) step_once(stage);
  world.now = std::max(world.now, last);
}

void happen(const Scenario& scenario, World& world, Log& log, const Happening& happening) {
  Stage stage{scenario, world, log, {}};
  happen(stage, happening);
}

void happen(const Scenario& scenario, World& world, Log& log, const Command& command) {
  Stage stage{scenario, world, log, {}};
  apply(stage, {world.now, command});
}

Time when_due(const Scenario& scenario, const World& world, Time drawn) {
  const std::size_t number = world.queue.planned();
  const bool fixed = number < scenario.due.size() && scenario.due[number] != kAsDrawn;
  return fixed ? scenario.due[number] : drawn;
}

void plan(const Scenario& scenario, World& world, Time at, Happening&& happening) {
  world.queue.push(when_due(scenario, world, at), std::move(happening));
}

void run_until_ended(const Scenario& scenario, World& world, Log& log, OpId op) {
  Stage stage{scenario, world, log, {}};
  const auto ended = [&] {
    return index(op) < log.operations.size() && log.operations[index(op)].returned != kNever;
  };
  while (!ended()) {
    ENSURE(next_time(scenario, world) != kNever);
    step_once(stage);
  }
}

Log run_all(const Scenario& scenario, bool keep_messages) {
  Log log;
  log.keep_messages = keep_messages;
  World world = make_world(scenario);
  run(scenario, world, log, scenario.end);
  return log;
}

}  // namespace caplab
