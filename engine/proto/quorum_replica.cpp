#include "engine/proto/quorum_replica.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab::quorum {
namespace {

constexpr object::Stamp kNoBallot{};

// A committed version makes the accepted proposals before it history.
void forget_settled(Acceptor& acceptor, const object::Version& version) {
  if (acceptor.accepted_ballot > version.stamp) return;
  acceptor.accepted_ballot = kNoBallot;
  acceptor.accepted = {};
}

}  // namespace

const object::Version& version_at(const State& state, Key key) {
  ENSURE(index(key) < state.durable.versions.size());
  return state.durable.versions[index(key)];
}

object::Version shown_at(const State& state, const Ctx& ctx, Key key) {
  object::Version shown = version_at(state, key);
  if (!state.config.sloppy) return shown;
  for (const Hint& hint : state.durable.hints) {
    if (hint.key == key) object::merge(shown, hint.version, ctx.conflict);
  }
  return shown;
}

void store(State& state, const Ctx& ctx, Key key, const object::Version& version, Outbox& out) {
  ENSURE(index(key) < state.durable.versions.size());
  object::Version& mine = state.durable.versions[index(key)];
  const bool changed = object::merge(mine, version, ctx.conflict);
  forget_settled(state.durable.acceptors[index(key)], mine);
  if (!changed) return;
  out.push_back(Stored{key, mine.stamp, mine.writer_op, object::digest(mine.content)});
}

object::Stamp next_stamp(State& state, const Ctx& ctx, LocalTime floor) {
  const LocalTime earliest = std::max(state.last_stamp, floor) + microseconds(1);
  state.last_stamp = std::max(ctx.now, earliest);
  return {state.last_stamp, ctx.self};
}

bool keep_hint(State& state, const Ctx& ctx, NodeId target, Key key, const object::Version& version,
               RoundId sent) {
  std::vector<Hint>& hints = state.durable.hints;
  const auto kept = std::find_if(hints.begin(), hints.end(), [&](const Hint& hint) {
    return hint.target == target && hint.key == key;
  });
  if (kept == hints.end()) {
    if (hints.size() >= static_cast<std::size_t>(state.config.hint_limit)) return false;
    const RoundId round = sent == kNoRound ? state.next_round++ : sent;
    hints.push_back({target, key, round, ctx.now, version});
    return true;
  }
  object::merge(kept->version, version, ctx.conflict);
  kept->round = state.next_round++;
  kept->since = ctx.now;
  return true;
}

void send_hints(State& state, const Ctx& ctx, Outbox& out) {
  std::erase_if(state.durable.hints,
                [&](const Hint& hint) { return ctx.now - hint.since > state.config.hint_expiry; });
  for (const Hint& hint : state.durable.hints) {
    if (!ctx.alive.has(hint.target)) continue;
    out.push_back(Send{hint.target, WriteAsk{hint.round, hint.key, hint.version}});
  }
}

void drop_hint(State& state, NodeId target, RoundId round) {
  std::erase_if(state.durable.hints,
                [&](const Hint& hint) { return hint.target == target && hint.round == round; });
}

// "If an acceptor receives a prepare request with number n greater than that of any prepare
// request to which it has already responded, then it responds with a promise not to accept any
// more proposals numbered less than n" (Lamport 2001, §2.2). The promise carries the committed
// version as well, which saves the separate read (Apache Cassandra CEP-14, 2021).
Promise promise(State& state, const Prepare& prepare) {
  Acceptor& acceptor = state.durable.acceptors[index(prepare.key)];
  if (prepare.ballot <= acceptor.promised) {
    return {prepare.round, false, acceptor.promised, {}, {}, {}};
  }
  acceptor.promised = prepare.ballot;
  return {prepare.round,     true,
          prepare.ballot,    acceptor.accepted_ballot,
          acceptor.accepted, version_at(state, prepare.key)};
}

// "… it accepts the proposal unless it has already responded to a prepare request having a number
// greater than n" (the same).
ProposeReply accept(State& state, const Propose& propose) {
  Acceptor& acceptor = state.durable.acceptors[index(propose.key)];
  if (propose.ballot < acceptor.promised) return {propose.round, false, acceptor.promised};
  acceptor.promised = propose.ballot;
  acceptor.accepted_ballot = propose.ballot;
  acceptor.accepted = propose.version;
  return {propose.round, true, propose.ballot};
}

}  // namespace caplab::quorum
