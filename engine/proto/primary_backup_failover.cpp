#include "engine/proto/primary_backup_failover.h"

#include <algorithm>
#include <functional>

#include "engine/base/ensure.h"
#include "engine/proto/primary_backup_copies.h"
#include "engine/proto/primary_backup_writes.h"

namespace caplab::primary_backup {
namespace {

int majority_of(const Ctx& ctx) { return ctx.replicas / 2 + 1; }

// The latest epoch that is known, begun or promised.
Epoch latest(const State& state) { return std::max(state.durable.epoch, state.durable.promised); }

template <typename OneMessage>
void tell_others(const State& state, const Ctx& ctx, const OneMessage& message, Outbox& out) {
  const NodeSet replicas = others(state, ctx);
  for (int i = 0; i < ctx.replicas; ++i) {
    const auto replica = id_of<NodeId>(static_cast<std::size_t>(i));
    if (replicas.has(replica)) out.push_back(Send{replica, message});
  }
}

// --- the primary ---

// A majority has answered the beat with this number, or a later one.
std::uint32_t vouched_by_majority(const Following& following, const Ctx& ctx) {
  std::vector<std::uint32_t> answered = following.answered;
  std::sort(answered.begin(), answered.end(), std::greater<>());
  return answered[static_cast<std::size_t>(majority_of(ctx) - 1)];
}

void count_answer(State& state, const Ctx& ctx, NodeId from, std::uint32_t number) {
  Following& following = state.following;
  following.answered.resize(static_cast<std::size_t>(ctx.replicas));
  ENSURE(index(from) < following.answered.size());
  std::uint32_t& last = following.answered[index(from)];
  last = std::max(last, number);
  following.vouched = std::max(following.vouched, vouched_by_majority(following, ctx));
}

void send_beats(State& state, const Ctx& ctx, Outbox& out) {
  const std::uint32_t number = ++state.following.beat;
  tell_others(state, ctx, Beat{state.durable.epoch, number}, out);
  if (state.config.minority_stops) {
    const Duration wait = state.config.stops_after;
    out.push_back(SetTimer{TimerKind::stop_serving, number, wait, wait});
  }
  count_answer(state, ctx, ctx.self, number);
}

// Nobody has vouched for this primary yet.
void begin_unvouched(Following& following) {
  following.answered.clear();
  following.vouched = 0;
  following.expired = following.beat;
}

void step_down(State& state, Outbox& out) {
  give_up_rounds(state, out);
  show_everything(state);
  state.fallen_back = false;
  state.watch = {false, false, state.watch.timer + 1};
}

// --- a backup ---

void watch(State& state, Outbox& out) {
  state.watch = {true, false, state.watch.timer + 1};
  const Duration wait = state.config.failover_after;
  out.push_back(SetTimer{TimerKind::primary_silent, state.watch.timer, wait, wait});
}

// Backups try at different times, so that one of them is first.
void try_within(State& state, Duration min, Duration max, Outbox& out) {
  out.push_back(SetTimer{TimerKind::takeover, state.watch.timer, min, max});
}

std::vector<HeldVersion> held_by(const State& state) {
  std::vector<HeldVersion> held;
  for (std::size_t key = 0; key < state.durable.versions.size(); ++key) {
    held.push_back({state.durable.epochs[key], state.durable.versions[key]});
  }
  return held;
}

bool is_newer(const HeldVersion& a, const HeldVersion& b) {
  return a.epoch == b.epoch ? a.version.stamp > b.version.stamp : a.epoch > b.epoch;
}

void take_over(State& state, const Ctx& ctx, Epoch epoch, Outbox& out) {
  Durable& durable = state.durable;
  if (state.config.elects == Elects::newest) {
    for (std::size_t key = 0; key < state.candidacy.newest.size(); ++key) {
      const HeldVersion& held = state.candidacy.newest[key];
      store(state, id_of<Key>(key), held.epoch, held.version, out);
    }
  }
  durable.epoch = epoch;
  durable.promised = epoch;
  durable.epochs.assign(durable.versions.size(), epoch);
  state.confirmed.assign(durable.versions.size(), NodeSet{});
  state.candidacy = {};
  state.arrived.clear();
  state.watch = {false, false, state.watch.timer + 1};
  begin_unvouched(state.following);
  send_beats(state, ctx, out);
  resend(state, ctx, out);
}

void ask_for_votes(State& state, const Ctx& ctx, Outbox& out) {
  Candidacy& candidacy = state.candidacy;
  const std::uint32_t number = std::max(latest(state).number, candidacy.outbid) + 1;
  const Epoch epoch{number, ctx.self};
  if (epoch != candidacy.epoch) candidacy = {epoch, {}, {}, candidacy.outbid};
  candidacy.votes.add(ctx.self);
  tell_others(state, ctx, TakeoverAsk{epoch}, out);
}

// Its own promise a candidate gives only now: until then the primary may come back. It may also
// have given its vote of this number to another meanwhile.
void take_over_if_elected(State& state, const Ctx& ctx, Outbox& out) {
  const Epoch epoch = state.candidacy.epoch;
  const bool elected = state.candidacy.votes.count() >= majority_of(ctx);
  if (elected && epoch.number > latest(state).number) take_over(state, ctx, epoch, out);
}

void gather(Candidacy& candidacy, const std::vector<HeldVersion>& held) {
  if (candidacy.newest.empty()) candidacy.newest = held;
  for (std::size_t key = 0; key < held.size(); ++key) {
    if (is_newer(held[key], candidacy.newest[key])) candidacy.newest[key] = held[key];
  }
}

}  // namespace

bool has_stopped(const State& state) {
  return state.config.minority_stops && state.following.vouched <= state.following.expired;
}

void look_after_primary(State& state, const Ctx& ctx, Outbox& out) {
  const bool beats = has_epochs(state) || state.config.minority_stops;
  if (is_primary(state, ctx)) {
    if (beats) send_beats(state, ctx, out);
    return resend(state, ctx, out);
  }
  if (fails_over(state.config) && !state.watch.running) watch(state, out);
}

bool follow(State& state, const Ctx& ctx, NodeId from, Epoch epoch, Outbox& out) {
  if (epoch < latest(state)) {
    out.push_back(Send{from, EpochNotice{latest(state)}});
    return false;
  }
  if (epoch == state.durable.epoch) return true;
  if (state.durable.epoch.primary == ctx.self) step_down(state, out);
  state.durable.epoch = epoch;
  state.durable.promised = epoch;
  return true;
}

void handle_notice(State& state, const Ctx& ctx, const EpochNotice& notice, Outbox& out) {
  if (!is_primary(state, ctx) || notice.epoch <= latest(state)) return;
  step_down(state, out);
  state.durable.promised = notice.epoch;
}

// Whoever answers a beat takes back the vote that it gave itself: else a candidate whose votes are
// still on their way would take over from a primary that it has just vouched for.
void handle_beat(State& state, const Ctx& ctx, NodeId from, const Beat& beat, Outbox& out) {
  if (!follow(state, ctx, from, beat.epoch, out)) return;
  state.candidacy = {};
  if (fails_over(state.config)) watch(state, out);
  out.push_back(Send{from, BeatReply{beat.epoch, beat.number}});
}

void handle_beat_reply(State& state, const Ctx& ctx, NodeId from, const BeatReply& reply) {
  const bool mine = is_primary(state, ctx) && reply.epoch == state.durable.epoch;
  if (mine) count_answer(state, ctx, from, reply.number);
}

void handle_silence(State& state, const Ctx& ctx, std::uint32_t timer, Outbox& out) {
  if (timer != state.watch.timer || is_primary(state, ctx)) return;
  state.watch.silent = true;
  try_within(state, Duration{}, state.config.failover_after / 2, out);
}

void handle_takeover_timer(State& state, const Ctx& ctx, std::uint32_t timer, Outbox& out) {
  if (timer != state.watch.timer || !state.watch.silent) return;
  if (state.config.elected_by == ElectedBy::first) {
    return take_over(state, ctx, {latest(state).number + 1, ctx.self}, out);
  }
  ask_for_votes(state, ctx, out);
  try_within(state, state.config.failover_after / 2, state.config.failover_after, out);
  take_over_if_elected(state, ctx, out);
}

bool promote(State& state, const Ctx& ctx, Outbox& out) {
  const Config& config = state.config;
  if (config.mode == Mode::single_copy || is_primary(state, ctx)) return false;
  if (fails_over(config)) {
    if (!state.watch.silent) return false;
    ++state.watch.timer;  // instead of when it had planned to
    handle_takeover_timer(state, ctx, state.watch.timer, out);
    return true;
  }
  if (config.shared_log) return false;
  state.candidacy = {};
  take_over(state, ctx, {latest(state).number + 1, ctx.self}, out);
  return true;
}

void handle_takeover_ask(State& state, const Ctx& ctx, NodeId from, const TakeoverAsk& ask,
                         Outbox& out) {
  const bool willing = is_primary(state, ctx) ? has_stopped(state) : state.watch.silent;
  const bool again = ask.epoch == state.durable.promised;
  if (!again && (!willing || ask.epoch.number <= latest(state).number)) {
    out.push_back(Send{from, TakeoverReply{latest(state), false, {}}});
    return;
  }
  if (is_primary(state, ctx)) step_down(state, out);
  state.durable.promised = ask.epoch;
  ++state.watch.timer;  // what it had planned itself waits for how this ends
  if (state.watch.running) {
    try_within(state, state.config.failover_after / 2, state.config.failover_after, out);
  }
  out.push_back(Send{from, TakeoverReply{ask.epoch, true, held_by(state)}});
}

void handle_takeover_reply(State& state, const Ctx& ctx, NodeId from, const TakeoverReply& reply,
                           Outbox& out) {
  Candidacy& candidacy = state.candidacy;
  if (!reply.granted) candidacy.outbid = std::max(candidacy.outbid, reply.epoch.number);
  if (!reply.granted || reply.epoch != candidacy.epoch) return;
  candidacy.votes.add(from);
  gather(candidacy, reply.held);
  take_over_if_elected(state, ctx, out);
}

}  // namespace caplab::primary_backup
