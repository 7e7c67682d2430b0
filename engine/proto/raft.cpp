#include "engine/proto/raft.h"

#include "engine/proto/raft_apply.h"
#include "engine/proto/raft_election.h"
#include "engine/proto/raft_handover.h"
#include "engine/proto/raft_leader.h"
#include "engine/proto/raft_reads.h"
#include "engine/proto/raft_replica.h"

namespace caplab::raft {
namespace {

// Timers are set only by what a replica is told, so the first thing it is told wakes it.
void wake(State& state, const Ctx& ctx, Outbox& out) {
  state.awake = true;
  // It may have followed a leader until just before it stopped.
  if (state.rejoining) state.leader_at = ctx.now;
  if (state.leader == ctx.self) return begin_as_leader(state, ctx, out);
  wait_for_leader(state, {}, out);
}

// A client's request goes on to the leader once; a replica that gets it so and does not lead
// refuses, lest it go round and round.
void pass_to_leader(const State& state, NodeId from, const Ask& ask, Outbox& out) {
  const bool goes_on = state.leader != kNobody && from == ask.client;
  if (goes_on) {
    out.push_back(Send{state.leader, ask});
  } else {
    refuse(ask, out);
  }
}

// Writes at a level that is for reads only are committed by a majority.
void handle_ask(State& state, const Ctx& ctx, NodeId from, const Ask& ask, Outbox& out) {
  if (is_own_read(ask)) return read_here(state, ctx, ask, out);
  if (state.role != Role::leader) return pass_to_leader(state, from, ask, out);
  if (object::is_read(ask.request.verb)) return read_as_leader(state, ctx, ask, out);
  if (hands_over(state)) return refuse(ask, out);
  write(state, ctx, ask, out);
}

void receive(State& state, const Ctx& ctx, NodeId from, const Message& message, Outbox& out) {
  std::visit(
      overload{
          [&](const Ask& ask) { handle_ask(state, ctx, from, ask, out); },
          [&](const Beat& beat) { handle_beat(state, ctx, from, beat, out); },
          [&](const Append& append) { handle_append(state, ctx, from, append, out); },
          [&](const BeatReply& reply) { handle_append_reply(state, ctx, from, reply.answer, out); },
          [&](const AppendReply& reply) { handle_append_reply(state, ctx, from, reply, out); },
          [&](const VoteAsk& ask) { handle_vote_ask(state, ctx, from, ask, out); },
          [&](const VoteReply& reply) { handle_vote_reply(state, ctx, from, reply, out); },
          [&](const Snapshot& snapshot) { handle_snapshot(state, ctx, from, snapshot, out); },
          [&](const TimeoutNow& order) { handle_timeout_now(state, ctx, order, out); },
          [&](const SyncAsk& ask) { handle_sync_ask(state, ctx, from, ask, out); },
          [&](const SyncReply& reply) { handle_sync_reply(state, ctx, reply, out); },
          [](const auto&) {},
      },
      message);
}

void fire(State& state, const Ctx& ctx, const TimerFired& timer, Outbox& out) {
  const bool current = timer.tag == state.alarm;
  if (timer.kind == TimerKind::election && current) handle_election_timer(state, ctx, out);
  if (timer.kind == TimerKind::leader_beat && current) handle_beat_timer(state, ctx, out);
  if (timer.kind == TimerKind::commit_wait) handle_commit_wait(state, ctx, out);
  if (timer.kind != TimerKind::round_timeout) return;
  if (!time_out_write(state, timer.tag, out)) time_out_read(state, timer.tag, out);
}

}  // namespace

const std::vector<object::Version>& copies_of(const State& state) {
  return state.config.apply_at == ApplyAt::append ? state.copies : state.durable.versions;
}

std::vector<Level> levels_of(const Config& config) {
  if (!config.check_quorum) {
    return {Level::follower, Level::leader_unchecked, Level::majority, Level::fresh, Level::leader};
  }
  return {Level::follower, Level::leader_unchecked, Level::majority, Level::fresh, Level::lease,
          Level::leader};
}

// A first leader has all votes of the first term, and that term's empty entry is everywhere.
State initial_state(const Config& config, int keys, const object::Content& content) {
  State state;
  state.config = config;
  state.durable.versions.assign(static_cast<std::size_t>(keys),
                                object::Version{{}, kNoOp, content});
  if (config.apply_at == ApplyAt::append) state.copies = state.durable.versions;
  if (config.first_leader == kNobody) return state;
  state.durable.term = 1;
  state.durable.vote = config.first_leader;
  state.durable.log.start = 1;
  state.durable.log.start_term = 1;
  state.durable.commit = 1;
  state.leader = config.first_leader;
  return state;
}

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out) {
  if (!state.awake) wake(state, ctx, out);
  std::visit(overload{
                 [&](const Receive& received) {
                   receive(state, ctx, received.from, received.message, out);
                 },
                 [&](const TimerFired& timer) { fire(state, ctx, timer, out); },
                 [](const Invoke&) {},
                 [](const Heartbeat&) {},
             },
             input);
}

State restarted(const State& state) {
  State again;
  again.config = state.config;
  again.durable = state.durable;
  again.rejoining = true;
  Outbox nothing;
  roll_back(again, nothing);
  return again;
}

}  // namespace caplab::raft
