#include "engine/proto/quorum_sync.h"

#include "engine/proto/quorum_replica.h"
#include "engine/proto/quorum_ring.h"

namespace caplab::quorum {
namespace {

Digest digest_for(const State& state, const Ctx& ctx, NodeId peer) {
  Digest digest;
  for (std::size_t i = 0; i < state.durable.versions.size(); ++i) {
    const Key key = id_of<Key>(i);
    const NodeSet homes = homes_of(state.config, ctx.replicas, key);
    if (!homes.has(ctx.self) || !homes.has(peer)) continue;
    const object::Version& mine = version_at(state, key);
    digest.keys.push_back({key, mine.stamp, object::digest(mine.content)});
  }
  return digest;
}

void plan(State& state, Outbox& out) {
  const Duration period = state.config.anti_entropy;
  state.sync_planned = true;
  out.push_back(SetTimer{TimerKind::anti_entropy, 0, period, period});
}

}  // namespace

void plan_sync(State& state, Outbox& out) {
  const bool wished = state.config.anti_entropy > Duration{};
  if (wished && !state.sync_planned) plan(state, out);
}

void start_sync(State& state, const Ctx& ctx, Outbox& out) {
  plan(state, out);
  const auto replicas = static_cast<std::size_t>(ctx.replicas);
  for (std::size_t step = 1; step <= replicas; ++step) {
    const NodeId peer = id_of<NodeId>((state.sync_turn + step) % replicas);
    if (peer == ctx.self || !ctx.alive.has(peer)) continue;
    Digest digest = digest_for(state, ctx, peer);
    if (digest.keys.empty()) continue;
    state.sync_turn = static_cast<std::uint32_t>(index(peer));
    out.push_back(Send{peer, std::move(digest)});
    return;
  }
}

void handle_digest(const State& state, NodeId from, const Digest& digest, Outbox& out) {
  for (const Digest::Entry& theirs : digest.keys) {
    const object::Version& mine = version_at(state, theirs.key);
    const bool same = mine.stamp == theirs.stamp && object::digest(mine.content) == theirs.digest;
    if (!same) out.push_back(Send{from, SyncCopy{theirs.key, mine}});
  }
}

void handle_sync_copy(State& state, const Ctx& ctx, NodeId from, const SyncCopy& copy,
                      Outbox& out) {
  store(state, ctx, copy.key, copy.version, out);
  const object::Version& mine = version_at(state, copy.key);
  if (object::covers(copy.version, mine, ctx.conflict)) return;
  out.push_back(Send{from, WriteAsk{kNoRound, copy.key, mine}});
}

}  // namespace caplab::quorum
