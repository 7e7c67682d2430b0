#include "engine/proto/quorum.h"

#include <algorithm>

#include "engine/base/ensure.h"
#include "engine/proto/quorum_replica.h"
#include "engine/proto/quorum_round.h"
#include "engine/proto/quorum_serial.h"

namespace caplab::quorum {
namespace {

// A blind write needs no read: a register's new value, or one more entry or record, as it would be
// on an empty object.
object::Version blind_version(State& state, const Ctx& ctx, const Ask& ask) {
  const object::Content empty = object::emptied(version_at(state, ask.key).content);
  const object::Stamp stamp = next_stamp(state, ctx);
  return {stamp, ask.op, object::apply(empty, ask.request, stamp, ask.op).next};
}

void begin(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  Round fresh;
  fresh.ask = ask;
  if (!reaches_level(ctx, fresh, live_replicas(ctx))) return finish(fresh, Outcome::fail, out);
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
    finish(*round, outcome_at_timeout(*round), out);
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

// Nothing more can come of a round that is answered and has heard from everybody it asked.
void drop_complete(State& state) {
  std::erase_if(state.rounds, [](const Round& round) {
    if (!round.answered) return false;
    const bool writes = round.phase == Phase::write || round.phase == Phase::commit;
    return writes ? round.holding == round.asked : round.replied == round.asked;
  });
}

void receive(State& state, const Ctx& ctx, const Receive& received, Outbox& out) {
  const NodeId from = received.from;
  std::visit(
      overload{
          [&](const Ask& ask) { begin(state, ctx, ask, out); },
          [&](const ReadAsk& ask) {
            out.push_back(Send{from, ReadReply{ask.round, version_at(state, ask.key)}});
          },
          [&](const ReadReply& reply) { handle_read_reply(state, ctx, from, reply, out); },
          [&](const WriteAsk& ask) {
            store(state, ctx, ask.key, ask.version, out);
            if (ask.round != kNoRound) out.push_back(Send{from, WriteReply{ask.round}});
          },
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
}

}  // namespace

int needed(Level level, int replicas) {
  if (level == Level::one) return 1;
  if (level == Level::two) return 2;
  if (level == Level::all) return replicas;
  ENSURE(level == Level::quorum || level == Level::serial);
  return replicas / 2 + 1;
}

State initial_state(const Config& config, int keys, const object::Content& content) {
  State state;
  state.config = config;
  const auto count = static_cast<std::size_t>(keys);
  state.durable.versions.assign(count, object::Version{{}, kNoOp, content});
  state.durable.acceptors.assign(count, Acceptor{});
  return state;
}

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out) {
  std::visit(overload{
                 [&](const Receive& received) { receive(state, ctx, received, out); },
                 [&](const TimerFired& timer) { handle_timer(state, ctx, timer, out); },
                 [&](const Heartbeat&) { send_hints(state, ctx, out); },
                 [](const Invoke&) {},
             },
             input);
  drop_complete(state);
}

State restarted(const State& state) {
  State again;
  again.config = state.config;
  again.durable = state.durable;
  // Old answers still on their way must not be taken for answers to new questions.
  again.next_round = state.next_round;
  again.last_stamp = state.last_stamp;
  return again;
}

}  // namespace caplab::quorum
