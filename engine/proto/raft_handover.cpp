#include "engine/proto/raft_handover.h"

#include <algorithm>

#include "engine/proto/raft_leader.h"
#include "engine/proto/raft_log.h"

namespace caplab::raft {
namespace {

bool is_recent(const State& state, const Ctx& ctx, LocalTime sent) {
  return sent != LocalTime{INT64_MIN} && ctx.now - sent < state.config.election_min;
}

bool holds_log(const State& state, const Peer& peer) {
  return peer.match == last_index(state.durable.log);
}

// One that answers and whose log is not being repaired. Whether it reaches a majority itself only
// its election can tell.
NodeId successor_of(const State& state, const Ctx& ctx) {
  NodeId best = kNobody;
  for (std::size_t i = 0; i < state.peers.size(); ++i) {
    const Peer& peer = state.peers[i];
    const bool could = state.config.preferred.has(id_of<NodeId>(i)) && !peer.probing &&
                       is_recent(state, ctx, peer.pulse.sent);
    if (!could) continue;
    const bool better = best == kNobody || peer.match > state.peers[index(best)].match;
    if (better) best = id_of<NodeId>(i);
  }
  return best;
}

// A leader that has not got a majority itself has nothing to hand over.
bool may_begin(const State& state, const Ctx& ctx) {
  return state.succession.rest == Duration{} && is_recent(state, ctx, followed_at(state, ctx));
}

// Once the successor is sure to win over this leader's log, and no client waits for a write whose
// end this leader would not learn.
void order_if_ready(State& state, Outbox& out) {
  const bool ready = holds_log(state, state.peers[index(state.succession.to)]) &&
                     state.durable.commit == last_index(state.durable.log);
  if (!ready) return;
  state.succession.announced = true;
  out.push_back(Send{state.succession.to, TimeoutNow{state.durable.term}});
}

}  // namespace

bool hands_over(const State& state) { return state.succession.to != kNobody; }

// Thesis §3.10: a leader whose successor is not elected within an election timeout takes writes
// again. It rests before it tries anew, as a new leader does, so that leadership does not go to and
// fro. The successor is told again with each beat, for a message may be lost.
void look_for_successor(State& state, const Ctx& ctx, Outbox& out) {
  if (state.config.preferred.empty() || state.config.preferred.has(ctx.self)) return;
  Succession& succession = state.succession;
  succession.rest = std::max(Duration{}, succession.rest - state.config.heartbeat);
  if (hands_over(state)) {
    if (succession.rest > Duration{}) return order_if_ready(state, out);
    succession.to = kNobody;
    succession.rest = state.config.election_max;
    return;
  }
  if (!may_begin(state, ctx)) return;
  succession.to = successor_of(state, ctx);
  if (!hands_over(state)) return;
  succession.rest = state.config.election_min;
  order_if_ready(state, out);
}

void go_on_handing_over(State& state, Outbox& out) {
  if (state.role != Role::leader || !hands_over(state) || state.succession.announced) return;
  order_if_ready(state, out);
}

}  // namespace caplab::raft
