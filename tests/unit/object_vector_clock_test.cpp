// Vector clocks tell what knew of what; merging is a join: order, grouping and repetition of it do
// not matter.
#include "engine/object/vector_clock.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/base/rng.h"

using namespace caplab;
using namespace caplab::object;

namespace {

constexpr NodeId kA{0};
constexpr NodeId kB{1};

VectorClock random_clock(Rng& rng) {
  VectorClock clock;
  for (std::uint64_t left = rng.below(6); left > 0; --left) {
    clock.learn({NodeId{static_cast<std::uint8_t>(rng.below(4))},
                 static_cast<std::uint32_t>(rng.between(1, 4))});
  }
  return clock;
}

VectorClock merged(VectorClock mine, const VectorClock& theirs) {
  merge(mine, theirs);
  return mine;
}

}  // namespace

TEST_CASE("a vector clock knows what it has learnt and all that came before it") {
  VectorClock clock;
  CHECK(clock.count_of(kA) == 0);
  CHECK(clock.advance(kA) == Dot{kA, 1});
  CHECK(clock.advance(kA) == Dot{kA, 2});
  CHECK(clock.knows({kA, 1}));
  CHECK_FALSE(clock.knows({kA, 3}));
  CHECK_FALSE(clock.knows({kB, 1}));
  CHECK(clock.learn({kB, 5}));
  CHECK_FALSE(clock.learn({kB, 4}));
  CHECK(clock.count_of(kB) == 5);
}

TEST_CASE("of two vector clocks one covers the other, or they are concurrent") {
  VectorClock before;
  before.advance(kA);
  VectorClock left = before;
  VectorClock right = before;
  left.advance(kA);
  right.advance(kB);
  CHECK(covers(left, before));
  CHECK_FALSE(covers(before, left));
  CHECK_FALSE(covers(left, right));
  CHECK_FALSE(covers(right, left));
  CHECK(covers(merged(left, right), right));
}

TEST_CASE("merging vector clocks is commutative, associative and idempotent") {
  Rng rng(5, 0);
  for (int trial = 0; trial < 2000; ++trial) {
    CAPTURE(trial);
    const VectorClock a = random_clock(rng);
    const VectorClock b = random_clock(rng);
    const VectorClock c = random_clock(rng);
    REQUIRE(merged(a, b) == merged(b, a));
    REQUIRE(merged(merged(a, b), c) == merged(a, merged(b, c)));
    REQUIRE(merged(a, a) == a);
    VectorClock result = a;
    const bool changed = merge(result, b);
    REQUIRE(changed == (result != a));
    REQUIRE(covers(a, b) == !changed);
    const auto by_node = [](const Dot& x, const Dot& y) { return x.node >= y.node; };
    REQUIRE(std::adjacent_find(result.newest.begin(), result.newest.end(), by_node) ==
            result.newest.end());
  }
}
