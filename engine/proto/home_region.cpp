#include "engine/proto/home_region.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab::home_region {
namespace {

bool owns(const State& state, const Ctx& ctx, Key key) {
  return state.durable.places[index(key)].owner == ctx.self;
}

void answer(NodeId client, OpId op, Outcome outcome, object::Answer given, Outbox& out) {
  out.push_back(Send{client, Reply{op, outcome, std::move(given)}});
}

// Stamps order one key's versions, whoever is its home, so they must grow even when clocks do not.
object::Stamp next_stamp(const Ctx& ctx, const object::Version& current) {
  return {std::max(ctx.now, current.stamp.time + microseconds(1)), ctx.self};
}

void store(State& state, Key key, const object::Version& version, Outbox& out) {
  object::Version& mine = state.durable.versions[index(key)];
  if (version.stamp <= mine.stamp) return;
  mine = version;
  out.push_back(Stored{key, mine.stamp, mine.writer_op, object::digest(mine.content)});
}

// --- the owner ---

void send_copy(const State& state, NodeId to, Key key, Outbox& out) {
  const HomeEpoch epoch = state.durable.places[index(key)].epoch;
  out.push_back(Send{to, OwnerCopy{key, epoch, state.durable.versions[index(key)]}});
}

// What others hold is old from now on.
void tell_others(State& state, const Ctx& ctx, Key key, Outbox& out) {
  state.confirmed[index(key)] = {};
  for (const NodeId replica : ctx.nearest) {
    if (replica != ctx.self) send_copy(state, replica, key, out);
  }
}

// From the moment that it offers the key to another, a home decides nothing about it any more.
void hand_over(State& state, const Ctx& ctx, Key key, NodeId to, Outbox& out) {
  Place& place = state.durable.places[index(key)];
  place = {place.epoch + 1, to, true};
  state.streaks[index(key)] = {};
  out.push_back(Send{to, Handover{key, place.epoch, state.durable.versions[index(key)]}});
  ENSURE(!owns(state, ctx, key));
}

// Moves the key to where it is used, if that can be reached.
void count_use(State& state, const Ctx& ctx, Key key, NodeId asked, Outbox& out) {
  Streak& streak = state.streaks[index(key)];
  if (asked == ctx.self) {
    streak = {};
    return;
  }
  streak = {asked, streak.asked == asked ? streak.count + 1 : 1};
  const bool moves = state.config.move_after > 0 && streak.count >= state.config.move_after;
  if (moves && ctx.alive.has(asked)) hand_over(state, ctx, key, asked, out);
}

void decide(State& state, const Ctx& ctx, const Routed& routed, Outbox& out) {
  const object::Version& current = state.durable.versions[index(routed.key)];
  const object::Stamp stamp = next_stamp(ctx, current);
  object::Effect effect = object::apply(current.content, routed.request, stamp, routed.op);
  if (effect.changed) store(state, routed.key, {stamp, routed.op, std::move(effect.next)}, out);
  answer(routed.client, routed.op, Outcome::ok, {effect.accepted, current}, out);
  if (effect.changed) tell_others(state, ctx, routed.key, out);
  count_use(state, ctx, routed.key, routed.asked, out);
}

// --- on the way there ---

// Passes a request on to the key's home; nobody else may answer it.
void route(const State& state, const Ctx& ctx, Routed routed, Outbox& out) {
  const Place& place = state.durable.places[index(routed.key)];
  if (!ctx.alive.has(place.owner)) {
    return answer(routed.client, routed.op, Outcome::fail, {}, out);
  }
  routed.epoch = place.epoch;
  out.push_back(Send{place.owner, std::move(routed)});
}

void handle_ask(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  ENSURE(index(ask.key) < state.durable.versions.size());
  const bool copy_will_do = ask.level == Level::any && object::is_read(ask.request.verb);
  if (copy_will_do) {
    const object::Version& copy = state.durable.versions[index(ask.key)];
    return answer(ask.client, ask.op, Outcome::ok, object::answer_to(ask.request, copy), out);
  }
  Routed routed{0, ctx.self, ask.op, ask.client, ask.key, ask.request};
  if (owns(state, ctx, ask.key)) return decide(state, ctx, routed, out);
  route(state, ctx, std::move(routed), out);
}

// Whoever knows a later home than the sender sends the request there: every step of such a way
// leads to a later epoch, so it ends. Whoever does not is waiting for the handover, and refuses.
void handle_routed(State& state, const Ctx& ctx, const Routed& routed, Outbox& out) {
  if (owns(state, ctx, routed.key)) return decide(state, ctx, routed, out);
  if (state.durable.places[index(routed.key)].epoch > routed.epoch) {
    return route(state, ctx, routed, out);
  }
  answer(routed.client, routed.op, Outcome::fail, {}, out);
}

// --- handing over ---

// A handover that came before is confirmed again by what this replica holds as home.
void handle_handover(State& state, const Ctx& ctx, NodeId from, const Handover& handover,
                     Outbox& out) {
  Place& place = state.durable.places[index(handover.key)];
  if (handover.epoch <= place.epoch) {
    if (owns(state, ctx, handover.key)) send_copy(state, from, handover.key, out);
    return;
  }
  place = {handover.epoch, ctx.self, false};
  store(state, handover.key, handover.version, out);
  tell_others(state, ctx, handover.key, out);
}

void handle_copy(State& state, NodeId from, const OwnerCopy& copy, Outbox& out) {
  Place& place = state.durable.places[index(copy.key)];
  if (copy.epoch >= place.epoch) place = {copy.epoch, from, false};
  store(state, copy.key, copy.version, out);
  out.push_back(Send{from, CopyReply{copy.epoch, copy.key, copy.version.stamp}});
}

void handle_confirmed_copy(State& state, NodeId from, const CopyReply& reply) {
  const bool newest = reply.round == state.durable.places[index(reply.key)].epoch &&
                      reply.stamp == state.durable.versions[index(reply.key)].stamp;
  if (newest) state.confirmed[index(reply.key)].add(from);
}

// What did not get through is sent again: handovers until the next home has spoken, copies until
// they are confirmed.
void send_again(State& state, const Ctx& ctx, Outbox& out) {
  for (std::size_t i = 0; i < state.durable.places.size(); ++i) {
    const Place& place = state.durable.places[i];
    const auto key = id_of<Key>(i);
    if (place.handing_over && ctx.alive.has(place.owner)) {
      out.push_back(Send{place.owner, Handover{key, place.epoch, state.durable.versions[i]}});
    }
    if (place.owner != ctx.self) continue;
    for (const NodeId replica : ctx.nearest) {
      if (replica == ctx.self || !ctx.alive.has(replica)) continue;
      if (!state.confirmed[i].has(replica)) send_copy(state, replica, key, out);
    }
  }
}

void receive(State& state, const Ctx& ctx, const Receive& received, Outbox& out) {
  const NodeId from = received.from;
  std::visit(
      overload{
          [&](const Ask& ask) { handle_ask(state, ctx, ask, out); },
          [&](const Routed& routed) { handle_routed(state, ctx, routed, out); },
          [&](const Handover& handover) { handle_handover(state, ctx, from, handover, out); },
          [&](const OwnerCopy& copy) { handle_copy(state, from, copy, out); },
          [&](const CopyReply& reply) { handle_confirmed_copy(state, from, reply); },
          [](const auto&) {},  // what other protocols say does not come here
      },
      received.message);
}

}  // namespace

State initial_state(const Config& config, int keys, const object::Content& content) {
  ENSURE(!config.homes.empty());
  State state;
  state.config = config;
  const auto count = static_cast<std::size_t>(keys);
  state.durable.versions.assign(count, object::Version{{}, kNoOp, content});
  for (std::size_t key = 0; key < count; ++key) {
    state.durable.places.push_back({1, config.homes[key % config.homes.size()], false});
  }
  state.streaks.assign(count, Streak{});
  NodeSet everybody;
  everybody.bits = UINT32_MAX;
  state.confirmed.assign(count, everybody);
  return state;
}

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out) {
  std::visit(overload{
                 [&](const Receive& received) { receive(state, ctx, received, out); },
                 [&](const Heartbeat&) { send_again(state, ctx, out); },
                 [](const TimerFired&) {},
                 [](const Invoke&) {},
             },
             input);
}

State restarted(const State& state) {
  State again;
  again.config = state.config;
  again.durable = state.durable;
  again.streaks.assign(state.streaks.size(), Streak{});
  // What the others confirmed before the crash is forgotten, so they are sent it again.
  again.confirmed.assign(state.confirmed.size(), NodeSet{});
  return again;
}

}  // namespace caplab::home_region
