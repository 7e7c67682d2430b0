#include "engine/proto/cache.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab::cache {
namespace {

void answer(const Ask& ask, Outcome outcome, object::Answer shown, Outbox& out) {
  out.push_back(Send{ask.client, Reply{ask.op, outcome, std::move(shown)}});
}

void show(const Ask& ask, const object::Version& version, Outbox& out) {
  answer(ask, Outcome::ok, object::answer_to(ask.request, version), out);
}

void record(Key key, const object::Version& version, Outbox& out) {
  out.push_back(Stored{key, version.stamp, version.writer_op, object::digest(version.content)});
}

// --- the origin ---

// Stamps order the origin's own writes, so they must grow even when its clock does not.
object::Stamp next_stamp(const Ctx& ctx, const object::Version& current) {
  return {std::max(ctx.now, current.stamp.time + microseconds(1)), ctx.self};
}

void decide(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  object::Version& truth = state.durable.versions[index(ask.key)];
  const object::Stamp stamp = next_stamp(ctx, truth);
  object::Effect effect = object::apply(truth.content, ask.request, stamp, ask.op);
  if (effect.changed) {
    truth = {stamp, ask.op, std::move(effect.next)};
    state.held[index(ask.key)] = truth;
    record(ask.key, truth, out);
  }
  answer(ask, Outcome::ok, {effect.accepted, truth}, out);
}

// --- a cache ---

// Whether the copy may be shown `extra` after its time to live. A time to live of zero is over at
// once: such a record serves the request that fetched it and no other (RFC 1035 §3.2.1).
bool may_show(const State& state, const Ctx& ctx, Key key, Duration extra) {
  const Fetched& fetched = state.fetched[index(key)];
  return fetched.known && ctx.now - fetched.at < state.config.time_to_live + extra;
}

// The origin is silent: an old answer is better than none, if it is not too old, and if the request
// has not asked for better (RFC 8767 §4).
void make_do(const State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  const bool will_do =
      ask.level == Level::cached && may_show(state, ctx, ask.key, state.config.serve_stale);
  if (will_do) return show(ask, state.held[index(ask.key)], out);
  answer(ask, Outcome::fail, {}, out);
}

Round* round_about(State& state, Key key) {
  const auto found = std::find_if(state.rounds.begin(), state.rounds.end(),
                                  [&](const Round& round) { return round.key == key; });
  return found == state.rounds.end() ? nullptr : &*found;
}

// A question that is on its way already will do for a request that any copy would do for, but not
// for one that wants to see what the origin holds from now on.
void ask_origin(State& state, const Ask& ask, Outbox& out) {
  Round* under_way = round_about(state, ask.key);
  if (under_way != nullptr && ask.level == Level::cached) {
    under_way->waiting.push_back(ask);
    return;
  }
  const RoundId id = state.next_round++;
  state.rounds.push_back({id, ask.key, {ask}});
  out.push_back(SetTimer{TimerKind::round_timeout, id, state.config.timeout, state.config.timeout});
  out.push_back(Send{state.config.origin, ReadAsk{id, ask.key}});
}

void read(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  const bool copy_will_do = ask.level == Level::cached && may_show(state, ctx, ask.key, {});
  if (copy_will_do) return show(ask, state.held[index(ask.key)], out);
  if (!ctx.alive.has(state.config.origin)) return make_do(state, ctx, ask, out);
  ask_origin(state, ask, out);
}

// Only the origin writes, and only the origin can tell what came of it.
void pass_on(const State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  if (!ctx.alive.has(state.config.origin)) return answer(ask, Outcome::fail, {}, out);
  out.push_back(Send{state.config.origin, ask});
}

// An answer that another overtook is older than the copy that is there.
void keep(State& state, const Ctx& ctx, Key key, const object::Version& version, Outbox& out) {
  object::Version& held = state.held[index(key)];
  if (version.stamp < held.stamp) return;
  state.fetched[index(key)] = {true, ctx.now};
  if (version.stamp == held.stamp) return;
  held = version;
  record(key, held, out);
}

Round taken_out(State& state, RoundId id) {
  const auto found = std::find_if(state.rounds.begin(), state.rounds.end(),
                                  [&](const Round& round) { return round.id == id; });
  if (found == state.rounds.end()) return {};
  Round round = std::move(*found);
  state.rounds.erase(found);
  return round;
}

// What comes when nobody waits for it any more could be of any age, and is not kept.
void handle_origin_answer(State& state, const Ctx& ctx, const ReadReply& reply, Outbox& out) {
  const Round round = taken_out(state, reply.round);
  if (round.id == kNoRound) return;
  keep(state, ctx, round.key, reply.version, out);
  for (const Ask& ask : round.waiting) show(ask, reply.version, out);
}

void time_out(State& state, const Ctx& ctx, RoundId id, Outbox& out) {
  const Round round = taken_out(state, id);
  for (const Ask& ask : round.waiting) make_do(state, ctx, ask, out);
}

void handle_ask(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  ENSURE(index(ask.key) < state.held.size());
  if (ctx.self == state.config.origin) return decide(state, ctx, ask, out);
  if (object::is_read(ask.request.verb)) return read(state, ctx, ask, out);
  pass_on(state, ctx, ask, out);
}

void receive(State& state, const Ctx& ctx, const Receive& received, Outbox& out) {
  std::visit(overload{
                 [&](const Ask& ask) { handle_ask(state, ctx, ask, out); },
                 [&](const ReadAsk& ask) {
                   const object::Version& truth = state.durable.versions[index(ask.key)];
                   out.push_back(Send{received.from, ReadReply{ask.round, truth}});
                 },
                 [&](const ReadReply& reply) { handle_origin_answer(state, ctx, reply, out); },
                 [](const auto&) {},  // what other protocols say does not come here
             },
             received.message);
}

}  // namespace

State initial_state(const Config& config, int keys, const object::Content& content) {
  State state;
  state.config = config;
  const auto count = static_cast<std::size_t>(keys);
  state.durable.versions.assign(count, object::Version{{}, kNoOp, content});
  state.held = state.durable.versions;
  state.fetched.assign(count, Fetched{});
  return state;
}

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out) {
  std::visit(overload{
                 [&](const Receive& received) { receive(state, ctx, received, out); },
                 [&](const TimerFired& timer) { time_out(state, ctx, timer.tag, out); },
                 [](const Heartbeat&) {},
                 [](const Invoke&) {},
             },
             input);
}

State restarted(const State& state) {
  State again;
  again.config = state.config;
  again.durable = state.durable;
  again.held = state.durable.versions;
  again.fetched.assign(state.fetched.size(), Fetched{});
  // Old answers still on their way must not be taken for answers to new questions.
  again.next_round = state.next_round;
  return again;
}

}  // namespace caplab::cache
