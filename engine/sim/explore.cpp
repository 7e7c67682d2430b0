// Depth first: of the path the states are kept, of all others their fingerprints.
#include "engine/sim/explore.h"

#include <algorithm>

#include "engine/base/ensure.h"
#include "engine/base/fields.h"
#include "engine/proto/message_words.h"
#include "engine/sim/network.h"

namespace caplab {
namespace {

using Waiting = EventQueue::Waiting;

// Long enough to be seen when an order is played, short beside all timeouts.
constexpr Duration kTick = milliseconds(40);

bool is_timer(const Waiting& one) {
  return one.timer != nullptr || std::holds_alternative<HeartbeatDue>(*one.other);
}

bool is_ping(const Waiting& one) {
  const auto* delivery = one.other != nullptr ? std::get_if<Delivery>(one.other) : nullptr;
  return delivery != nullptr && std::holds_alternative<Ping>(delivery->message);
}

// Two that do the same when they happen have equal prints: numbers and times do not count.
std::uint64_t print_of(const Waiting& one) {
  Fingerprint print;
  if (one.timer != nullptr) {
    mix_value(print, *one.timer);
  } else if (const auto* delivery = std::get_if<Delivery>(one.other)) {
    mix_value(print, delivery->from);
    mix_value(print, delivery->to);
    mix_value(print, delivery->store);
    mix_value(print, delivery->message);
  } else {
    mix_value(print, *one.other);
  }
  return print.digest();
}

// When whom was heard matters to nobody, for nobody is suspected.
void mix_node(Fingerprint& print, const Node& node) {
  print.mix(std::uint64_t{node.up}).mix(std::uint64_t{node.epoch});
  mix_value(print, node.stores);
}

bool is_late(const std::vector<std::size_t>& late, std::size_t number) {
  return std::binary_search(late.begin(), late.end(), number);
}

bool is_under_way(const Operation& operation) { return operation.returned == kNever; }

}  // namespace

System without_chance(System system) {
  system.loss = {};
  system.duplication = {};
  system.suspect_after = seconds(1'000'000);
  return system;
}

Explorer::Explorer(Scenario scenario, ExploreLimits limits)
    : scenario_(std::move(scenario)), limits_(limits) {
  ENSURE(!scenario_.script.empty() && scenario_.script.size() <= 32);
  scenario_.system = without_chance(std::move(scenario_.system));
  State start{make_world(scenario_), {}, 0, limits.timeouts, limits.late};
  start.log.keep_messages = false;
  const Time first = scenario_.script.front().at;
  run(scenario_, start.world, start.log, first - microseconds(1));
  start.log.events.clear();
  start.core = core_of(start);
  enter(std::move(start));
}

Explorer::Core Explorer::core_of(const State& state) {
  Fingerprint nodes;
  for (const Node& node : state.world.nodes) mix_node(nodes, node);
  mix_value(nodes, state.world.links);
  mix_value(nodes, state.log.operations);
  nodes.mix(std::uint64_t{state.done});
  Fingerprint messages;
  std::uint64_t timers = 0;
  for (const Waiting& one : state.world.queue.waiting()) {
    if (is_ping(one)) continue;
    if (is_timer(one)) {
      timers += print_of(one);
    } else {
      messages.mix(print_of(one)).mix(std::uint64_t{is_late(state.late, one.number)});
    }
  }
  return {nodes.digest(), messages.digest(), timers};
}

// Whether it is one that was not met before; then it is where the path now ends.
bool Explorer::enter(State&& state) {
  Fingerprint print;
  print.mix(state.core.nodes).mix(state.core.messages).mix(state.core.timers);
  print.mix(state.world.now.us);
  print.mix(std::int64_t{state.timeouts}).mix(std::int64_t{state.late_left});
  if (!seen_.insert(print.digest()).second) return false;
  list_choices(state);
  path_.push_back(std::move(state));
  return true;
}

Explorer::State Explorer::after(const State& state, const Choice& choice) const {
  State next{state.world, state.log, state.done, state.timeouts, state.late_left, state.late};
  next.world.now = choice.at;
  ++next.world.steps;
  if (choice.kind == Choice::Kind::command) {
    next.done |= 1U << choice.number;
    happen(scenario_, next.world, next.log, scenario_.script[choice.number].command);
  } else {
    const Happening thing = next.world.queue.take(choice.number);
    happen(scenario_, next.world, next.log, thing);
  }
  if (choice.kind == Choice::Kind::timer) next.timeouts = std::max(next.timeouts - 1, 0);
  next.late_left -= static_cast<int>(choice.late.size());
  next.late.insert(next.late.end(), choice.late.begin(), choice.late.end());
  std::sort(next.late.begin(), next.late.end());
  next.log.events.clear();
  next.core = core_of(next);
  return next;
}

template <typename Wanted>
bool Explorer::still_comes(const State& state) const {
  for (std::size_t i = 0; i < scenario_.script.size(); ++i) {
    const bool done = (state.done >> i & 1U) != 0;
    if (!done && std::holds_alternative<Wanted>(scenario_.script[i].command)) return true;
  }
  return false;
}

// A message that can never arrive makes no difference and is left where it is.
bool Explorer::may_happen(const State& state, const Happening& thing) const {
  const auto* delivery = std::get_if<Delivery>(&thing);
  if (delivery == nullptr) return std::holds_alternative<CallDue>(thing);
  if (std::holds_alternative<Ping>(delivery->message)) return false;
  const bool up = link_between(state.world, delivery->from, delivery->to).up;
  const bool runs = state.world.nodes[index(delivery->to)].up;
  return (up || still_comes<Heal>(state)) && (runs || still_comes<Restart>(state));
}

// What a client sees of time it sees by its messages, and a replica stamps what it is asked, or
// what it decides when the others have answered.
bool Explorer::takes_time(const Happening& thing) const {
  const auto* delivery = std::get_if<Delivery>(&thing);
  if (delivery == nullptr) return true;
  const auto replicas = static_cast<std::size_t>(scenario_.system.replicas);
  const MessageRole role = words_of(kind_of(delivery->message)).role;
  const bool decides = role == MessageRole::answer || role == MessageRole::vote;
  return decides || index(delivery->from) >= replicas || index(delivery->to) >= replicas ||
         std::holds_alternative<Ask>(delivery->message);
}

// The first in turn, or one behind it, which makes late whom it overtakes, or one that is late.
void Explorer::list_messages(State& state) {
  const Time now = state.world.now;
  Numbers overtaken;
  for (const Waiting& one : state.world.queue.waiting()) {
    if (one.other == nullptr || !may_happen(state, *one.other)) continue;
    const bool late = is_late(state.late, one.number);
    const bool allowed = late || static_cast<int>(overtaken.size()) <= state.late_left;
    left_out_ = left_out_ || !allowed;
    if (!allowed) return;
    const Time at = takes_time(*one.other) ? now + kTick : now;
    state.choices.push_back({Choice::Kind::message, one.number, at, late ? Numbers{} : overtaken});
    if (!late) overtaken.push_back(one.number);
  }
}

// One thing after the other.
bool Explorer::may_call(const State& state, NodeId client) const {
  if (!state.world.nodes[index(client)].up) return false;
  for (const Operation& operation : state.log.operations) {
    if (operation.client == client && is_under_way(operation)) return false;
  }
  for (const Waiting& one : state.world.queue.waiting()) {
    const auto* due = one.other != nullptr ? std::get_if<CallDue>(one.other) : nullptr;
    if (due != nullptr && due->call.client == client) return false;
  }
  return true;
}

void Explorer::list_commands(State& state) const {
  NodeSet waiting;  // clients with an earlier call that has not been made
  bool fault_waits = false;
  for (std::size_t i = 0; i < scenario_.script.size(); ++i) {
    if ((state.done >> i & 1U) != 0) continue;
    const auto* call = std::get_if<Call>(&scenario_.script[i].command);
    const bool earlier = call != nullptr ? waiting.has(call->client) : fault_waits;
    if (call != nullptr) waiting.add(call->client);
    if (call == nullptr) fault_waits = true;
    if (earlier || (call != nullptr && !may_call(state, call->client))) continue;
    const Time at = call != nullptr ? state.world.now + kTick : state.world.now;
    state.choices.push_back({Choice::Kind::command, i, at});
  }
}

bool Explorer::may_fire(const State& state, const TimerDue& due) const {
  const Node& node = state.world.nodes[index(due.node)];
  const bool client = index(due.node) >= static_cast<std::size_t>(scenario_.system.replicas);
  const bool last_resort = state.quiet && client && due.kind == TimerKind::patience;
  return node.up && node.epoch == due.epoch && (state.timeouts > 0 || last_resort);
}

void Explorer::list_timers(State& state) const {
  for (const Waiting& one : state.world.queue.waiting()) {
    const bool beat = one.timer == nullptr && is_timer(one) && state.timeouts > 0;
    if (!beat && (one.timer == nullptr || !may_fire(state, *one.timer))) continue;
    const Time at = std::max(one.due, state.world.now + kTick);
    state.choices.push_back({Choice::Kind::timer, one.number, at});
  }
}

void Explorer::list_choices(State& state) {
  list_messages(state);
  list_commands(state);
  state.quiet = state.choices.empty();
  list_timers(state);
}

bool Explorer::is_end(const State& state) const {
  const std::vector<Operation>& operations = state.log.operations;
  return state.quiet && std::none_of(operations.begin(), operations.end(), is_under_way);
}

Explorer::Halt Explorer::advance(std::uint64_t steps_max) {
  ENSURE(steps_max > 0);
  for (std::uint64_t i = 0; i < steps_max; ++i) {
    while (!path_.empty() && path_.back().next == path_.back().choices.size()) path_.pop_back();
    if (path_.empty()) return Halt::all;
    if (seen_.size() >= limits_.states) return Halt::too_many;
    State& here = path_.back();
    const Choice& choice = here.choices[here.next++];
    State next = after(here, choice);
    // A timer that finds nothing to do has not fired.
    const bool idle = choice.kind == Choice::Kind::timer && next.core.nodes == here.core.nodes &&
                      next.core.messages == here.core.messages;
    if (!idle && enter(std::move(next)) && is_end(path_.back())) return Halt::end;
  }
  return Halt::pause;
}

Scenario Explorer::played(Duration rest) const {
  Scenario played = scenario_;
  const World& start = path_.front().world;
  played.script.clear();
  played.due.assign(world().queue.planned(), kAsDrawn);
  Time at = start.now;
  for (std::size_t i = 0; i + 1 < path_.size(); ++i) {
    const Choice& choice = path_[i].choices[path_[i].next - 1];
    at = at + std::max(kTick, path_[i + 1].world.now - path_[i].world.now);
    if (choice.kind == Choice::Kind::command) {
      played.script.push_back({at, scenario_.script[choice.number].command});
    } else {
      played.due[choice.number] = at;
    }
  }
  for (const Waiting& one : world().queue.waiting()) {
    played.due[one.number] = std::max(one.due, at + kTick);
  }
  played.end = at + rest;
  return played;
}

}  // namespace caplab
