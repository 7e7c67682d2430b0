#include "engine/proto/broadcast.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab::broadcast {
namespace {

void store(State& state, const Ctx& ctx, Key key, const object::Version& version, Outbox& out) {
  object::Version& mine = state.held[index(key)];
  if (!object::merge(mine, version, ctx.conflict)) return;
  out.push_back(Stored{key, mine.stamp, mine.writer_op, object::digest(mine.content)});
}

// Later than all that this replica gave, and than what it is to replace.
object::Stamp next_stamp(State& state, const Ctx& ctx, const object::Version& current) {
  const LocalTime floor = std::max(state.last_stamp, current.stamp.time);
  state.last_stamp = std::max(ctx.now, floor + microseconds(1));
  return {state.last_stamp, ctx.self};
}

// Of a log only the entry is told, as of everything else only what is new: who missed the entries
// before it does not get them now.
object::Content told_from(const object::Version& current, object::Conflict conflict) {
  const bool is_log = std::holds_alternative<object::Entries>(current.content);
  return is_log && object::unites(current.content, conflict) ? object::Entries{} : current.content;
}

void write(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  const object::Version& held = state.held[index(ask.key)];
  const object::Stamp stamp = next_stamp(state, ctx, held);
  object::Effect effect = object::apply(told_from(held, ctx.conflict), ask.request, stamp, ask.op);
  if (!effect.changed) {
    out.push_back(Send{ask.client, Reply{ask.op, Outcome::ok, {effect.accepted, held}}});
    return;
  }
  const object::Version version{stamp, ask.op, std::move(effect.next)};
  store(state, ctx, ask.key, version, out);
  out.push_back(Send{ask.client, Reply{ask.op, Outcome::ok, {true, held}}});
  for (const NodeId replica : ctx.nearest) {
    if (replica != ctx.self) out.push_back(Send{replica, WriteAsk{kNoRound, ask.key, version}});
  }
}

void answer_from_copy(const State& state, const Ask& ask, Outbox& out) {
  const object::Version& held = state.held[index(ask.key)];
  out.push_back(Send{ask.client, Reply{ask.op, Outcome::ok, object::answer_to(ask.request, held)}});
}

void handle_ask(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  ENSURE(index(ask.key) < state.held.size());
  if (object::is_read(ask.request.verb)) return answer_from_copy(state, ask, out);
  write(state, ctx, ask, out);
}

void receive(State& state, const Ctx& ctx, const Receive& received, Outbox& out) {
  const Message& message = received.message;
  if (const auto* ask = std::get_if<Ask>(&message)) handle_ask(state, ctx, *ask, out);
  if (const auto* told = std::get_if<WriteAsk>(&message))
    store(state, ctx, told->key, told->version, out);
}

}  // namespace

State initial_state(const Config& config, int keys, const object::Content& content) {
  State state;
  state.config = config;
  const auto count = static_cast<std::size_t>(keys);
  state.durable.versions.assign(count, object::Version{{}, kNoOp, content});
  state.held = state.durable.versions;
  return state;
}

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out) {
  std::visit(overload{
                 [&](const Receive& received) { receive(state, ctx, received, out); },
                 [](const TimerFired&) {},
                 [](const Heartbeat&) {},
                 [](const Invoke&) {},
             },
             input);
}

State restarted(const State& state) {
  State again;
  again.config = state.config;
  again.durable = state.durable;
  again.held = state.durable.versions;
  return again;
}

}  // namespace caplab::broadcast
