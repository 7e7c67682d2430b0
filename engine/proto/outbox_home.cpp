#include "engine/proto/outbox_home.h"

#include <algorithm>

namespace caplab::outbox {
namespace {

Decided& decided_for(State& state, const Ctx& ctx, NodeId replica) {
  state.durable.decided.resize(static_cast<std::size_t>(ctx.replicas));
  return state.durable.decided[index(replica)];
}

void send_copy(State& state, const Ctx& ctx, NodeId to, Key key, Outbox& out) {
  out.push_back(Send{
      to, HomeCopy{key, state.durable.versions[index(key)], decided_for(state, ctx, to).sequence}});
}

// Stamps order home's own decisions, so they must grow even when its clock does not.
object::Stamp next_stamp(const Ctx& ctx, const object::Version& current) {
  return {std::max(ctx.now, current.stamp.time + microseconds(1)), ctx.self};
}

// `asked` is the replica that the request came through: it gets the answer, the others a copy.
object::Answer decide(State& state, const Ctx& ctx, NodeId asked, const Deliver& asks,
                      Outbox& out) {
  const Key key = asks.key;
  const object::Version& current = state.durable.versions[index(key)];
  const object::Stamp stamp = next_stamp(ctx, current);
  object::Effect effect = object::apply(current.content, asks.request, stamp, asks.op);
  if (effect.changed) {
    store(state, key, {stamp, asks.op, std::move(effect.next)}, out);
    state.confirmed[index(key)] = {};
    for (const NodeId replica : ctx.nearest) {
      if (replica != ctx.self && replica != asked) send_copy(state, ctx, replica, key, out);
    }
  }
  return {effect.accepted, state.durable.versions[index(key)]};
}

}  // namespace

void store(State& state, Key key, const object::Version& version, Outbox& out) {
  object::Version& mine = state.durable.versions[index(key)];
  if (version.stamp <= mine.stamp) return;
  mine = version;
  out.push_back(Stored{key, mine.stamp, mine.writer_op, object::digest(mine.content)});
}

void decide_here(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  const Deliver asks{0, ask.op, ask.key, ask.level, ask.request};
  object::Answer answer = decide(state, ctx, ctx.self, asks, out);
  out.push_back(Send{ask.client, Reply{ask.op, Outcome::ok, std::move(answer)}});
}

// A request that comes again is confirmed again, not done again: the key by which it is known is
// its number in its replica's outbox. As requests come in order, the last one is all that home need
// remember of each replica; what is older than that was confirmed, or dropped, long ago.
void handle_deliver(State& state, const Ctx& ctx, NodeId from, const Deliver& deliver,
                    Outbox& out) {
  if (ctx.self != state.config.home) return;
  Decided& last = decided_for(state, ctx, from);
  const bool again = deliver.sequence <= last.sequence;
  if (again && state.config.idempotent) {
    if (deliver.sequence < last.sequence) return;
    out.push_back(Send{from, Delivered{last.sequence, deliver.key, last.answer}});
    return;
  }
  const object::Answer answer = decide(state, ctx, from, deliver, out);
  if (!again) last = {deliver.sequence, answer};
  const bool told_otherwise = !answer.accepted && deliver.level == Level::queued;
  if (told_otherwise && !again) out.push_back(Overturned{deliver.key, deliver.op});
  out.push_back(Send{from, Delivered{deliver.sequence, deliver.key, answer}});
}

void handle_confirmed_copy(State& state, NodeId from, const CopyReply& reply) {
  if (reply.stamp != state.durable.versions[index(reply.key)].stamp) return;
  state.confirmed[index(reply.key)].add(from);
}

void send_copies(State& state, const Ctx& ctx, Outbox& out) {
  if (ctx.self != state.config.home) return;
  for (std::size_t key = 0; key < state.durable.versions.size(); ++key) {
    for (const NodeId replica : ctx.nearest) {
      if (replica == ctx.self || !ctx.alive.has(replica)) continue;
      if (!state.confirmed[key].has(replica)) send_copy(state, ctx, replica, id_of<Key>(key), out);
    }
  }
}

}  // namespace caplab::outbox
