#include "engine/proto/raft_election.h"

#include <algorithm>

#include "engine/proto/raft_leader.h"
#include "engine/proto/raft_log.h"
#include "engine/proto/raft_reads.h"

namespace caplab::raft {
namespace {

void ask_for_votes(State& state, const Ctx& ctx, bool handed_over, Outbox& out) {
  const bool trial = state.role == Role::hopeful;
  const Log& log = state.durable.log;
  const VoteAsk ask{state.durable.term + (trial ? 1 : 0), last_index(log), last_term(log), trial,
                    handed_over};
  for (int i = 0; i < ctx.replicas; ++i) {
    const auto peer = id_of<NodeId>(static_cast<std::size_t>(i));
    if (peer != ctx.self) out.push_back(Send{peer, ask});
  }
}

void stand(State& state, const Ctx& ctx, bool handed_over, Outbox& out) {
  state.role = Role::candidate;
  state.by_order = false;
  state.leader = kNobody;
  ++state.durable.term;
  state.durable.vote = ctx.self;
  state.votes = {};
  state.votes.add(ctx.self);
  if (state.votes.count() >= majority_of(ctx)) return become_leader(state, ctx, out);
  ask_for_votes(state, ctx, handed_over, out);
}

void begin_election(State& state, const Ctx& ctx, Outbox& out) {
  state.leader = kNobody;
  wait_for_leader(state, {}, out);
  if (!state.config.pre_vote || majority_of(ctx) == 1) return stand(state, ctx, false, out);
  state.role = Role::hopeful;
  state.by_order = false;
  state.votes = {};
  state.votes.add(ctx.self);
  ask_for_votes(state, ctx, false, out);
}

// Whatever has become of that leader since: its lease counts on it. A clock that was set back says
// nothing about how long ago it was.
bool hears_leader(const State& state, const Ctx& ctx) {
  if (state.role == Role::leader) return true;
  const Duration silence = ctx.now - state.leader_at;
  return silence >= Duration{} && silence < state.config.election_min;
}

bool may_vote_for(const State& state, NodeId candidate) {
  return state.durable.vote == kNobody || state.durable.vote == candidate;
}

// Changes nothing: it only says what a real request would get.
void answer_trial(const State& state, const Ctx& ctx, NodeId from, const VoteAsk& ask,
                  Outbox& out) {
  const Term term = state.durable.term;
  const bool open = ask.term > term || (ask.term == term && may_vote_for(state, from));
  const bool free = ask.handed_over || !hears_leader(state, ctx);
  const bool granted = open && free && is_up_to_date(state.durable.log, ask.last_term, ask.last);
  out.push_back(Send{from, VoteReply{term, ask.term, granted, true}});
}

}  // namespace

// Whatever was heard meanwhile counts from when it was heard, so that one timer serves many beats.
void wait_for_leader(State& state, Duration waited, Outbox& out) {
  state.rested = false;
  const Duration least = std::max(microseconds(1), state.config.election_min - waited);
  const Duration most = std::max(microseconds(1), state.config.election_max - waited);
  out.push_back(SetTimer{TimerKind::election, ++state.alarm, least, most});
}

void rest(State& state, const Ctx& ctx) {
  state.rested = true;
  state.rested_at = ctx.now;
}

void follow(State& state, Term term, Outbox& out) {
  if (term > state.durable.term) {
    state.durable.term = term;
    state.durable.vote = kNobody;
  }
  const bool led = state.role == Role::leader;
  state.role = Role::follower;
  state.by_order = false;
  state.leader = kNobody;
  if (!led) return;
  state.peers.clear();
  give_up_writes(state, out);
  refuse_reads_of_leader(state, out);
  wait_for_leader(state, {}, out);
}

void handle_election_timer(State& state, const Ctx& ctx, Outbox& out) {
  if (state.role == Role::leader) return;
  if (!state.rested) return begin_election(state, ctx, out);
  const Duration waited = ctx.now - state.rested_at;
  wait_for_leader(state, std::clamp(waited, Duration{}, state.config.election_max), out);
}

void handle_vote_ask(State& state, const Ctx& ctx, NodeId from, const VoteAsk& ask, Outbox& out) {
  if (ask.trial) return answer_trial(state, ctx, from, ask, out);
  const bool loyal = state.config.check_quorum && !ask.handed_over;
  if (loyal && hears_leader(state, ctx)) return;
  if (ask.term > state.durable.term) follow(state, ask.term, out);
  const bool granted = ask.term == state.durable.term && may_vote_for(state, from) &&
                       is_up_to_date(state.durable.log, ask.last_term, ask.last);
  if (granted) {
    state.durable.vote = from;
    rest(state, ctx);
  }
  out.push_back(Send{from, VoteReply{state.durable.term, ask.term, granted, false}});
}

void handle_vote_reply(State& state, const Ctx& ctx, NodeId from, const VoteReply& reply,
                       Outbox& out) {
  if (reply.term > state.durable.term) return follow(state, reply.term, out);
  const bool mine = reply.trial
                        ? state.role == Role::hopeful && reply.asked == state.durable.term + 1
                        : state.role == Role::candidate && reply.asked == state.durable.term;
  if (!mine || !reply.granted) return;
  state.votes.add(from);
  if (state.votes.count() < majority_of(ctx)) return;
  if (state.role == Role::hopeful) return stand(state, ctx, state.by_order, out);
  become_leader(state, ctx, out);
}

// Thesis §3.10: as if the election timer had gone off, but those who hear the leader may vote. With
// pre-vote this one goes on following until a majority has said that it would: a successor that
// does not reach one deposes nobody. (etcd does not ask, and such a successor disturbs.)
void handle_timeout_now(State& state, const Ctx& ctx, const TimeoutNow& order, Outbox& out) {
  const bool follows = state.role == Role::follower || state.role == Role::hopeful;
  if (order.term != state.durable.term || !follows) return;
  wait_for_leader(state, {}, out);
  if (!state.config.pre_vote || majority_of(ctx) == 1) return stand(state, ctx, true, out);
  if (!state.by_order) state.votes = {};
  state.role = Role::hopeful;
  state.by_order = true;
  state.votes.add(ctx.self);
  ask_for_votes(state, ctx, true, out);
}

}  // namespace caplab::raft
