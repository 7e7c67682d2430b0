#include "engine/proto/quorum_siblings.h"

#include "engine/object/siblings.h"
#include "engine/proto/quorum_level.h"
#include "engine/proto/quorum_replica.h"
#include "engine/proto/quorum_ring.h"
#include "engine/proto/quorum_round.h"

namespace caplab::quorum {

namespace {

const object::Siblings* siblings_at(const State& state, Key key) {
  if (state.durable.versions.empty()) return nullptr;  // a client that coordinates
  return std::get_if<object::Siblings>(&version_at(state, key).content);
}

}  // namespace

bool must_pass_on(const State& state, const Ctx& ctx, const Round& round) {
  const bool writes = !object::is_read(round.ask.request.verb);
  const bool siblings = siblings_at(state, round.ask.key) != nullptr;
  return siblings && writes && !round.homes.has(ctx.self);
}

void pass_on(const Ctx& ctx, Round& round, Outbox& out) {
  const NodeSet live = live_replicas(ctx);
  const NodeSet homes = readable(round.ask.level, ctx, round.homes);
  for (const NodeId replica : ctx.nearest) {
    if (!live.has(replica) || !homes.has(replica)) continue;
    out.push_back(Send{replica, round.ask});
    return;
  }
  finish(ctx, round, Outcome::fail, out);
}

object::Effect effect_on(const object::Content& content, const Ask& ask, object::Stamp stamp) {
  const auto* siblings = std::get_if<object::Siblings>(&content);
  if (siblings == nullptr) return object::apply(content, ask.request, stamp, ask.op);
  const bool compares = ask.request.verb == object::Verb::compare_and_set;
  if (compares && siblings->size() > 1) return {false, false, content};
  return object::apply(object::latest_of(*siblings).value, ask.request, stamp, ask.op);
}

object::VectorClock read_context(const object::Content& content) {
  const auto* siblings = std::get_if<object::Siblings>(&content);
  return siblings == nullptr ? object::VectorClock{} : object::context_of(*siblings);
}

object::Version made_version(const State& state, const Ctx& ctx, const Ask& ask,
                             object::Stamp stamp, const object::VectorClock& past,
                             object::Content next) {
  const auto* number = std::get_if<object::Number>(&next);
  const object::Siblings* mine = siblings_at(state, ask.key);
  if (mine == nullptr || number == nullptr) return {stamp, ask.op, std::move(next)};
  return {stamp, ask.op, object::with_write(*mine, ctx.self, past, stamp, ask.op, *number)};
}

}  // namespace caplab::quorum
