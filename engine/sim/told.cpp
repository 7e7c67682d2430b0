#include "engine/sim/told.h"

#include <optional>

namespace caplab {
namespace {

// What all replicas that keep a key hold of it; nothing while two differ.
std::optional<object::Version> agreed_on(const System& system, const World& world, StoreId store,
                                         Key key) {
  const NodeSet homes = homes_of(system.stores[index(store)].protocol, system.replicas, key);
  const object::Version* first = nullptr;
  for (std::size_t i = 0; i < static_cast<std::size_t>(system.replicas); ++i) {
    if (!homes.has(id_of<NodeId>(i))) continue;
    const object::Version& version = versions_of(world.nodes[i].stores[index(store)])[index(key)];
    if (first != nullptr && version != *first) return std::nullopt;
    first = &version;
  }
  return first == nullptr ? std::nullopt : std::optional(*first);
}

}  // namespace

std::vector<object::Told> told_on(const System& system, const Log& log, StoreId store) {
  std::vector<object::Told> told;
  for (const Operation& op : log.operations) {
    const bool elsewhere = system.operations[op.operation].store != store;
    const bool certain = op.returned != kNever && op.outcome != Outcome::unknown;
    if (elsewhere || (certain && op.outcome == Outcome::fail)) continue;
    told.push_back({.op = op.op,
                    .key = op.key,
                    .request = op.request,
                    .called = op.called,
                    .returned = certain ? op.returned : kNever,
                    .certain = certain,
                    .answer = op.answer});
  }
  return told;
}

std::vector<object::Content> settled_on(const System& system, const World& world, StoreId store) {
  std::vector<object::Content> settled;
  const std::size_t keys = versions_of(world.nodes[0].stores[index(store)]).size();
  for (std::size_t key = 0; key < keys; ++key) {
    const std::optional<object::Version> version = agreed_on(system, world, store, id_of<Key>(key));
    if (!version) return {};
    settled.push_back(version->content);
  }
  return settled;
}

std::vector<std::string> node_names(const System& system) {
  std::vector<std::string> names;
  for (const NodeSpec& node : system.nodes) names.push_back(node.name);
  return names;
}

object::Number initial_number(const StoreSpec& store) {
  if (const auto number = object::number_of(store.initial)) return *number;
  const auto* records = std::get_if<object::Records>(&store.initial);
  return records == nullptr || records->empty() ? 0 : records->front().amount;
}

}  // namespace caplab
