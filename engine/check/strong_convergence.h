// Strong convergence (Shapiro, Preguica, Baquero & Zawirski 2011, section 2): replicas to which the
// same updates were delivered are in the same state. It speaks of replicas, not of what clients
// saw, so it is judged on observations of a run, not on a history.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "engine/base/ids.h"

namespace caplab::check {

// One replica at one moment.
struct ReplicaObservation {
  NodeId replica = kNobody;
  std::uint64_t delivered = 0;  // digest of the set of updates that it has had
  std::uint64_t state = 0;      // digest of what it holds
  bool operator==(const ReplicaObservation&) const = default;
};

// The first two observations, in the order given, of the same updates and different states.
std::optional<std::pair<ReplicaObservation, ReplicaObservation>> strong_convergence_violation(
    std::span<const ReplicaObservation> observations);

}  // namespace caplab::check
