#include "engine/proto/primary_backup_writes.h"

#include <algorithm>

#include "engine/proto/primary_backup_copies.h"

namespace caplab::primary_backup {
namespace {

// Stamps order the writes of one epoch, so they must grow even when the primary's clock does not. A
// later epoch's writes come later by the epoch; their stamps are also later than all that its
// primary took over, which the clock of a primary that lags behind the former one's may not be.
object::Stamp next_stamp(const Ctx& ctx, const object::Version& current) {
  const LocalTime time = std::max(ctx.now, current.stamp.time + microseconds(1));
  return {time, ctx.self};
}

Round* newest_round(State& state, Key key) {
  const auto found = std::find_if(state.rounds.rbegin(), state.rounds.rend(),
                                  [&](const Round& round) { return round.key == key; });
  return found == state.rounds.rend() ? nullptr : &*found;
}

void start_round(State& state, Key key, Round::Waiting waiting, Outbox& out) {
  const RoundId id = state.next_round++;
  state.rounds.push_back({id, key, {}, {std::move(waiting)}, false});
  const bool falls_back = state.config.mode == Mode::semi_synchronous;
  const Duration wait = falls_back ? state.config.fallback_after : state.config.timeout;
  out.push_back(SetTimer{TimerKind::round_timeout, id, wait, wait});
}

void send_copy(State& state, NodeId to, Key key, RoundId round, Outbox& out) {
  if (has_epochs(state)) {
    out.push_back(Send{to, EpochWrite{state.durable.epoch, round, key, version_at(state, key)}});
  } else {
    out.push_back(Send{to, WriteAsk{round, key, version_at(state, key)}});
  }
}

void copy_to_backups(State& state, const Ctx& ctx, Key key, RoundId round, Outbox& out) {
  const NodeSet backups = others(state, ctx);
  for (int i = 0; i < ctx.replicas; ++i) {
    const auto backup = id_of<NodeId>(static_cast<std::size_t>(i));
    if (backups.has(backup)) send_copy(state, backup, key, round, out);
  }
}

// With too few of them nothing is begun that could not be confirmed. Only a semi-synchronous
// primary begins all the same: MySQL 8.0 Reference Manual §17.4.10.1,
// rpl_semi_sync_source_wait_no_replica.
bool enough_backups_live(const State& state, const Ctx& ctx) {
  if (state.config.mode == Mode::semi_synchronous) return true;
  const NodeSet live{others(state, ctx).bits & ctx.alive.bits};
  return live.count() >= backups_needed(state, ctx);
}

// What was read must not be taken back: a value is shown only when enough backups have it. A
// primary that took over, or comes back where others may take over, does not know who has what.
void answer_when_confirmed(State& state, const Ctx& ctx, const Ask& ask, Reply reply, Outbox& out) {
  Round* round = newest_round(state, ask.key);
  if (round != nullptr) {
    if (round->overdue) return refuse(ask, out);
    round->waiting.push_back({ask.client, false, std::move(reply)});
    return;
  }
  const bool confirmed = state.confirmed[index(ask.key)].count() >= backups_needed(state, ctx);
  if (confirmed || !has_epochs(state)) return answer(ask.client, std::move(reply), out);
  if (!enough_backups_live(state, ctx)) return refuse(ask, out);
  const RoundId id = state.next_round;
  start_round(state, ask.key, {ask.client, false, std::move(reply)}, out);
  copy_to_backups(state, ctx, ask.key, id, out);
}

void write(State& state, const Ctx& ctx, const Ask& ask, const object::Effect& effect,
           Outbox& out) {
  if (!enough_backups_live(state, ctx)) return refuse(ask, out);
  const object::Stamp stamp = next_stamp(ctx, version_at(state, ask.key));
  store(state, ask.key, state.durable.epoch, {stamp, ask.op, effect.next}, out);
  state.confirmed[index(ask.key)] = {};
  Reply reply{ask.op, Outcome::ok, {true, version_at(state, ask.key)}};
  const bool waits = backups_needed(state, ctx) > 0;
  const RoundId round = waits ? state.next_round : kNoRound;
  if (waits) {
    start_round(state, ask.key, {ask.client, true, std::move(reply)}, out);
  } else {
    answer(ask.client, std::move(reply), out);
  }
  copy_to_backups(state, ctx, ask.key, round, out);
}

void release(Round& round, Outbox& out) {
  for (Round::Waiting& waiting : round.waiting) {
    answer(waiting.client, std::move(waiting.reply), out);
  }
  round.waiting.clear();
}

// The write is on the primary's disk and may be on some backups: nobody knows yet. It stays there,
// as in PostgreSQL, which warns of a cancelled wait that the transaction is committed locally (16
// documentation §27.2.8). PostgreSQL shows it from then on; here a read of it is refused until the
// backups have it, because what was read must not be taken back.
void give_up(Round& round, Outbox& out) {
  for (const Round::Waiting& waiting : round.waiting) {
    const Outcome outcome = waiting.is_write ? Outcome::unknown : Outcome::fail;
    answer(waiting.client, {waiting.reply.op, outcome, {}}, out);
  }
  round.waiting.clear();
  round.overdue = true;
}

void fall_back(State& state, Outbox& out) {
  state.fallen_back = true;
  for (Round& round : state.rounds) release(round, out);
  state.rounds.clear();
}

// Back to waiting, once enough backups have all that was written meanwhile.
void end_fall_back(State& state, const Ctx& ctx) {
  if (!state.fallen_back) return;
  state.fallen_back = false;
  const int needed = backups_needed(state, ctx);
  state.fallen_back = std::any_of(state.confirmed.begin(), state.confirmed.end(),
                                  [&](const NodeSet& holders) { return holders.count() < needed; });
}

}  // namespace

int backups_needed(const State& state, const Ctx& ctx) {
  const int backups = others(state, ctx).count();
  if (state.config.shared_log) return (backups + 1) / 2;
  switch (state.config.mode) {
    case Mode::single_copy:
    case Mode::asynchronous: return 0;
    case Mode::synchronous: return backups;
    case Mode::semi_synchronous:
      return state.fallen_back ? 0 : std::min(state.config.acks, backups);
  }
  return 0;
}

void decide(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  const object::Version& current = version_at(state, ask.key);
  const object::Effect effect =
      object::apply(current.content, ask.request, next_stamp(ctx, current), ask.op);
  if (effect.changed) return write(state, ctx, ask, effect, out);
  answer_when_confirmed(state, ctx, ask, {ask.op, Outcome::ok, {effect.accepted, current}}, out);
}

// A later version of a key replaces an earlier one, so it confirms the earlier ones too.
void handle_confirmation(State& state, const Ctx& ctx, NodeId from, const CopyReply& reply,
                         Outbox& out) {
  if (reply.stamp == version_at(state, reply.key).stamp) {
    state.confirmed[index(reply.key)].add(from);
  }
  const int needed = backups_needed(state, ctx);
  const auto is_complete = [&](const Round& round) { return round.holding.count() >= needed; };
  for (Round& round : state.rounds) {
    if (round.key == reply.key && round.id <= reply.round) round.holding.add(from);
    if (is_complete(round)) release(round, out);
  }
  std::erase_if(state.rounds, is_complete);
  end_fall_back(state, ctx);
}

void handle_timeout(State& state, RoundId id, Outbox& out) {
  const auto round = std::find_if(state.rounds.begin(), state.rounds.end(),
                                  [&](const Round& r) { return r.id == id; });
  if (round == state.rounds.end()) return;
  if (state.config.mode == Mode::semi_synchronous) return fall_back(state, out);
  give_up(*round, out);
}

void resend(State& state, const Ctx& ctx, Outbox& out) {
  const NodeSet backups{others(state, ctx).bits & ctx.alive.bits};
  for (std::size_t key = 0; key < state.durable.versions.size(); ++key) {
    for (int i = 0; i < ctx.replicas; ++i) {
      const auto backup = id_of<NodeId>(static_cast<std::size_t>(i));
      if (!backups.has(backup) || state.confirmed[key].has(backup)) continue;
      const Round* round = newest_round(state, id_of<Key>(key));
      const RoundId id = round == nullptr ? kNoRound : round->id;
      send_copy(state, backup, id_of<Key>(key), id, out);
    }
  }
}

void give_up_rounds(State& state, Outbox& out) {
  for (Round& round : state.rounds) give_up(round, out);
  state.rounds.clear();
}

}  // namespace caplab::primary_backup
