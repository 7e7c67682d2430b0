#include "engine/proto/raft_leader.h"

#include <algorithm>
#include <array>
#include <functional>

#include "engine/base/ensure.h"
#include "engine/proto/raft_apply.h"
#include "engine/proto/raft_election.h"
#include "engine/proto/raft_handover.h"
#include "engine/proto/raft_log.h"
#include "engine/proto/raft_reads.h"
#include "engine/proto/raft_send.h"

namespace caplab::raft {
namespace {

// --- to the followers ---

template <typename Wants>
void send_to_those(State& state, const Ctx& ctx, Outbox& out, Wants wants) {
  for (std::size_t i = 0; i < state.peers.size(); ++i) {
    const auto peer = id_of<NodeId>(i);
    if (peer != ctx.self && wants(state.peers[i])) send_log(state, ctx, peer, out);
  }
}

void beat(State& state, const Ctx& ctx, Outbox& out) {
  send_to_those(state, ctx, out, [](const Peer&) { return true; });
  out.push_back(SetTimer{TimerKind::leader_beat, state.alarm, state.config.heartbeat,
                         state.config.heartbeat});
}

// --- the log ---

// Spanner §4.1.2: not before the end of TrueTime's interval. And after the entry before it, so that
// stamps rise along the log even when this clock is behind its predecessor's.
object::Stamp next_stamp(const State& state, const Ctx& ctx) {
  const LocalTime latest = ctx.now + state.config.clock_uncertainty;
  const LocalTime last = last_stamp(state.durable.log);
  if (last >= latest) return {last + microseconds(1), ctx.self};
  return {latest, ctx.self};
}

// Spanner §4.1.2, commit wait: nobody may see an entry before its stamp is surely past.
bool is_past(const State& state, const Ctx& ctx, const Entry& entry) {
  const Duration uncertainty = state.config.clock_uncertainty;
  return uncertainty.us == 0 || entry.stamp.time + uncertainty < ctx.now;
}

void wait_for_clock(State& state, const Ctx& ctx, const Entry& entry, Outbox& out) {
  if (state.waiting_for_clock) return;
  state.waiting_for_clock = true;
  const LocalTime past = entry.stamp.time + state.config.clock_uncertainty + microseconds(1);
  out.push_back(SetTimer{TimerKind::commit_wait, 0, past - ctx.now, past - ctx.now});
}

// The highest index that a majority holds, this replica included.
Index held_by_majority(const State& state, const Ctx& ctx) {
  std::array<Index, kNodesMax> held{};
  const std::size_t count = state.peers.size();
  for (std::size_t i = 0; i < count; ++i) held[i] = state.peers[i].match;
  held[index(ctx.self)] = last_index(state.durable.log);
  const auto nth = held.begin() + (majority_of(ctx) - 1);
  std::nth_element(held.begin(), nth, held.begin() + static_cast<std::ptrdiff_t>(count),
                   std::greater<>());
  return *nth;
}

// §5.4.2: only an entry of the leader's own term is committed by counting; those before it with it.
void advance_commit(State& state, const Ctx& ctx, Outbox& out) {
  const Log& log = state.durable.log;
  const Index held = held_by_majority(state, ctx);
  if (held <= state.durable.commit || term_at(log, held) != state.durable.term) return;
  Index past = held;
  while (past > state.durable.commit && !is_past(state, ctx, entry_at(log, past))) --past;
  if (past < held) wait_for_clock(state, ctx, entry_at(log, past + 1), out);
  if (past > state.durable.commit) commit_up_to(state, past, out);
}

// Returns whether it was accepted, where that is known already.
bool append(State& state, const Ctx& ctx, Entry entry, Outbox& out) {
  entry.term = state.durable.term;
  entry.stamp = next_stamp(state, ctx);
  state.durable.log.entries.push_back(entry);
  const bool accepted = show_appended(state, out);
  send_to_those(state, ctx, out, [](const Peer& peer) { return !peer.probing; });
  return accepted;
}

void lead(State& state, const Ctx& ctx, bool probing) {
  state.role = Role::leader;
  state.leader = ctx.self;
  ++state.alarm;
  const Index next = last_index(state.durable.log) + 1;
  state.peers.assign(static_cast<std::size_t>(ctx.replicas), Peer{next, 0, probing, {}});
  state.contacts = {};
  state.window = {};
  // A deposed leader's timer may still go off; it only looks again.
  state.waiting_for_clock = false;
  state.succession = {kNobody, state.config.election_max, false};
}

// --- what followers answer ---

// A refusal that an earlier one has made out of date says nothing.
void handle_refusal(State& state, const Ctx& ctx, NodeId from, const AppendReply& reply,
                    Outbox& out) {
  Peer& peer = state.peers[index(from)];
  if (reply.index <= peer.match) return;
  if (peer.probing && reply.index + 1 != peer.next) return;
  peer.next = std::max(peer.match + 1, std::min(reply.retry, reply.index));
  peer.probing = true;
  send_log(state, ctx, from, out);
}

void handle_match(State& state, const Ctx& ctx, NodeId from, const AppendReply& reply,
                  Outbox& out) {
  Peer& peer = state.peers[index(from)];
  peer.match = std::max(peer.match, reply.index);
  peer.next = std::max(peer.next, peer.match + 1);
  peer.probing = false;
  if (peer.next <= last_index(state.durable.log)) send_log(state, ctx, from, out);
  advance_commit(state, ctx, out);
}

// Thesis §6.2: an election timeout without a majority's answers, and others may have elected
// somebody. Beats are counted, so that a clock that is set does not depose anybody.
bool has_lost_quorum(State& state, const Ctx& ctx) {
  if (!state.config.check_quorum) return false;
  state.window = state.window + state.config.heartbeat;
  if (state.window < state.config.election_min) return false;
  const bool lost = state.contacts.count() + 1 < majority_of(ctx);
  state.contacts = {};
  state.window = {};
  return lost;
}

}  // namespace

void become_leader(State& state, const Ctx& ctx, Outbox& out) {
  lead(state, ctx, true);
  // §8: what earlier terms left is committed together with an empty entry of this one.
  append(state, ctx, Entry{}, out);
  state.term_start = last_index(state.durable.log);
  beat(state, ctx, out);
  advance_commit(state, ctx, out);
}

void begin_as_leader(State& state, const Ctx& ctx, Outbox& out) {
  lead(state, ctx, false);
  state.term_start = state.durable.commit;
  beat(state, ctx, out);
}

void write(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  const bool accepted = append(state, ctx, {0, ask.op, ask.key, ask.request, {}}, out);
  const bool unchecked =
      ask.level == Level::leader_unchecked && state.config.apply_at == ApplyAt::append;
  if (unchecked) {
    const object::Answer answer{accepted, copies_of(state)[index(ask.key)]};
    out.push_back(Send{ask.client, Reply{ask.op, Outcome::ok, answer}});
  } else {
    const RoundId id = state.next_id++;
    state.writes.push_back({id, last_index(state.durable.log), ask.op, ask.client});
    const Duration timeout = state.config.timeout;
    out.push_back(SetTimer{TimerKind::round_timeout, id, timeout, timeout});
  }
  advance_commit(state, ctx, out);
}

void begin_pulse(State& state, const Ctx& ctx, Outbox& out) {
  ++state.round;
  send_to_those(state, ctx, out, [](const Peer&) { return true; });
}

bool is_confirmed(const State& state, const Ctx& ctx, std::uint32_t round) {
  int confirmed = 1;
  for (std::size_t i = 0; i < state.peers.size(); ++i) {
    const bool answered = i != index(ctx.self) && state.peers[i].pulse.round >= round;
    confirmed += answered ? 1 : 0;
  }
  return confirmed >= majority_of(ctx);
}

LocalTime followed_at(const State& state, const Ctx& ctx) {
  std::array<LocalTime, kNodesMax> sent{};
  const std::size_t count = state.peers.size();
  for (std::size_t i = 0; i < count; ++i) sent[i] = state.peers[i].pulse.sent;
  sent[index(ctx.self)] = ctx.now;
  const auto nth = sent.begin() + (majority_of(ctx) - 1);
  std::nth_element(sent.begin(), nth, sent.begin() + static_cast<std::ptrdiff_t>(count),
                   std::greater<>());
  return *nth;
}

// A later leader was elected after a majority last followed this one, and begins with stamps after
// that; this leader's own next stamps are later still. So, as far as clocks are certain, only what
// is in this log already can have an earlier stamp. (Spanner §4.1.3.)
LocalTime safe_time(const State& state, const Ctx& ctx) {
  const Log& log = state.durable.log;
  const LocalTime followed = followed_at(state, ctx);
  if (followed == LocalTime{INT64_MIN}) return followed;
  const LocalTime certain = followed + microseconds(-state.config.clock_uncertainty.us);
  if (state.durable.commit == last_index(log)) return certain;
  const LocalTime next = entry_at(log, state.durable.commit + 1).stamp.time;
  return std::min(certain, next + microseconds(-1));
}

void handle_beat_timer(State& state, const Ctx& ctx, Outbox& out) {
  if (state.role != Role::leader) return;
  if (has_lost_quorum(state, ctx)) return follow(state, state.durable.term, out);
  beat(state, ctx, out);
  look_for_successor(state, ctx, out);
  finish_reads(state, ctx, out);
}

void handle_commit_wait(State& state, const Ctx& ctx, Outbox& out) {
  if (state.role != Role::leader) return;
  state.waiting_for_clock = false;
  advance_commit(state, ctx, out);
  go_on_handing_over(state, out);
  finish_reads(state, ctx, out);
}

void handle_append_reply(State& state, const Ctx& ctx, NodeId from, const AppendReply& reply,
                         Outbox& out) {
  if (reply.term > state.durable.term) return follow(state, reply.term, out);
  if (state.role != Role::leader || reply.term < state.durable.term) return;
  ENSURE(index(from) < state.peers.size());
  state.contacts.add(from);
  Pulse& pulse = state.peers[index(from)].pulse;
  pulse.round = std::max(pulse.round, reply.pulse.round);
  pulse.sent = std::max(pulse.sent, reply.pulse.sent);
  if (reply.accepted) {
    handle_match(state, ctx, from, reply, out);
  } else {
    handle_refusal(state, ctx, from, reply, out);
  }
  go_on_handing_over(state, out);
  finish_reads(state, ctx, out);
}

void give_up_writes(State& state, Outbox& out) {
  for (const Write& write : state.writes) {
    out.push_back(Send{write.client, Reply{write.op, Outcome::unknown, {}}});
  }
  state.writes.clear();
}

bool time_out_write(State& state, RoundId id, Outbox& out) {
  const auto write = std::find_if(state.writes.begin(), state.writes.end(),
                                  [&](const Write& w) { return w.id == id; });
  if (write == state.writes.end()) return false;
  out.push_back(Send{write->client, Reply{write->op, Outcome::unknown, {}}});
  state.writes.erase(write);
  return true;
}

}  // namespace caplab::raft
