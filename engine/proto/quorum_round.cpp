#include "engine/proto/quorum_round.h"

#include <algorithm>

#include "engine/proto/quorum_replica.h"

namespace caplab::quorum {
namespace {

void decide(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  const object::Stamp stamp = next_stamp(state, ctx);
  object::Effect effect =
      object::apply(round.newest.content, round.ask.request, stamp, round.ask.op);
  round.answer = {effect.accepted, round.newest};
  if (!effect.changed) return finish(round, Outcome::ok, out);
  start_write(state, ctx, round, {stamp, round.ask.op, std::move(effect.next)}, out);
}

// A guarded operation on replicas without a leader is a read, a decision here, and a write. Two
// coordinators can decide on the same balance at once: nothing in this level forbids it.
void read_complete(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  const object::Verb verb = round.ask.request.verb;
  const bool decides = object::is_guarded(verb) || !object::is_read(verb);
  if (decides) return decide(state, ctx, round, out);
  round.answer = {true, round.newest};
  finish(round, Outcome::ok, out);
}

bool must_repair(const State& state, const Ctx& ctx, const Round& round) {
  return state.config.read_repair == ReadRepair::blocking &&
         !reaches_level(ctx, round, round.holding);
}

void start_repair(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  const NodeSet stale{round.replied.bits & ~round.holding.bits};
  begin_phase(state, round, Phase::repair);
  for (const NodeId replica : ctx.nearest) {
    if (!stale.has(replica)) continue;
    if (replica == ctx.self) {
      store(state, ctx, round.ask.key, round.newest, out);
      round.holding.add(replica);
    } else {
      out.push_back(Send{replica, WriteAsk{round.turn, round.ask.key, round.newest}});
    }
  }
  if (reaches_level(ctx, round, round.holding)) read_complete(state, ctx, round, out);
}

NodeSet replicas_to_read(const State& state, const Ctx& ctx, const Round& round) {
  const NodeSet live = live_replicas(ctx);
  if (state.config.fan_out == FanOut::all) return live;
  NodeSet chosen;
  for (const NodeId replica : ctx.nearest) {
    if (live.has(replica) && !reaches_level(ctx, round, chosen)) chosen.add(replica);
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
  round.turn = state.next_round++;
}

NodeSet live_replicas(const Ctx& ctx) {
  NodeSet live = ctx.alive;
  live.add(ctx.self);
  return live;
}

bool reaches_level(const Ctx& ctx, const Round& round, NodeSet replicas) {
  return replicas.count() >= needed(round.ask.level, ctx.replicas);
}

void finish(Round& round, Outcome outcome, Outbox& out) {
  round.answered = true;
  out.push_back(Send{round.ask.client, Reply{round.ask.op, outcome, round.answer}});
}

void absorb(const Ctx& ctx, Round& round, NodeId from, const object::Version& version) {
  round.replied.add(from);
  if (!object::covers(round.newest, version, ctx.conflict)) {
    object::merge(round.newest, version, ctx.conflict);
    round.holding = {};
  }
  if (object::covers(version, round.newest, ctx.conflict)) round.holding.add(from);
}

void start_read(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  begin_phase(state, round, Phase::read);
  round.asked = replicas_to_read(state, ctx, round);
  round.newest = version_at(state, round.ask.key);
  absorb(ctx, round, ctx.self, round.newest);
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
}

void handle_repaired(State& state, const Ctx& ctx, Round& round, NodeId from, Outbox& out) {
  round.holding.add(from);
  if (!round.answered && reaches_level(ctx, round, round.holding)) {
    read_complete(state, ctx, round, out);
  }
}

template <typename WriteMessage>
void spread(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  const NodeSet live = live_replicas(ctx);
  round.asked = live;
  round.holding = {};
  for (const NodeId replica : ctx.nearest) {
    if (replica == ctx.self) {
      store(state, ctx, round.ask.key, round.newest, out);
      round.holding.add(replica);
    } else if (live.has(replica)) {
      out.push_back(Send{replica, WriteMessage{round.turn, round.ask.key, round.newest}});
    } else {
      keep_hint(state, ctx, replica, round.ask.key, round.newest);
    }
  }
}

template void spread<WriteAsk>(State&, const Ctx&, Round&, Outbox&);
template void spread<Commit>(State&, const Ctx&, Round&, Outbox&);

// Refusing before the first copy is written is honest: nothing can come of it later.
void start_write(State& state, const Ctx& ctx, Round& round, const object::Version& version,
                 Outbox& out) {
  if (!reaches_level(ctx, round, live_replicas(ctx))) return finish(round, Outcome::fail, out);
  begin_phase(state, round, Phase::write);
  round.newest = version;
  round.answer = {true, version};
  spread<WriteAsk>(state, ctx, round, out);
  if (reaches_level(ctx, round, round.holding)) finish(round, Outcome::ok, out);
}

void handle_written(const Ctx& ctx, Round& round, NodeId from, Outbox& out) {
  round.holding.add(from);
  if (!round.answered && reaches_level(ctx, round, round.holding)) {
    finish(round, Outcome::ok, out);
  }
}

void hint_unconfirmed(State& state, const Ctx& ctx, const Round& round) {
  for (const NodeId replica : ctx.nearest) {
    if (!round.asked.has(replica) || round.holding.has(replica)) continue;
    keep_hint(state, ctx, replica, round.ask.key, round.newest, round.turn);
  }
}

void mend_stale(const State& state, const Ctx& ctx, const Round& round, Outbox& out) {
  if (state.config.read_repair == ReadRepair::none) return;
  for (const NodeId replica : ctx.nearest) {
    if (replica == ctx.self || !round.replied.has(replica) || round.holding.has(replica)) continue;
    out.push_back(Send{replica, WriteAsk{kNoRound, round.ask.key, round.newest}});
  }
}

}  // namespace caplab::quorum
