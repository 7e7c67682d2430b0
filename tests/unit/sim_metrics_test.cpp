// Shares, quantiles, fault windows and convergence, against numbers from books and dumb twins.
#include "engine/sim/metrics.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/base/rng.h"
#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::testing;

TEST_CASE("a square root is the greatest whole number that fits") {
  for (std::int64_t number = 0; number < 20'000; ++number) {
    const std::int64_t root = square_root(number);
    REQUIRE(root * root <= number);
    REQUIRE((root + 1) * (root + 1) > number);
  }
  for (std::int64_t root = 1; root < 3'000'000'000; root = root * 7 + 1) {
    CHECK(square_root(root * root) == root);
    CHECK(square_root(root * root - 1) == root - 1);
  }
}

TEST_CASE("a mean's interval is 1.96 standard errors to both sides") {
  CHECK(mean({7}) == Estimate{7, 7, 7});
  CHECK(mean({5, 5, 5, 5}) == Estimate{5, 5, 5});
  // 50 zeroes and 50 hundreds: the deviation is 50.25, the standard error 5.03.
  std::vector<std::int64_t> halves(100, 0);
  std::fill(halves.begin(), halves.begin() + 50, 100);
  CHECK(mean(halves) == Estimate{50, 40, 60});
  // In millions of them the same, coarser.
  for (std::int64_t& sample : halves) sample *= 10'000'000'000;
  const Estimate large = mean(halves);
  CHECK(large.value == 500'000'000'000);
  CHECK(large.low / 1'000'000'000 == 401);
  CHECK(large.high / 1'000'000'000 == 598);
  CHECK(mean({1, 2}).value == 2);
}

TEST_CASE("Wilson's interval is the published one") {
  // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3,
  // rounded there to four digits and here outwards.
  struct Published {
    std::int64_t part, whole, low, high;
  };
  for (const auto& [part, whole, low, high] :
       {Published{81, 263, 2553, 3662}, Published{15, 148, 624, 1605}, Published{0, 20, 0, 1611},
        Published{1, 29, 61, 1718}}) {
    const Estimate found = share(part, whole, 10'000);
    CAPTURE(part, whole, found.low, found.high);
    CHECK(found.value == part * 10'000 / whole);
    CHECK(found.low <= low);
    CHECK(found.low >= low - 1);
    CHECK(found.high >= high);
    CHECK(found.high <= high + 1);
  }
}

TEST_CASE("a share of everything or nothing ends where it must, and of nothing is unknown") {
  CHECK(share(50, 50, 1000).value == 1000);
  CHECK(share(50, 50, 1000).high == 1000);
  CHECK(share(50, 50, 1000).low < 1000);
  CHECK(share(0, 50, 1000).low == 0);
  CHECK(share(0, 50, 1000).high > 0);
  CHECK(share(0, 0, 1000) == Estimate{0, 0, 1000});
}

TEST_CASE("an interval holds its value and shrinks as more is known") {
  for (std::int64_t whole = 10; whole <= 100'000'000; whole *= 10) {
    const Estimate some = share(whole * 3 / 10, whole, 1'000'000);
    CHECK(some.low <= some.value);
    CHECK(some.value <= some.high);
    const Estimate more = share(whole, whole * 10 / 3, 1'000'000);
    CHECK(more.high - more.low < some.high - some.low);
  }
}

TEST_CASE("clusters of one are independent samples, clusters of equals count once each") {
  std::vector<Cluster> ones;
  std::vector<Cluster> tens;
  for (int i = 0; i < 200; ++i) {
    ones.push_back({i % 4 == 0 ? 1 : 0, 1});
    tens.push_back({i % 4 == 0 ? 10 : 0, 10});
  }
  CHECK(share(ones, 1000) == share(50, 200, 1000));
  CHECK(share(tens, 1000) == share(50, 200, 1000));
  std::vector<Cluster> even(200, Cluster{3, 12});
  CHECK(share(even, 1000) == share(600, 2400, 1000));
  CHECK(share(std::vector<Cluster>{}, 1000) == Estimate{0, 0, 1000});
  CHECK(share(std::vector<Cluster>(50, {0, 9}), 1000) == share(0, 450, 1000));
}

TEST_CASE("less than one effective miss is rounded outwards, not away") {
  std::vector<Cluster> runs(1000, Cluster{0, 100});
  runs[0].part = 99;
  const Estimate one = share(runs, 1'000'000);
  CHECK(one.value == 990);
  CHECK(one.high > 5000);  // of some 1,000 independent samples one
  CHECK(one.high <= 6000);
  runs[0].part = 100;
  runs[1].part = 90;
  CHECK(share(runs, 1'000'000).high > 6800);
}

namespace {

// By sorting, as the definition says.
std::int64_t sorted_quantile(std::vector<std::int64_t> samples, std::size_t per_mille) {
  std::sort(samples.begin(), samples.end());
  std::size_t rank = 1;
  while (rank * 1000 < samples.size() * per_mille) ++rank;
  return samples[rank - 1];
}

}  // namespace

TEST_CASE("a quantile is the sample at its rank") {
  Rng rng(7, 7);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::int64_t> samples(static_cast<std::size_t>(1 + rng.below(300)));
    for (std::int64_t& sample : samples) sample = rng.between(0, 1000);
    for (const std::int64_t per_mille : {1, 500, 950, 990, 1000}) {
      const std::int64_t expected = sorted_quantile(samples, static_cast<std::size_t>(per_mille));
      const Estimate found = quantile(samples, per_mille);
      REQUIRE(found.value == expected);
      REQUIRE(found.low <= found.value);
      REQUIRE(found.high >= found.value);
    }
  }
}

TEST_CASE("the interval of the 99th percentile of 10,000 spans 20 ranks either way") {
  std::vector<std::int64_t> samples;
  for (std::int64_t i = 1; i <= 10'000; ++i) samples.push_back(i);
  // 1.96 × sqrt(10,000 × 0.99 × 0.01) is 19.5.
  CHECK(quantile(samples, 990) == Estimate{9900, 9880, 9920});
}

TEST_CASE("the fault window runs from the first cut to the last mending") {
  const Command cut = Cut{site_of(kNorth), site_of(kSouth), true};
  const Command skew = SkewClock{kNorth, milliseconds(5), 0};
  CHECK(fault_window({}) == FaultWindow{kNever, kNever});
  CHECK(fault_window({{at_ms(0), skew}}) == FaultWindow{kNever, kNever});
  CHECK(fault_window({{at_ms(0), skew}, {at_ms(5), cut}, {at_ms(9), Heal{}}}) ==
        FaultWindow{at_ms(5), at_ms(9)});
  CHECK(fault_window({{at_ms(5), cut},
                      {at_ms(9), Heal{}},
                      {at_ms(11), Crash{kNorth}},
                      {at_ms(12), Restart{kNorth}}}) == FaultWindow{at_ms(5), at_ms(12)});
  CHECK(fault_window({{at_ms(5), cut}, {at_ms(9), Heal{}}, {at_ms(11), cut}}) ==
        FaultWindow{at_ms(5), kNever});
  CHECK(fault_window({{at_ms(3), Heal{}}, {at_ms(5), cut}}) == FaultWindow{at_ms(5), kNever});
}

TEST_CASE("replicas that agree at the mending have taken no time") {
  HandMade made;
  CHECK(time_to_agree(made.run.scenario.system, made.run.log, at_ms(50)) == Duration{});
  for (const NodeId replica : {kNorth, kSouth, kEast}) made.stores(10, replica, 20, 9);
  CHECK(time_to_agree(made.run.scenario.system, made.run.log, at_ms(50)) == Duration{});
}

TEST_CASE("the time to agree ends when the last of the differing copies is equal") {
  HandMade made;
  made.stores(10, kNorth, 20, 9);
  made.stores(60, kSouth, 20, 9);
  const System& system = made.run.scenario.system;
  CHECK(time_to_agree(system, made.run.log, at_ms(50)) == std::nullopt);
  made.stores(75, kEast, 20, 9);
  CHECK(time_to_agree(system, made.run.log, at_ms(50)) == milliseconds(25));
  // What is written after they agreed does not count.
  made.stores(80, kEast, 10, 79);
  CHECK(time_to_agree(system, made.run.log, at_ms(50)) == milliseconds(25));
}

TEST_CASE("equal numbers with different stamps are not agreement, and every key counts") {
  HandMade made;
  const System& system = made.run.scenario.system;
  made.stores(10, kNorth, 20, 9);
  made.stores(11, kSouth, 20, 10);
  made.stores(12, kEast, 20, 9);
  CHECK(time_to_agree(system, made.run.log, at_ms(50)) == std::nullopt);
  made.stores(60, kNorth, 20, 10);
  made.stores(70, kEast, 20, 10);
  CHECK(time_to_agree(system, made.run.log, at_ms(50)) == milliseconds(20));
  HandMade keys;
  keys.stores(10, kNorth, 20, 9, 1);
  keys.stores(60, kSouth, 20, 9, 1);
  CHECK(time_to_agree(system, keys.run.log, at_ms(50)) == std::nullopt);
}

TEST_CASE("a key that agrees twice does not stand for another one") {
  HandMade made;
  made.stores(10, kNorth, 20, 9, 0);
  made.stores(10, kNorth, 20, 9, 1);
  for (const std::int64_t stamp : {9, 70}) {
    for (const NodeId replica : {kNorth, kSouth, kEast}) made.stores(60, replica, 20, stamp, 0);
  }
  const System& system = made.run.scenario.system;
  CHECK(time_to_agree(system, made.run.log, at_ms(50)) == std::nullopt);
}
