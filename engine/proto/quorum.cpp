#include "engine/proto/quorum.h"

#include <algorithm>

#include "engine/base/ensure.h"
#include "engine/proto/quorum_level.h"
#include "engine/proto/quorum_replica.h"
#include "engine/proto/quorum_ring.h"
#include "engine/proto/quorum_round.h"
#include "engine/proto/quorum_serial.h"
#include "engine/proto/quorum_siblings.h"
#include "engine/proto/quorum_spread.h"
#include "engine/proto/quorum_sync.h"

namespace caplab::quorum {
namespace {

// A blind write needs no read: a register's new value, or one more entry or record, as it would be
// on an empty object.
object::Version blind_version(State& state, const Ctx& ctx, const Ask& ask) {
  const object::Stamp stamp = next_stamp(state, ctx);
  object::Effect effect = object::apply(state.blank, ask.request, stamp, ask.op);
  return made_version(state, ctx, ask, stamp, ask.context, std::move(effect.next));
}

// What is to be read cannot be answered by a hint.
bool can_start(const State& state, const Ctx& ctx, Round& round) {
  if (object::is_blind(round.ask.request.verb, ctx.conflict)) return can_write(state, ctx, round);
  return round.ask.level != Level::any && reaches_level(ctx, round, pick_team(state, ctx, round));
}

void begin(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  Round fresh;
  fresh.ask = ask;
  fresh.homes = homes_of(state.config, ctx.replicas, ask.key);
  fresh.count =
      object::is_blind(ask.request.verb) ? state.config.write_count : state.config.read_count;
  if (must_pass_on(state, ctx, fresh)) return pass_on(ctx, fresh, out);
  if (!can_start(state, ctx, fresh)) return finish(ctx, fresh, Outcome::fail, out);
  fresh.id = state.next_round++;
  state.rounds.push_back(std::move(fresh));
  Round& round = state.rounds.back();
  out.push_back(
      SetTimer{TimerKind::round_timeout, round.id, state.config.timeout, state.config.timeout});
  if (ask.level == Level::serial) return start_prepare(state, ctx, round, out);
  if (object::is_blind(ask.request.verb, ctx.conflict)) {
    return start_write(state, ctx, round, blind_version(state, ctx, ask), out);
  }
  start_read(state, ctx, round, out);
}

void handle_confirmation(State& state, const Ctx& ctx, NodeId from, RoundId turn, Outbox& out) {
  drop_hint(state, from, turn);
  Round* round = round_with_turn(state, turn);
  if (round == nullptr) return;
  switch (round->phase) {
    case Phase::repair: return handle_repaired(state, ctx, *round, from, out);
    case Phase::write: return handle_written(ctx, *round, from, out);
    case Phase::commit: return handle_committed(state, ctx, *round, from, out);
    case Phase::read:
    case Phase::prepare:
    case Phase::propose:
    case Phase::backoff: return;
  }
}

// Only what cannot take effect any more is refused; the rest is unknown.
Outcome outcome_at_timeout(const Round& round) {
  switch (round.phase) {
    case Phase::read:
    case Phase::repair: return Outcome::fail;
    case Phase::write: return Outcome::unknown;
    case Phase::prepare:
    case Phase::propose:
    case Phase::commit:
    case Phase::backoff: return round.serial.proposed ? Outcome::unknown : Outcome::fail;
  }
  ENSURE(false);
}

void time_out(State& state, const Ctx& ctx, RoundId id, Outbox& out) {
  Round* round = round_with_id(state, id);
  if (round == nullptr) return;
  if (!round->answered) {
    round->answer = {};
    finish(ctx, *round, outcome_at_timeout(*round), out);
  }
  if (round->phase == Phase::read) mend_stale(state, ctx, *round, out);
  if (round->phase == Phase::write || round->phase == Phase::commit) {
    hint_unconfirmed(state, ctx, *round);
  }
  std::erase_if(state.rounds, [&](const Round& r) { return r.id == id; });
}

void try_again(State& state, const Ctx& ctx, RoundId id, Outbox& out) {
  Round* round = round_with_id(state, id);
  const bool waits = round != nullptr && !round->answered && round->phase == Phase::backoff;
  if (waits) start_prepare(state, ctx, *round, out);
}

// What an answered round may still do: mend replicas with what its read brings, spare hints for the
// writes that it hears confirmed. Nothing comes of the rest.
bool is_done(const Round& round) {
  if (!round.answered) return false;
  switch (round.phase) {
    case Phase::read:
    case Phase::propose: return round.replied == round.asked;
    case Phase::write:
    case Phase::commit: return round.holding == round.asked;
    case Phase::repair:   // what was to be mended has been sent
    case Phase::prepare:  // late promises are not looked at
    case Phase::backoff: return true;
  }
  ENSURE(false);
}

void receive(State& state, const Ctx& ctx, const Receive& received, Outbox& out) {
  const NodeId from = received.from;
  std::visit(
      overload{
          [&](const Ask& ask) { begin(state, ctx, ask, out); },
          [&](const ReadAsk& ask) {
            out.push_back(Send{from, ReadReply{ask.round, shown_at(state, ctx, ask.key)}});
          },
          [&](const ReadReply& reply) { handle_read_reply(state, ctx, from, reply, out); },
          [&](const WriteAsk& ask) {
            store(state, ctx, ask.key, ask.version, out);
            if (ask.round != kNoRound) out.push_back(Send{from, WriteReply{ask.round}});
          },
          [&](const HintAsk& ask) {
            const bool kept = keep_hint(state, ctx, ask.home, ask.key, ask.version);
            if (kept && ask.round != kNoRound) out.push_back(Send{from, WriteReply{ask.round}});
          },
          [&](const Digest& digest) { handle_digest(state, from, digest, out); },
          [&](const SyncCopy& copy) { handle_sync_copy(state, ctx, from, copy, out); },
          [&](const Commit& commit) {
            store(state, ctx, commit.key, commit.version, out);
            out.push_back(Send{from, WriteReply{commit.round}});
          },
          [&](const WriteReply& reply) { handle_confirmation(state, ctx, from, reply.round, out); },
          [&](const Prepare& prepare) {
            out.push_back(Send{from, promise(state, prepare)});
          },
          [&](const Promise& promise) { handle_promise(state, ctx, from, promise, out); },
          [&](const Propose& propose) {
            out.push_back(Send{from, accept(state, propose)});
          },
          [&](const ProposeReply& reply) { handle_propose_reply(state, ctx, from, reply, out); },
          [](const auto&) {},  // what other protocols say does not come here
      },
      received.message);
}

void handle_timer(State& state, const Ctx& ctx, const TimerFired& timer, Outbox& out) {
  if (timer.kind == TimerKind::round_timeout) time_out(state, ctx, timer.tag, out);
  if (timer.kind == TimerKind::backoff) try_again(state, ctx, timer.tag, out);
  if (timer.kind == TimerKind::anti_entropy) start_sync(state, ctx, out);
}

void look_after(State& state, const Ctx& ctx, Outbox& out) {
  send_hints(state, ctx, out);
  plan_sync(state, out);
}

}  // namespace

State initial_state(const Config& config, int keys, const object::Content& content) {
  State state;
  state.config = config;
  state.blank = object::emptied(content);
  const auto count = static_cast<std::size_t>(keys);
  state.durable.versions.assign(count, object::Version{{}, kNoOp, content});
  state.durable.acceptors.assign(count, Acceptor{});
  return state;
}

State initial_client_state(const Config& config, Duration patience,
                           const object::Content& content) {
  State state;
  state.config = config;
  state.config.timeout = std::min(config.timeout, patience);
  state.blank = object::emptied(content);
  return state;
}

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out) {
  std::visit(overload{
                 [&](const Receive& received) { receive(state, ctx, received, out); },
                 [&](const TimerFired& timer) { handle_timer(state, ctx, timer, out); },
                 [&](const Heartbeat&) { look_after(state, ctx, out); },
                 [&](const Invoke& invoke) { begin(state, ctx, invoke.ask, out); },
             },
             input);
  std::erase_if(state.rounds, is_done);
}

State restarted(const State& state) {
  State again;
  again.config = state.config;
  again.blank = state.blank;
  again.durable = state.durable;
  // Old answers still on their way must not be taken for answers to new questions.
  again.next_round = state.next_round;
  again.last_stamp = state.last_stamp;
  return again;
}

}  // namespace caplab::quorum
