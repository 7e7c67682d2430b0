#include "engine/proto/quorum_spread.h"

#include "engine/proto/quorum_replica.h"
#include "engine/proto/quorum_ring.h"
#include "engine/proto/quorum_round.h"

namespace caplab::quorum {
namespace {

// This node is one of its own round's team.
void keep_here(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  const NodeId home = home_of(round, ctx.self);
  if (home == ctx.self) {
    store(state, ctx, round.ask.key, round.newest, out);
  } else if (!keep_hint(state, ctx, home, round.ask.key, round.newest)) {
    return;
  }
  round.holding.add(ctx.self);
}

template <typename WriteMessage>
void send_copy(const Round& round, NodeId member, RoundId turn, Outbox& out) {
  const NodeId home = home_of(round, member);
  if (home == member) {
    out.push_back(Send{member, WriteMessage{turn, round.ask.key, round.newest}});
  } else {
    out.push_back(Send{member, HintAsk{turn, round.ask.key, home, round.newest}});
  }
}

bool stands_for(const Round& round, NodeId home) {
  for (const StandIn& stand_in : round.stand_ins) {
    if (stand_in.home == home) return true;
  }
  return false;
}

}  // namespace

bool can_write(const State& state, const Ctx& ctx, Round& round) {
  if (reaches_level(ctx, round, pick_team(state, ctx, round))) return true;
  const auto hints = static_cast<int>(state.durable.hints.size());
  return round.ask.level == Level::any && is_replica(ctx) && hints < state.config.hint_limit;
}

template <typename WriteMessage>
NodeSet spread(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  NodeSet hinted;
  round.asked = pick_team(state, ctx, round);
  round.holding = {};
  for (const NodeId replica : ctx.nearest) {
    if (round.asked.has(replica)) {
      if (replica == ctx.self) {
        keep_here(state, ctx, round, out);
      } else {
        send_copy<WriteMessage>(round, replica, round.turn, out);
      }
    } else if (round.homes.has(replica) && !stands_for(round, replica)) {
      if (keep_hint(state, ctx, replica, round.ask.key, round.newest)) hinted.add(replica);
    }
  }
  return hinted;
}

template NodeSet spread<WriteAsk>(State&, const Ctx&, Round&, Outbox&);
template NodeSet spread<Commit>(State&, const Ctx&, Round&, Outbox&);

void send_repairs(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  const NodeSet stale{round.replied.bits & ~round.holding.bits};
  for (const NodeId replica : ctx.nearest) {
    if (!stale.has(replica)) continue;
    if (replica == ctx.self) {
      keep_here(state, ctx, round, out);
    } else {
      send_copy<WriteAsk>(round, replica, round.turn, out);
    }
  }
}

void mend_stale(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  if (state.config.read_repair == ReadRepair::none) return;
  const NodeSet stale{round.replied.bits & ~round.holding.bits};
  for (const NodeId replica : ctx.nearest) {
    if (!stale.has(replica)) continue;
    if (replica != ctx.self) {
      send_copy<WriteAsk>(round, replica, kNoRound, out);
    } else if (state.config.read_repair == ReadRepair::background) {
      keep_here(state, ctx, round, out);
    }
  }
}

void hint_unconfirmed(State& state, const Ctx& ctx, const Round& round) {
  if (!is_replica(ctx)) return;
  for (const NodeId replica : ctx.nearest) {
    if (!round.asked.has(replica) || round.holding.has(replica)) continue;
    const NodeId home = home_of(round, replica);
    const RoundId sent = home == replica ? round.turn : kNoRound;
    keep_hint(state, ctx, home, round.ask.key, round.newest, sent);
  }
}

}  // namespace caplab::quorum
