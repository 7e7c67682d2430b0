// What each protocol promises its clients, level by level.
#include "tests/invariants.h"
#include "tests/invariants_quorum.h"

namespace caplab::test {

Promises promises_of(const Scenario& scenario, std::optional<Level> level) {
  const System& system = scenario.system;
  if (!level || *level == Level::local) return {};
  if (std::holds_alternative<primary_backup::Config>(system.stores[0].protocol)) {
    return promises_of_primary_backup(scenario, *level);
  }
  if (std::holds_alternative<raft::Config>(system.stores[0].protocol)) {
    const bool linearizable = *level == Level::leader || *level == Level::lease;
    return {linearizable, linearizable, linearizable};
  }
  if (std::holds_alternative<cache::Config>(system.stores[0].protocol)) {
    const bool fresh = *level == Level::fresh;
    return {fresh, fresh, fresh};
  }
  if (const auto* config = std::get_if<outbox::Config>(&system.stores[0].protocol)) {
    const bool by_home = *level == Level::delivered;
    return {by_home && config->idempotent, by_home, by_home};
  }
  if (std::holds_alternative<home_region::Config>(system.stores[0].protocol)) {
    const bool at_home = *level == Level::home;
    return {at_home, at_home, at_home};
  }
  if (std::holds_alternative<broadcast::Config>(system.stores[0].protocol)) return {};
  return promises_of_quorum(system, level);
}

}  // namespace caplab::test
