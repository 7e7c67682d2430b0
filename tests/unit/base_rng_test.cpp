// Chance: the published generator to the bit, and every way of narrowing it within its bounds and
// without a favourite. Seeds are fixed, so these tests draw the same numbers for ever.
#include "engine/base/rng.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <vector>

using namespace caplab;

namespace {

struct Golden {
  std::uint64_t seed;
  std::uint64_t stream;
  std::array<std::uint64_t, 4> draws;
};

// How often each of `kinds` values came in `draws` draws of `draw`.
template <typename Draw>
std::vector<std::int64_t> counts_of(std::size_t kinds, int draws, Draw draw) {
  std::vector<std::int64_t> counts(kinds, 0);
  for (int i = 0; i < draws; ++i) ++counts.at(static_cast<std::size_t>(draw()));
  return counts;
}

// Pearson's chi-squared in whole numbers: the sum of squared differences, over what one value is
// expected to have, must stay below `limit`.
bool looks_uniform(const std::vector<std::int64_t>& counts, std::int64_t expected,
                   std::int64_t limit) {
  std::int64_t squares = 0;
  for (std::int64_t count : counts) squares += (count - expected) * (count - expected);
  return squares < limit * expected;
}

}  // namespace

TEST_CASE("the numbers of a seed and a stream never change") {
  // From a separate implementation of xoshiro256** and splitmix64, itself checked against the
  // authors' vectors.
  const Golden goldens[] = {
      {0, 0, {0xfb5405f7bd79c540, 0x780c98e26cea5883, 0x2a146e0980febc66, 0x4851477db8791fca}},
      {1, 0, {0xee127fe613436e33, 0xd6dad8d34a1874ea, 0x2a52c16cec1116a9, 0x9af9091d9f77d551}},
      {1, 1, {0x550e4e55a37114cc, 0xa645791d18940fdd, 0xebededf9628ebf4c, 0xc37d4b2c2c66d216}},
      {UINT64_MAX,
       7,
       {0xed173bb670548728, 0xaea38ed2e5e9a0d1, 0xb275c50013ce8388, 0x6520e4073450ecd7}},
  };
  for (const Golden& golden : goldens) {
    Rng rng(golden.seed, golden.stream);
    for (std::uint64_t draw : golden.draws) CHECK(rng.next() == draw);
  }
}

TEST_CASE("how a draw is narrowed never changes") {
  Rng rng(0, 0);
  // The first of the numbers above lies in the uneven tail of this bound and is drawn again.
  CHECK(rng.below(3ULL << 62) == 0x780c98e26cea5883);
  CHECK(rng.below(1000) == 0x2a146e0980febc66 % 1000);
  CHECK(rng.between(-500, 499) == static_cast<std::int64_t>(0x4851477db8791fca % 1000) - 500);
}

TEST_CASE("a copy continues like its original") {
  Rng rng(5, 2);
  for (int i = 0; i < 10; ++i) rng.next();
  Rng copy = rng;
  CHECK(copy == rng);
  CHECK(copy.next() == rng.next());
  rng.next();
  CHECK(copy != rng);
}

TEST_CASE("below stays below, reaches both ends and favours none") {
  Rng rng(11, 0);
  for (const std::size_t bound : {1U, 2U, 3U, 6U, 10U, 17U}) {
    constexpr int kEach = 10'000;
    const auto counts = counts_of(bound, kEach * static_cast<int>(bound),
                                  [&rng, bound] { return rng.below(bound); });
    INFO("bound " << bound);
    CHECK(looks_uniform(counts, kEach, 45));  // 17 values: beyond 45 once in 10,000 seeds
  }
}

TEST_CASE("below favours none even where the bound does not divide 2^64") {
  // With this bound a plain remainder would give the lower half twice as often.
  constexpr std::uint64_t kBound = 3ULL << 62;
  Rng rng(12, 0);
  const auto counts = counts_of(3, 30'000, [&rng] { return rng.below(kBound) >> 62; });
  CHECK(looks_uniform(counts, 10'000, 20));
}

TEST_CASE("between includes both its ends") {
  Rng rng(13, 0);
  const auto counts = counts_of(5, 50'000, [&rng] { return rng.between(-2, 2) + 2; });
  CHECK(looks_uniform(counts, 10'000, 25));
  CHECK(rng.between(9, 9) == 9);
}

TEST_CASE("between spans all of int64") {
  Rng rng(14, 0);
  const auto counts =
      counts_of(2, 10'000, [&rng] { return rng.between(INT64_MIN, INT64_MAX) < 0 ? 0 : 1; });
  CHECK(looks_uniform(counts, 5'000, 15));
  for (int i = 0; i < 1'000; ++i) {
    CHECK(rng.between(INT64_MAX - 1, INT64_MAX) >= INT64_MAX - 1);
    CHECK(rng.between(INT64_MIN, INT64_MIN + 1) <= INT64_MIN + 1);
  }
}

TEST_CASE("chance comes as often as it says") {
  Rng rng(15, 0);
  const auto counts = counts_of(2, 40'000, [&rng] { return rng.chance({1, 4}) ? 1 : 0; });
  CHECK(counts[1] > 9'600);
  CHECK(counts[1] < 10'400);
  for (int i = 0; i < 1'000; ++i) CHECK(rng.chance({1, 1}));
}

TEST_CASE("a chance of nothing draws nothing") {
  Rng rng(16, 0);
  const Rng before = rng;
  CHECK_FALSE(rng.chance({0, 1}));
  CHECK(rng == before);
  rng.chance({1, 2});
  CHECK(rng != before);
}
