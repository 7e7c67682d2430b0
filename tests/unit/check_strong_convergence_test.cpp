// Strong convergence of replicas.
#include "engine/check/strong_convergence.h"

#include <catch2/catch_test_macros.hpp>
#include <vector>

namespace caplab::check {
namespace {

ReplicaObservation seen(int replica, std::uint64_t delivered, std::uint64_t state) {
  return {static_cast<NodeId>(replica), delivered, state};
}

}  // namespace

TEST_CASE("replicas may differ while they have had different updates") {
  const std::vector<ReplicaObservation> observations{seen(0, 1, 10), seen(1, 2, 20), seen(0, 3, 30),
                                                     seen(1, 3, 30)};
  CHECK_FALSE(strong_convergence_violation(observations));
  CHECK_FALSE(strong_convergence_violation({}));
}

TEST_CASE("two states after the same updates are told by the first two that differ") {
  const std::vector<ReplicaObservation> observations{seen(0, 1, 10), seen(0, 3, 30), seen(1, 3, 30),
                                                     seen(2, 3, 31), seen(1, 1, 11)};
  const auto violation = strong_convergence_violation(observations);
  REQUIRE(violation);
  CHECK(violation->first == seen(0, 3, 30));
  CHECK(violation->second == seen(2, 3, 31));
}

TEST_CASE("one replica alone breaks strong convergence if its state changes without an update") {
  const std::vector<ReplicaObservation> observations{seen(0, 3, 30), seen(0, 3, 31)};
  CHECK(strong_convergence_violation(observations));
}

}  // namespace caplab::check
