#include "engine/proto/quorum_serial.h"

#include <algorithm>

#include "engine/proto/quorum_replica.h"
#include "engine/proto/quorum_ring.h"
#include "engine/proto/quorum_round.h"
#include "engine/proto/quorum_spread.h"

namespace caplab::quorum {
namespace {

constexpr object::Stamp kNoBallot{};

template <typename PaxosMessage>
void send_to_asked(const Ctx& ctx, const Round& round, const PaxosMessage& message, Outbox& out) {
  for (const NodeId replica : ctx.nearest) {
    if (replica != ctx.self && round.asked.has(replica)) out.push_back(Send{replica, message});
  }
}

// Whether a majority can still say yes.
bool out_of_reach(const Ctx& ctx, const Round& round) {
  const NodeSet refused{round.replied.bits & ~round.agreed.bits};
  return !reaches_level(ctx, round, NodeSet{round.asked.bits & ~refused.bits});
}

// Two proposers that keep outbidding each other would never end: wait a random while.
void back_off(State& state, Round& round, Outbox& out) {
  begin_phase(state, round, Phase::backoff);
  out.push_back(
      SetTimer{TimerKind::backoff, round.id, state.config.backoff_min, state.config.backoff_max});
}

void committed(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  if (round.serial.completing && round.newest.writer_op != round.ask.op) {
    hint_unconfirmed(state, ctx, round);  // the next phase will not wait for them
    return start_prepare(state, ctx, round, out);
  }
  finish(ctx, round, Outcome::ok, out);
}

void start_commit(State& state, const Ctx& ctx, Round& round, const object::Version& version,
                  Outbox& out) {
  begin_phase(state, round, Phase::commit);
  round.newest = version;
  spread<Commit>(state, ctx, round, out);
  if (reaches_level(ctx, round, round.holding)) committed(state, ctx, round, out);
}

void after_propose_reply(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  if (reaches_level(ctx, round, round.agreed)) {
    return start_commit(state, ctx, round, round.serial.proposal, out);
  }
  if (out_of_reach(ctx, round)) back_off(state, round, out);
}

void start_propose(State& state, const Ctx& ctx, Round& round, const object::Version& version,
                   Outbox& out) {
  begin_phase(state, round, Phase::propose);
  round.serial.proposal = version;
  round.replied = {};
  round.agreed = {};
  const Propose propose{round.turn, round.ask.key, round.serial.ballot, version};
  send_to_asked(ctx, round, propose, out);
  if (round.asked.has(ctx.self))
    handle_propose_reply(state, ctx, ctx.self, accept(state, propose), out);
}

void complete_unfinished(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  object::Version version = round.serial.proposal;
  version.stamp = round.serial.ballot;
  round.serial.completing = true;
  round.answer = {true, version};
  start_propose(state, ctx, round, version, out);
}

// The majority's answer does not change anything. It holds if the whole majority has the version
// that it rests on; otherwise that version is spread first, so that no later reader sees an older.
void answer_unchanged(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  round.serial.completing = false;
  const bool everywhere = (round.agreed.bits & ~round.holding.bits) == 0;
  if (everywhere) return finish(ctx, round, Outcome::ok, out);
  start_commit(state, ctx, round, object::Version{round.newest}, out);
}

void decide(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  Serial& serial = round.serial;
  if (serial.ballot <= round.newest.stamp) {
    // A clock ahead of this one's has written: a ballot must be later than what it replaces.
    serial.highest = std::max(serial.highest, round.newest.stamp);
    return start_prepare(state, ctx, round, out);
  }
  object::Effect effect =
      object::apply(round.newest.content, round.ask.request, serial.ballot, round.ask.op);
  round.answer = {effect.accepted, round.newest};
  if (!effect.changed) return answer_unchanged(state, ctx, round, out);
  serial.completing = false;
  serial.proposed = true;
  serial.base = round.newest.stamp;
  const object::Version version{serial.ballot, round.ask.op, std::move(effect.next)};
  round.answer = {true, version};
  start_propose(state, ctx, round, version, out);
}

// An earlier proposal of mine was refused by some, yet another proposer may have found it and
// completed it. The present version tells: it is mine, or still the one that I decided on, or
// something later that may or may not stand on mine.
void resume(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  if (round.newest.writer_op == round.ask.op) {
    round.answer = {true, round.newest};
    return answer_unchanged(state, ctx, round, out);
  }
  if (round.newest.stamp == round.serial.base) return decide(state, ctx, round, out);
  finish(ctx, round, Outcome::unknown, out);
}

void prepared(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  const Serial& serial = round.serial;
  // A proposal older than what is committed lost to it, even if a log could take its entry.
  const bool unfinished = serial.in_progress > round.newest.stamp;
  if (unfinished) return complete_unfinished(state, ctx, round, out);
  if (serial.proposed) return resume(state, ctx, round, out);
  decide(state, ctx, round, out);
}

}  // namespace

void start_prepare(State& state, const Ctx& ctx, Round& round, Outbox& out) {
  begin_phase(state, round, Phase::prepare);
  Serial& serial = round.serial;
  serial.ballot = next_stamp(state, ctx, serial.highest.time);
  serial.highest = serial.ballot;
  serial.in_progress = kNoBallot;
  round.asked = pick_team(state, ctx, round);
  forget_seen(round);
  const Prepare prepare{round.turn, round.ask.key, serial.ballot};
  send_to_asked(ctx, round, prepare, out);
  if (round.asked.has(ctx.self)) handle_promise(state, ctx, ctx.self, promise(state, prepare), out);
}

void handle_promise(State& state, const Ctx& ctx, NodeId from, const Promise& promise,
                    Outbox& out) {
  Round* round = round_with_turn(state, promise.round);
  if (round == nullptr || round->phase != Phase::prepare) return;
  Serial& serial = round->serial;
  round->replied.add(from);
  if (round->answered) return;
  serial.highest = std::max(serial.highest, promise.ballot);
  if (!promise.promised) {
    if (out_of_reach(ctx, *round)) back_off(state, *round, out);
    return;
  }
  round->agreed.add(from);
  absorb(ctx, *round, from, promise.current);
  if (promise.accepted_ballot > serial.in_progress) {
    serial.in_progress = promise.accepted_ballot;
    serial.proposal = promise.accepted;
  }
  if (reaches_level(ctx, *round, round->agreed)) prepared(state, ctx, *round, out);
}

void handle_propose_reply(State& state, const Ctx& ctx, NodeId from, const ProposeReply& reply,
                          Outbox& out) {
  Round* round = round_with_turn(state, reply.round);
  if (round == nullptr || round->phase != Phase::propose) return;
  round->replied.add(from);
  if (reply.accepted) round->agreed.add(from);
  round->serial.highest = std::max(round->serial.highest, reply.ballot);
  after_propose_reply(state, ctx, *round, out);
}

void handle_committed(State& state, const Ctx& ctx, Round& round, NodeId from, Outbox& out) {
  round.holding.add(from);
  if (!round.answered && reaches_level(ctx, round, round.holding)) {
    committed(state, ctx, round, out);
  }
}

}  // namespace caplab::quorum
