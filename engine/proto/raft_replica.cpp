#include "engine/proto/raft_replica.h"

#include <algorithm>

#include "engine/proto/raft_apply.h"
#include "engine/proto/raft_election.h"
#include "engine/proto/raft_log.h"
#include "engine/proto/raft_reads.h"

namespace caplab::raft {
namespace {

// Returns whether it is the leader of the present term, or of a new one; then it is followed.
bool accept_leader(State& state, const Ctx& ctx, NodeId from, Term term, Outbox& out) {
  if (term < state.durable.term) return false;
  const bool follows = state.role == Role::follower || state.by_order;
  const bool news = term > state.durable.term || !follows;
  if (news) follow(state, term, out);
  state.leader = from;
  state.leader_at = ctx.now;
  rest(state, ctx);
  return true;
}

// §5.3: entries follow only on what is equal. What is committed here is equal at every leader
// (§5.4), so it needs no look.
bool fits(const State& state, const Beat& head) {
  const Log& log = state.durable.log;
  if (head.previous <= state.durable.commit) return true;
  return head.previous <= last_index(log) && term_at(log, head.previous) == head.previous_term;
}

// End of §5.3: a whole term is skipped at once.
Index where_to_retry(const State& state, Index previous) {
  const Log& log = state.durable.log;
  if (previous > last_index(log)) return last_index(log) + 1;
  return std::max(first_of_term(log, previous), state.durable.commit + 1);
}

// §5.3: an entry that conflicts with the leader's is removed, with all that follow it.
void take_over(State& state, Index previous, std::span<const Entry> entries, Outbox& out) {
  Log& log = state.durable.log;
  bool rolls_back = false;
  Index at = previous;
  for (const Entry& entry : entries) {
    ++at;
    if (at <= state.durable.commit) continue;
    if (at <= last_index(log)) {
      if (term_at(log, at) == entry.term) continue;
      cut_after(log, at - 1);
      rolls_back = true;
    }
    log.entries.push_back(entry);
    if (!rolls_back) show_appended(state, out);
  }
  if (rolls_back) roll_back(state, out);
}

// Only up to `matched` is this log known to be the leader's.
void learn_commit(State& state, const Beat& head, Index matched, Outbox& out) {
  const Index commit = std::min(head.commit, matched);
  if (commit > state.durable.commit) commit_up_to(state, commit, out);
  if (matched >= head.commit) state.safe = std::max(state.safe, head.safe);
}

AppendReply receive(State& state, const Ctx& ctx, NodeId from, const Beat& head,
                    std::span<const Entry> entries, Outbox& out) {
  AppendReply reply;
  reply.pulse = head.pulse;
  const bool leads = accept_leader(state, ctx, from, head.term, out);
  reply.term = state.durable.term;
  if (!leads) return reply;
  reply.accepted = fits(state, head);
  reply.index = head.previous;
  if (!reply.accepted) {
    reply.retry = where_to_retry(state, head.previous);
    return reply;
  }
  take_over(state, head.previous, entries, out);
  reply.index = head.previous + static_cast<Index>(entries.size());
  learn_commit(state, head, reply.index, out);
  finish_reads(state, ctx, out);
  return reply;
}

}  // namespace

void handle_beat(State& state, const Ctx& ctx, NodeId from, const Beat& beat, Outbox& out) {
  const AppendReply reply = receive(state, ctx, from, beat, {}, out);
  out.push_back(Send{from, BeatReply{reply}});
}

void handle_append(State& state, const Ctx& ctx, NodeId from, const Append& append, Outbox& out) {
  const AppendReply reply = receive(state, ctx, from, append.head, append.entries, out);
  out.push_back(Send{from, reply});
}

// What is older than what is applied here says nothing new.
void handle_snapshot(State& state, const Ctx& ctx, NodeId from, const Snapshot& snapshot,
                     Outbox& out) {
  AppendReply reply;
  reply.pulse = snapshot.pulse;
  if (accept_leader(state, ctx, from, snapshot.term, out)) {
    if (snapshot.last > state.durable.commit) install(state, snapshot, out);
    reply.accepted = true;
    reply.index = snapshot.last;
    finish_reads(state, ctx, out);
  }
  reply.term = state.durable.term;
  out.push_back(Send{from, reply});
}

}  // namespace caplab::raft
