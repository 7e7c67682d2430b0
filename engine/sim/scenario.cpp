#include "engine/sim/scenario.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab {

const Latency& latency_between(const System& system, NodeId from, NodeId to) {
  const std::size_t from_site = index(system.nodes[index(from)].site);
  const std::size_t to_site = index(system.nodes[index(to)].site);
  return system.latencies[from_site * system.sites.size() + to_site];
}

std::vector<NodeId> replicas_by_distance(const System& system, NodeId node) {
  std::vector<NodeId> replicas;
  for (int i = 0; i < system.replicas; ++i) {
    replicas.push_back(id_of<NodeId>(static_cast<std::size_t>(i)));
  }
  const auto distance = [&](NodeId replica) {
    if (replica == node) return Duration{-1};
    constexpr std::size_t kMedian = 1;
    return latency_between(system, node, replica).at[kMedian];
  };
  std::stable_sort(replicas.begin(), replicas.end(),
                   [&](NodeId a, NodeId b) { return distance(a) < distance(b); });
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
