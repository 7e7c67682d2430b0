#include "engine/proto/primary_backup.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab::primary_backup {
namespace {

object::Version& version_at(State& state, Key key) {
  ENSURE(index(key) < state.durable.versions.size());
  return state.durable.versions[index(key)];
}

NodeSet backups_of(const State& state, const Ctx& ctx) {
  NodeSet backups;
  if (state.config.mode == Mode::single_copy) return backups;
  for (int i = 0; i < ctx.replicas; ++i) backups.add(id_of<NodeId>(static_cast<std::size_t>(i)));
  backups.remove(state.config.primary);
  return backups;
}

void answer(NodeId client, Reply reply, Outbox& out) {
  out.push_back(Send{client, std::move(reply)});
}

// Stamps only order one primary's own writes, so they must grow even when its clock does not.
object::Stamp next_stamp(const Ctx& ctx, const object::Version& current) {
  const LocalTime time = std::max(ctx.now, current.stamp.time + microseconds(1));
  return {time, ctx.self};
}

void store(State& state, Key key, const object::Version& version, Outbox& out) {
  object::Version& mine = version_at(state, key);
  if (version.stamp <= mine.stamp) return;
  mine = version;
  out.push_back(Stored{key, mine.stamp, mine.writer_op, object::digest(mine.content)});
}

Round* newest_round(State& state, Key key) {
  const auto found = std::find_if(state.rounds.rbegin(), state.rounds.rend(),
                                  [&](const Round& round) { return round.key == key; });
  return found == state.rounds.rend() ? nullptr : &*found;
}

// What was read must not be taken back: a synchronous primary shows a value only when every
// backup has it.
void answer_when_confirmed(State& state, const Ask& ask, Reply reply, Outbox& out) {
  Round* round = newest_round(state, ask.key);
  if (round == nullptr) return answer(ask.client, std::move(reply), out);
  if (round->overdue) return answer(ask.client, {ask.op, Outcome::fail, {}}, out);
  round->waiting.push_back({ask.client, false, std::move(reply)});
}

void start_round(State& state, const Ctx& ctx, const Ask& ask, Reply reply, Outbox& out) {
  const RoundId id = state.next_round++;
  Round round{id, ask.key, backups_of(state, ctx), {}, false};
  round.waiting.push_back({ask.client, true, std::move(reply)});
  state.rounds.push_back(std::move(round));
  out.push_back(SetTimer{TimerKind::round_timeout, id, state.config.timeout, state.config.timeout});
}

void copy_to_backups(State& state, const Ctx& ctx, Key key, RoundId round, Outbox& out) {
  const NodeSet backups = backups_of(state, ctx);
  for (int i = 0; i < ctx.replicas; ++i) {
    const auto backup = id_of<NodeId>(static_cast<std::size_t>(i));
    if (backups.has(backup))
      out.push_back(Send{backup, WriteAsk{round, key, version_at(state, key)}});
  }
}

bool every_backup_lives(const State& state, const Ctx& ctx) {
  return (backups_of(state, ctx).bits & ~ctx.alive.bits) == 0;
}

void write(State& state, const Ctx& ctx, const Ask& ask, const object::Effect& effect,
           Outbox& out) {
  const bool synchronous =
      state.config.mode == Mode::synchronous && !backups_of(state, ctx).empty();
  if (synchronous && !every_backup_lives(state, ctx)) {
    return answer(ask.client, {ask.op, Outcome::fail, {}}, out);
  }
  const object::Stamp stamp = next_stamp(ctx, version_at(state, ask.key));
  store(state, ask.key, {stamp, ask.op, effect.next}, out);
  state.confirmed[index(ask.key)] = {};
  Reply reply{ask.op, Outcome::ok, {true, version_at(state, ask.key)}};
  const RoundId round = synchronous ? state.next_round : kNoRound;
  if (synchronous) {
    start_round(state, ctx, ask, std::move(reply), out);
  } else {
    answer(ask.client, std::move(reply), out);
  }
  copy_to_backups(state, ctx, ask.key, round, out);
}

void decide(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  const object::Version& current = version_at(state, ask.key);
  const object::Effect effect =
      object::apply(current.content, ask.request, next_stamp(ctx, current), ask.op);
  if (effect.changed) return write(state, ctx, ask, effect, out);
  answer_when_confirmed(state, ask, {ask.op, Outcome::ok, {effect.accepted, current}}, out);
}

void handle_ask(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  if (ctx.self == state.config.primary) return decide(state, ctx, ask, out);
  const bool own_copy = ask.level == Level::any && object::is_read(ask.request.verb);
  if (!own_copy || state.config.mode == Mode::single_copy) {
    out.push_back(Send{state.config.primary, ask});
    return;
  }
  const object::Version& shown = version_at(state, ask.key);
  const bool accepted = object::apply(shown.content, ask.request, shown.stamp, ask.op).accepted;
  answer(ask.client, {ask.op, Outcome::ok, {accepted, shown}}, out);
}

void handle_write(State& state, NodeId from, const WriteAsk& write, Outbox& out) {
  store(state, write.key, write.version, out);
  out.push_back(Send{from, CopyReply{write.round, write.key, write.version.stamp}});
}

void release(Round& round, Outbox& out) {
  for (Round::Waiting& waiting : round.waiting) {
    answer(waiting.client, std::move(waiting.reply), out);
  }
}

// A later version of a key replaces an earlier one, so it confirms the earlier ones too.
void handle_confirmation(State& state, NodeId from, const CopyReply& reply, Outbox& out) {
  if (reply.stamp == version_at(state, reply.key).stamp) {
    state.confirmed[index(reply.key)].add(from);
  }
  for (Round& round : state.rounds) {
    if (round.key == reply.key && round.id <= reply.round) round.missing.remove(from);
    if (round.missing.empty()) release(round, out);
  }
  std::erase_if(state.rounds, [](const Round& round) { return round.missing.empty(); });
}

// The write is on the primary's disk and may be on some backups: nobody knows yet. A read that
// waited for it is refused, because nothing it could have caused exists.
void time_out(State& state, RoundId id, Outbox& out) {
  const auto round = std::find_if(state.rounds.begin(), state.rounds.end(),
                                  [&](const Round& r) { return r.id == id; });
  if (round == state.rounds.end()) return;
  for (const Round::Waiting& waiting : round->waiting) {
    const Outcome outcome = waiting.is_write ? Outcome::unknown : Outcome::fail;
    answer(waiting.client, {waiting.reply.op, outcome, {}}, out);
  }
  round->waiting.clear();
  round->overdue = true;
}

// Backups that missed a write get it again once they are heard.
void resend(State& state, const Ctx& ctx, Outbox& out) {
  if (ctx.self != state.config.primary) return;
  const NodeSet backups = backups_of(state, ctx);
  for (std::size_t key = 0; key < state.durable.versions.size(); ++key) {
    for (int i = 0; i < ctx.replicas; ++i) {
      const auto backup = id_of<NodeId>(static_cast<std::size_t>(i));
      if (!backups.has(backup) || !ctx.alive.has(backup)) continue;
      if (state.confirmed[key].has(backup)) continue;
      const Round* round = newest_round(state, id_of<Key>(key));
      const RoundId id = round == nullptr ? kNoRound : round->id;
      out.push_back(Send{backup, WriteAsk{id, id_of<Key>(key), state.durable.versions[key]}});
    }
  }
}

}  // namespace

State initial_state(const Config& config, int keys, const object::Content& content) {
  State state;
  state.config = config;
  const auto count = static_cast<std::size_t>(keys);
  state.durable.versions.assign(count, object::Version{{}, kNoOp, content});
  NodeSet everybody;
  everybody.bits = UINT32_MAX;
  state.confirmed.assign(count, everybody);
  return state;
}

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out) {
  const auto receive = [&](const Receive& received) {
    const Message& message = received.message;
    if (const auto* ask = std::get_if<Ask>(&message)) handle_ask(state, ctx, *ask, out);
    if (const auto* write = std::get_if<WriteAsk>(&message)) {
      handle_write(state, received.from, *write, out);
    }
    if (const auto* reply = std::get_if<CopyReply>(&message)) {
      handle_confirmation(state, received.from, *reply, out);
    }
  };
  std::visit(overload{
                 receive,
                 [&](const TimerFired& timer) { time_out(state, timer.tag, out); },
                 [&](const Heartbeat&) { resend(state, ctx, out); },
                 [](const Invoke&) {},
             },
             input);
}

State restarted(const State& state) {
  State again;
  again.config = state.config;
  again.durable = state.durable;
  // What backups confirmed before the crash is forgotten, so they are asked again.
  again.confirmed.assign(state.durable.versions.size(), NodeSet{});
  again.next_round = state.next_round;
  return again;
}

}  // namespace caplab::primary_backup
