#include "engine/sim/scenario.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab {

std::vector<Level> levels_of(const StoreSpec& store) {
  std::vector<Level> levels = levels_of(store.protocol);
  if (std::holds_alternative<object::Siblings>(store.initial)) std::erase(levels, Level::serial);
  return levels;
}

const Latency& latency_between(const System& system, NodeId from, NodeId to) {
  return latency_between(system, system.nodes[index(from)].site, system.nodes[index(to)].site);
}

const Latency& latency_between(const System& system, SiteId from, SiteId to) {
  return system.latencies[index(from) * system.sites.size() + index(to)];
}

std::vector<NodeId> replicas_by_distance(const System& system, SiteId site) {
  std::vector<NodeId> replicas;
  for (int i = 0; i < system.replicas; ++i) {
    replicas.push_back(id_of<NodeId>(static_cast<std::size_t>(i)));
  }
  const auto distance = [&](NodeId replica) {
    constexpr std::size_t kMedian = 1;
    return latency_between(system, site, system.nodes[index(replica)].site).at[kMedian];
  };
  std::stable_sort(replicas.begin(), replicas.end(),
                   [&](NodeId a, NodeId b) { return distance(a) < distance(b); });
  return replicas;
}

std::vector<NodeId> replicas_by_distance(const System& system, NodeId node) {
  std::vector<NodeId> replicas = replicas_by_distance(system, system.nodes[index(node)].site);
  const auto own = std::find(replicas.begin(), replicas.end(), node);
  if (own != replicas.end()) std::rotate(replicas.begin(), own, own + 1);
  return replicas;
}

NodeSet nodes_at(const System& system, SiteId site) {
  NodeSet nodes;
  for (std::size_t i = 0; i < system.nodes.size(); ++i) {
    if (system.nodes[i].site == site) nodes.add(id_of<NodeId>(i));
  }
  return nodes;
}

NodeSet all_nodes(const System& system) {
  NodeSet nodes;
  for (std::size_t i = 0; i < system.nodes.size(); ++i) nodes.add(id_of<NodeId>(i));
  return nodes;
}

}  // namespace caplab
