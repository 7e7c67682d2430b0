#include "engine/proto/quorum_level.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab::quorum {
namespace {

int majority_of(NodeSet nodes) { return nodes.count() / 2 + 1; }

NodeSet both(NodeSet a, NodeSet b) { return NodeSet{a.bits & b.bits}; }

NodeSet at_site(const Ctx& ctx, NodeSet nodes, SiteId site) {
  NodeSet there;
  for (const NodeId node : ctx.nearest) {
    if (nodes.has(node) && ctx.sites[index(node)] == site) there.add(node);
  }
  return there;
}

NodeSet here(const Ctx& ctx, NodeSet nodes) {
  return at_site(ctx, nodes, ctx.sites[index(ctx.self)]);
}

int lacking_of(int wanted, NodeSet holding) { return std::max(0, wanted - holding.count()); }

// A majority at each site that has a home.
int lacking_of_each(const Ctx& ctx, NodeSet homes, NodeSet holding) {
  int sum = 0;
  for (NodeSet left = homes; !left.empty();) {
    const auto first = id_of<NodeId>(static_cast<std::size_t>(__builtin_ctz(left.bits)));
    const NodeSet there = at_site(ctx, homes, ctx.sites[index(first)]);
    sum += lacking_of(majority_of(there), both(there, holding));
    left = NodeSet{left.bits & ~there.bits};
  }
  return sum;
}

}  // namespace

std::vector<Level> levels_of(const Config& config) {
  if (config.sloppy) return {Level::one, Level::two, Level::three, Level::quorum, Level::all};
  std::vector<Level> levels{Level::any,   Level::one,          Level::local_one, Level::two,
                            Level::three, Level::local_quorum, Level::quorum,    Level::each_quorum,
                            Level::all,   Level::serial};
  if (config.coordinator == Coordinator::client) levels.erase(levels.begin());
  return levels;
}

int lacking(Level level, const Ctx& ctx, NodeSet homes, NodeSet holding, int count) {
  switch (level) {
    case Level::any:
    case Level::one: return lacking_of(1, holding);
    case Level::two: return lacking_of(2, holding);
    case Level::three: return lacking_of(3, holding);
    case Level::quorum: return lacking_of(count > 0 ? count : majority_of(homes), holding);
    case Level::serial: return lacking_of(majority_of(homes), holding);
    case Level::all: return lacking_of(homes.count(), holding);
    case Level::local_one: return lacking_of(1, here(ctx, holding));
    case Level::local_quorum: return lacking_of(majority_of(here(ctx, homes)), here(ctx, holding));
    case Level::each_quorum: return lacking_of_each(ctx, homes, holding);
    case Level::primary:
    case Level::leader:
    case Level::lease:
    case Level::leader_unchecked:
    case Level::majority:
    case Level::follower:
    case Level::local:
    case Level::home:
    case Level::cached:
    case Level::fresh:
    case Level::queued:
    case Level::delivered: break;  // other protocols' levels
  }
  ENSURE(false);
}

NodeSet readable(Level level, const Ctx& ctx, NodeSet nodes) {
  const bool local = level == Level::local_one || level == Level::local_quorum;
  return local ? here(ctx, nodes) : nodes;
}

bool client_may_coordinate(object::ObjectType type) {
  return type != object::ObjectType::counter && type != object::ObjectType::set &&
         type != object::ObjectType::text;
}

}  // namespace caplab::quorum
