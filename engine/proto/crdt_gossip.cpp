#include "engine/proto/crdt_gossip.h"

#include <algorithm>

#include "engine/object/crdt.h"

namespace caplab::crdt {
namespace {

// A neighbour that stays away longer than this many changes gets the whole state when it is back.
constexpr std::size_t kDeltasMax = 64;

bool is_client(const Ctx& ctx) { return static_cast<int>(index(ctx.self)) >= ctx.replicas; }

Peer& peer_named(State& state, NodeId node) {
  const auto found = std::find_if(state.peers.begin(), state.peers.end(),
                                  [&](const Peer& peer) { return peer.node == node; });
  if (found != state.peers.end()) return *found;
  return state.peers.emplace_back(
      Peer{node, std::vector<std::uint32_t>(state.durable.versions.size(), 0)});
}

void forget_oldest_delta(State& state) {
  const Delta& oldest = state.deltas.front();
  state.kept_after[index(oldest.key)] = oldest.number;
  state.deltas.erase(state.deltas.begin());
}

// A delta that all others have is of no more use. Replicas not yet heard of have confirmed nothing.
void forget_confirmed_deltas(State& state, const Ctx& ctx, Key key) {
  std::uint32_t least = UINT32_MAX;
  int replicas = 0;
  for (const Peer& peer : state.peers) {
    least = std::min(least, peer.confirmed[index(key)]);
    if (static_cast<int>(index(peer.node)) < ctx.replicas) ++replicas;
  }
  const bool heard_of_all = replicas >= (is_client(ctx) ? 1 : ctx.replicas - 1);
  std::uint32_t& kept_after = state.kept_after[index(key)];
  if (!heard_of_all || least <= kept_after) return;
  kept_after = least;
  std::erase_if(state.deltas,
                [&](const Delta& delta) { return delta.key == key && delta.number <= least; });
}

// The deltas that `peer` lacks, joined; the whole state where some of them are gone.
Gossip news_of(const State& state, const Ctx& ctx, Key key, std::uint32_t confirmed) {
  Gossip news{state.durable.changed_at[index(key)], key, true, {}};
  const bool enough = confirmed >= state.kept_after[index(key)];
  if (state.config.exchange == Exchange::states || !enough) {
    news.version = state.durable.versions[index(key)];
    return news;
  }
  for (const Delta& delta : state.deltas) {
    if (delta.key != key || delta.number <= confirmed) continue;
    if (news.whole) {
      news.version = delta.version;
    } else {
      object::merge(news.version, delta.version, ctx.conflict);
    }
    news.whole = false;
  }
  return news;
}

}  // namespace

object::Version remembered(const State& state, const object::Version& version) {
  return state.config.exchange == Exchange::deltas ? version : object::Version{};
}

void note_change(State& state, Key key, const object::Version& before, Outbox& out) {
  const object::Version& now = state.durable.versions[index(key)];
  state.durable.changed_at[index(key)] = ++state.durable.changes;
  out.push_back(Stored{key, now.stamp, now.writer_op, object::digest(now.content)});
  if (state.config.exchange == Exchange::states) return;
  state.deltas.push_back({state.durable.changes, key, object::difference(now, before)});
  if (state.deltas.size() > kDeltasMax) forget_oldest_delta(state);
}

void send_news(State& state, const Ctx& ctx, NodeId peer, Outbox& out) {
  const std::vector<std::uint32_t>& confirmed = peer_named(state, peer).confirmed;
  for (std::size_t key = 0; key < confirmed.size(); ++key) {
    if (state.durable.changed_at[key] <= confirmed[key]) continue;
    out.push_back(Send{peer, news_of(state, ctx, id_of<Key>(key), confirmed[key])});
  }
}

// A replica does not wait for those that seem dead; a client cannot tell.
void tell_neighbours(State& state, const Ctx& ctx, Outbox& out) {
  if (is_client(ctx)) {
    send_news(state, ctx, ctx.nearest.front(), out);
    out.push_back(Send{ctx.nearest.front(), NewsAsk{}});
    return;
  }
  const std::size_t others = ctx.nearest.size() - 1;  // a replica itself comes first
  int told = 0;
  for (std::size_t i = 0; i < others && told < state.config.fan_out; ++i) {
    const NodeId peer = ctx.nearest[1 + state.turn++ % others];
    if (!ctx.alive.has(peer)) continue;
    send_news(state, ctx, peer, out);
    ++told;
  }
}

// Who had all that I know and tells me more still has all that I know.
void handle_gossip(State& state, const Ctx& ctx, NodeId from, const Gossip& gossip, Outbox& out) {
  object::Version& mine = state.durable.versions[index(gossip.key)];
  const object::Version before = remembered(state, mine);
  std::uint32_t& confirmed = peer_named(state, from).confirmed[index(gossip.key)];
  const std::uint32_t& changed_at = state.durable.changed_at[index(gossip.key)];
  const bool level = confirmed == changed_at;
  if (object::merge(mine, gossip.version, ctx.conflict))
    note_change(state, gossip.key, before, out);
  if (level) confirmed = changed_at;
  out.push_back(Send{from, GossipReply{gossip.number, gossip.key}});
}

void handle_confirmation(State& state, const Ctx& ctx, NodeId from, const GossipReply& reply) {
  std::uint32_t& confirmed = peer_named(state, from).confirmed[index(reply.key)];
  confirmed = std::max(confirmed, reply.number);
  forget_confirmed_deltas(state, ctx, reply.key);
}

}  // namespace caplab::crdt
