#include "engine/sim/told.h"

namespace caplab {

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
  const std::vector<object::Version>& first = versions_of(world.nodes[0].stores[index(store)]);
  for (std::size_t i = 1; i < static_cast<std::size_t>(system.replicas); ++i) {
    if (versions_of(world.nodes[i].stores[index(store)]) != first) return settled;
  }
  for (const object::Version& version : first) settled.push_back(version.content);
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
