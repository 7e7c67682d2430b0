#include "engine/sim/start.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab {
namespace {

NodeSet all_replicas(const System& system) {
  NodeSet replicas;
  for (int i = 0; i < system.replicas; ++i) {
    replicas.add(id_of<NodeId>(static_cast<std::size_t>(i)));
  }
  return replicas;
}

Node make_node(const System& system, NodeId id) {
  Node node;
  const bool replica = static_cast<int>(index(id)) < system.replicas;
  for (const StoreSpec& store : system.stores) {
    node.stores.push_back(
        replica ? initial_state(store.protocol, store.keys, store.initial)
                : initial_client_state(store.protocol, system.client, store.keys, store.initial));
  }
  return node;
}

void ensure_sound(const System& system) {
  ENSURE(system.nodes.size() <= kNodesMax);
  ENSURE(system.replicas >= 1);
  ENSURE(static_cast<std::size_t>(system.replicas) <= system.nodes.size());
  ENSURE(system.latencies.size() == system.sites.size() * system.sites.size());
}

// Streams of the one seed; see the determinism contract.
enum Stream : std::uint64_t { kNetworkStream = 1, kTimerStream = 2 };

}  // namespace

void trust_everybody(World& world, const System& system, NodeId id) {
  Node& node = world.nodes[index(id)];
  node.alive = all_replicas(system);
  node.heard.assign(static_cast<std::size_t>(system.replicas), world.now);
}

bool beats(const Node& node) {
  return std::any_of(node.stores.begin(), node.stores.end(), wants_heartbeats);
}

void start_heartbeats(const Scenario& scenario, World& world, NodeId node) {
  const auto us = world.timers.between(0, scenario.system.heartbeat.us);
  plan(scenario, world, world.now + microseconds(us),
       HeartbeatDue{node, world.nodes[index(node)].epoch});
}

World make_world(const Scenario& scenario) {
  const System& system = scenario.system;
  ensure_sound(system);
  World world;
  world.network = Rng(scenario.seed, kNetworkStream);
  world.timers = Rng(scenario.seed, kTimerStream);
  world.links.resize(system.nodes.size() * system.nodes.size());
  for (std::size_t i = 0; i < system.nodes.size(); ++i) {
    const auto id = id_of<NodeId>(i);
    world.nodes.push_back(make_node(system, id));
    world.sites.push_back(system.nodes[i].site);
    const std::vector<NodeId> nearest = replicas_by_distance(system, id);
    world.nearest.insert(world.nearest.end(), nearest.begin(), nearest.end());
  }
  for (int i = 0; i < system.replicas; ++i) {
    const auto id = id_of<NodeId>(static_cast<std::size_t>(i));
    trust_everybody(world, system, id);
    start_heartbeats(scenario, world, id);
  }
  for (std::size_t i = static_cast<std::size_t>(system.replicas); i < system.nodes.size(); ++i) {
    if (beats(world.nodes[i])) start_heartbeats(scenario, world, id_of<NodeId>(i));
  }
  return world;
}

}  // namespace caplab
