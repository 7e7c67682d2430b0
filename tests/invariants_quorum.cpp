#include "tests/invariants_quorum.h"

#include <algorithm>

#include "tests/invariants.h"

namespace caplab::test {
namespace {

const quorum::Config& config_of(const System& system) {
  return std::get<quorum::Config>(system.stores[0].protocol);
}

SiteId site_of(const System& system, NodeId node) { return system.nodes[index(node)].site; }

// Whoever coordinates for this client.
SiteId coordinating_site(const System& system, NodeId client) {
  if (config_of(system).coordinator == quorum::Coordinator::client) return site_of(system, client);
  return site_of(system, replicas_by_distance(system, client).front());
}

NodeSet both(NodeSet a, NodeSet b) { return NodeSet{a.bits & b.bits}; }

bool has_majority(NodeSet of, NodeSet holders) {
  return 2 * both(of, holders).count() > of.count();
}

std::vector<NodeSet> by_site(const System& system, NodeSet homes) {
  std::vector<NodeSet> groups;
  for (std::size_t i = 0; i < system.sites.size(); ++i) {
    const NodeSet there = both(nodes_at(system, id_of<SiteId>(i)), homes);
    if (!there.empty()) groups.push_back(there);
  }
  return groups;
}

// Whether any two operations at this level have a home in common, whoever coordinates them.
bool always_meet(const System& system, Level level, NodeSet homes) {
  const int copies = homes.count();
  if (level == Level::any) return false;
  if (level == Level::one || level == Level::local_one) return copies == 1;
  if (level == Level::two) return copies < 4;
  if (level == Level::three) return copies < 6;
  if (level == Level::local_quorum) return by_site(system, homes).size() == 1;
  return true;
}

}  // namespace

NodeSet homes_in(const System& system, Key key) {
  const auto* config = std::get_if<quorum::Config>(&system.stores[0].protocol);
  const bool some = config != nullptr && config->copies > 0;
  const int copies = some ? std::min(config->copies, system.replicas) : system.replicas;
  NodeSet homes;
  for (int i = 0; i < copies; ++i) {
    const std::size_t place = index(key) + static_cast<std::size_t>(i);
    homes.add(id_of<NodeId>(place % static_cast<std::size_t>(system.replicas)));
  }
  return homes;
}

bool is_reached(const System& system, Level level, NodeId client, NodeSet homes, NodeSet holders,
                bool hinted) {
  const NodeSet here = nodes_at(system, coordinating_site(system, client));
  if (level == Level::any) return hinted || !holders.empty();
  if (level == Level::two) return holders.count() >= 2;
  if (level == Level::three) return holders.count() >= 3;
  if (level == Level::all) return holders.count() >= homes.count();
  if (level == Level::local_one) return !both(here, holders).empty();
  if (level == Level::local_quorum) return has_majority(both(here, homes), holders);
  if (level == Level::each_quorum) {
    const std::vector<NodeSet> groups = by_site(system, homes);
    return std::all_of(groups.begin(), groups.end(),
                       [&](NodeSet group) { return has_majority(group, holders); });
  }
  if (level == Level::quorum || level == Level::serial) {
    return 2 * holders.count() > homes.count();
  }
  return !holders.empty();
}

Promises promises_of_quorum(const System& system, std::optional<Level> level) {
  const quorum::Config& config = config_of(system);
  const bool counts_hints = config.sloppy || !level || *level == Level::any;
  const bool stay = !counts_hints || config.hint_expiry > seconds(60);
  if (!level) return {false, false, false, stay};
  bool meet = !config.sloppy;
  for (int key = 0; key < system.stores[0].keys; ++key) {
    const NodeSet homes = homes_in(system, id_of<Key>(static_cast<std::size_t>(key)));
    meet = meet && always_meet(system, *level, homes);
  }
  const bool serial = *level == Level::serial;
  const bool repairs = config.read_repair == quorum::ReadRepair::blocking;
  return {serial, meet, serial || (meet && repairs), stay};
}

NodeSet hinting(const System& system, const World& world, Key key, const object::Version& version) {
  const object::Conflict conflict = system.stores[0].conflict;
  NodeSet nodes;
  for (std::size_t i = 0; i < static_cast<std::size_t>(system.replicas); ++i) {
    const auto* state = std::get_if<quorum::State>(&world.nodes[i].stores[0]);
    if (state == nullptr) continue;
    for (const quorum::Hint& hint : state->durable.hints) {
      if (hint.key == key && object::covers(hint.version, version, conflict)) {
        nodes.add(id_of<NodeId>(i));
      }
    }
  }
  return nodes;
}

std::string wrong_hints(const System& system, const World& world, NodeId node) {
  const auto* state = std::get_if<quorum::State>(&world.nodes[index(node)].stores[0]);
  if (state == nullptr) return "";
  const std::vector<quorum::Hint>& hints = state->durable.hints;
  if (hints.size() > static_cast<std::size_t>(state->config.hint_limit)) return "more than it may";
  for (std::size_t i = 0; i < hints.size(); ++i) {
    if (hints[i].target == node) return "one for itself";
    if (!homes_in(system, hints[i].key).has(hints[i].target)) return "one for no home of its key";
    for (std::size_t j = 0; j < i; ++j) {
      const bool twice = hints[j].target == hints[i].target && hints[j].key == hints[i].key;
      if (twice) return "two for one home and key";
    }
  }
  return "";
}

std::string wrong_siblings(const object::Version& before, const object::Version& after) {
  const auto* was = std::get_if<object::Siblings>(&before.content);
  const auto* is = std::get_if<object::Siblings>(&after.content);
  if (is == nullptr) return "";
  const auto by_dot = [](const object::Sibling& a, const object::Sibling& b) {
    return a.dot >= b.dot;
  };
  if (is->empty()) return "has none at all";
  if (std::adjacent_find(is->begin(), is->end(), by_dot) != is->end()) return "has two of one dot";
  if (was == nullptr) return "";
  for (const object::Sibling& gone : *was) {
    const bool accounted = std::any_of(is->begin(), is->end(), [&](const object::Sibling& each) {
      return each.dot == gone.dot || each.past.knows(gone.dot);
    });
    if (!accounted) return "lost " + std::to_string(gone.value) + ", which nobody had read";
  }
  return "";
}

}  // namespace caplab::test
