#include "engine/proto/quorum_ring.h"

#include <algorithm>

namespace caplab::quorum {
namespace {

NodeSet first_nodes(int count) {
  NodeSet nodes;
  for (int i = 0; i < count; ++i) nodes.add(id_of<NodeId>(static_cast<std::size_t>(i)));
  return nodes;
}

NodeId at_place(Key key, int steps, int replicas) {
  const std::size_t place = index(key) + static_cast<std::size_t>(steps);
  return id_of<NodeId>(place % static_cast<std::size_t>(replicas));
}

void pick_stand_ins(const Ctx& ctx, Round& round, NodeSet live) {
  int next = round.homes.count();
  for (int i = 0; i < round.homes.count(); ++i) {
    const NodeId home = at_place(round.ask.key, i, ctx.replicas);
    if (live.has(home)) continue;
    while (next < ctx.replicas && !live.has(at_place(round.ask.key, next, ctx.replicas))) ++next;
    if (next == ctx.replicas) return;
    round.stand_ins.push_back({at_place(round.ask.key, next++, ctx.replicas), home});
  }
}

}  // namespace

NodeSet homes_of(const Config& config, int replicas, Key key) {
  if (config.copies == 0 || config.copies >= replicas) return first_nodes(replicas);
  NodeSet homes;
  for (int i = 0; i < config.copies; ++i) homes.add(at_place(key, i, replicas));
  return homes;
}

NodeSet live_replicas(const Ctx& ctx) {
  if (!is_replica(ctx)) return first_nodes(ctx.replicas);
  NodeSet live = ctx.alive;
  live.add(ctx.self);
  return live;
}

NodeSet pick_team(const State& state, const Ctx& ctx, Round& round) {
  const NodeSet live = live_replicas(ctx);
  NodeSet team{live.bits & round.homes.bits};
  if (!state.config.sloppy) return team;
  round.stand_ins.clear();
  pick_stand_ins(ctx, round, live);
  for (const StandIn& stand_in : round.stand_ins) team.add(stand_in.node);
  return team;
}

NodeId home_of(const Round& round, NodeId member) {
  const auto found = std::find_if(round.stand_ins.begin(), round.stand_ins.end(),
                                  [&](const StandIn& each) { return each.node == member; });
  return found == round.stand_ins.end() ? member : found->home;
}

}  // namespace caplab::quorum
