#include "engine/proto/quorum_round.h"

#include <algorithm>

#include "engine/proto/quorum_level.h"
#include "engine/proto/quorum_replica.h"
#include "engine/proto/quorum_ring.h"
#include "engine/proto/quorum_siblings.h"
#include "engine/proto/quorum_spread.h"

namespace caplab::quorum {
namespace {

// What merges must be built on all that is here, also on what was written here since the read
// began: a counter's own part that is built on an older one would take an addition back. A client
// that coordinates keeps nothing, so no such type is given to it.
void decide(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  if (is_replica(ctx) && object::unites(round.newest.content, ctx.conflict)) {
    object::merge(round.newest, version_at(state, round.ask.key), ctx.conflict);
  }
  const object::Stamp stamp = next_stamp(state, ctx);
  object::Effect effect = effect_on(round.newest.content, round.ask, stamp);
  round.answer = {effect.accepted, round.newest};
  if (!effect.changed) return finish(ctx, round, Outcome::ok, out);
  const object::VectorClock past = read_context(round.newest.content);
  start_write(state, ctx, round,
              made_version(state, ctx, round.ask, stamp, past, std::move(effect.next)), out);
}

// A guarded operation on replicas without a leader is a read, a decision here, and a write. Two
// coordinators can decide on the same balance at once: nothing in this level forbids it.
void read_complete(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  const object::Verb verb = round.ask.request.verb;
  const bool decides = object::is_guarded(verb) || !object::is_read(verb);
  if (decides) return decide(state, ctx, round, out);
  round.answer = {true, round.newest};
  finish(ctx, round, Outcome::ok, out);
}

bool must_repair(const State& state, const Ctx& ctx, const Round& round) {
  return state.config.read_repair == ReadRepair::blocking &&
         !reaches_level(ctx, round, round.holding);
}

void start_repair(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  begin_phase(state, round, Phase::repair);
  send_repairs(state, ctx, round, out);
  if (reaches_level(ctx, round, round.holding)) read_complete(state, ctx, round, out);
}

NodeSet replicas_to_read(const State& state, const Ctx& ctx, Round& round) {
  const Level level = round.ask.level;
  const NodeSet readers = readable(level, ctx, pick_team(state, ctx, round));
  if (state.config.fan_out == FanOut::all) return readers;
  NodeSet chosen;
  for (const NodeId replica : ctx.nearest) {
    if (!readers.has(replica)) continue;
    NodeSet more = chosen;
    more.add(replica);
    const bool helps = lacking(level, ctx, round.homes, more, round.count) <
                       lacking(level, ctx, round.homes, chosen, round.count);
    if (helps) chosen = more;
  }
  return chosen;
}

}  // namespace

Round* round_with_turn(State& state, RoundId turn) {
  const auto found = std::find_if(state.rounds.begin(), state.rounds.end(),
                                  [&](const Round& round) { return round.turn == turn; });
  return found == state.rounds.end() ? nullptr : &*found;
}

Round* round_with_id(State& state, RoundId id) {
  const auto found = std::find_if(state.rounds.begin(), state.rounds.end(),
                                  [&](const Round& round) { return round.id == id; });
  return found == state.rounds.end() ? nullptr : &*found;
}

void begin_phase(State& state, Round& round, Phase phase) {
  round.phase = phase;
  const bool writes = phase == Phase::write;
  round.count = writes ? state.config.write_count : state.config.read_count;
  round.turn = state.next_round++;
}

void forget_seen(Round& round) {
  round.replied = {};
  round.agreed = {};
  round.holding = {};
  round.seen_any = false;
}

bool reaches_level(const Ctx& ctx, const Round& round, NodeSet replicas) {
  return reaches(round.ask.level, ctx, round.homes, replicas, round.count);
}

void finish(const Ctx& ctx, Round& round, Outcome outcome, Outbox& out) {
  round.answered = true;
  const Reply reply{round.ask.op, outcome, round.answer, round.ask.key};
  if (round.ask.client == ctx.self) {
    out.push_back(Finish{reply});
  } else {
    out.push_back(Send{round.ask.client, reply});
  }
}

void absorb(const Ctx& ctx, Round& round, NodeId from, const object::Version& version) {
  round.replied.add(from);
  if (!round.seen_any) {
    round.newest = version;
    round.seen_any = true;
  } else if (!object::covers(round.newest, version, ctx.conflict)) {
    object::merge(round.newest, version, ctx.conflict);
    round.holding = {};
  }
  if (object::covers(version, round.newest, ctx.conflict)) round.holding.add(from);
}

void start_read(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  begin_phase(state, round, Phase::read);
  round.asked = replicas_to_read(state, ctx, round);
  forget_seen(round);
  if (round.asked.has(ctx.self)) {
    absorb(ctx, round, ctx.self, shown_at(state, ctx, round.ask.key));
  }
  for (const NodeId replica : ctx.nearest) {
    if (replica == ctx.self || !round.asked.has(replica)) continue;
    out.push_back(Send{replica, ReadAsk{round.turn, round.ask.key}});
  }
  if (reaches_level(ctx, round, round.replied)) read_complete(state, ctx, round, out);
}

void handle_read_reply(State& state, const Ctx& ctx, NodeId from, const ReadReply& reply,
                       Outbox& out) {
  Round* round = round_with_turn(state, reply.round);
  if (round == nullptr || round->phase != Phase::read) return;
  absorb(ctx, *round, from, reply.version);
  if (round->answered) {
    if (round->replied == round->asked) mend_stale(state, ctx, *round, out);
    return;
  }
  if (!reaches_level(ctx, *round, round->replied)) return;
  if (must_repair(state, ctx, *round)) return start_repair(state, ctx, *round, out);
  read_complete(state, ctx, *round, out);
  const bool heard_all = round->phase == Phase::read && round->replied == round->asked;
  if (heard_all) mend_stale(state, ctx, *round, out);
}

void handle_repaired(State& state, const Ctx& ctx, Round& round, NodeId from, Outbox& out) {
  round.holding.add(from);
  if (!round.answered && reaches_level(ctx, round, round.holding)) {
    read_complete(state, ctx, round, out);
  }
}

// Refusing before the first copy is written is honest: nothing can come of it later.
void start_write(State& state, const Ctx& ctx, Round& round, const object::Version& version,
                 Outbox& out) {
  if (!can_write(state, ctx, round)) return finish(ctx, round, Outcome::fail, out);
  begin_phase(state, round, Phase::write);
  round.newest = version;
  round.answer = {true, version};
  const NodeSet hinted = spread<WriteAsk>(state, ctx, round, out);
  const bool hint_will_do = round.ask.level == Level::any && !hinted.empty();
  if (hint_will_do || reaches_level(ctx, round, round.holding)) {
    finish(ctx, round, Outcome::ok, out);
  }
}

void handle_written(const Ctx& ctx, Round& round, NodeId from, Outbox& out) {
  round.holding.add(from);
  if (!round.answered && reaches_level(ctx, round, round.holding)) {
    finish(ctx, round, Outcome::ok, out);
  }
}

}  // namespace caplab::quorum
