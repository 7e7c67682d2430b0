// One state for each set of updates.
#include "engine/check/strong_convergence.h"

#include <map>

namespace caplab::check {

std::optional<std::pair<ReplicaObservation, ReplicaObservation>> strong_convergence_violation(
    std::span<const ReplicaObservation> observations) {
  std::map<std::uint64_t, ReplicaObservation> first_of;  // by delivered set
  for (const ReplicaObservation& observation : observations) {
    const auto [first, is_new] = first_of.try_emplace(observation.delivered, observation);
    if (is_new || first->second.state == observation.state) continue;
    return std::pair(first->second, observation);
  }
  return std::nullopt;
}

}  // namespace caplab::check
