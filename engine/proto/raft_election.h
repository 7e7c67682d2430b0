// Who leads: timers, votes and terms (§5.2), the question before an election (thesis §9.6), and
// followers that are loyal to a leader they still hear (thesis §4.2.3).
#pragma once
#include "engine/proto/raft.h"

namespace caplab::raft {

// Begins to wait for a leader; `waited` of the time is over already.
void wait_for_leader(State& state, Duration waited, Outbox& out);

// A leader was heard, or a vote given: the wait for a leader begins anew.
void rest(State& state, const Ctx& ctx);

// Follows in `term`, whoever leads it. A leader's waiting operations end.
void follow(State& state, Term term, Outbox& out);

void handle_election_timer(State& state, const Ctx& ctx, Outbox& out);
void handle_vote_ask(State& state, const Ctx& ctx, NodeId from, const VoteAsk& ask, Outbox& out);
void handle_vote_reply(State& state, const Ctx& ctx, NodeId from, const VoteReply& reply,
                       Outbox& out);
void handle_timeout_now(State& state, const Ctx& ctx, const TimeoutNow& order, Outbox& out);

}  // namespace caplab::raft
