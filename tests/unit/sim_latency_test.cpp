// Latency tables: what is drawn follows the table, on large samples and to the bit.
#include "engine/sim/latency.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <vector>

#include "engine/sim/metrics.h"

using namespace caplab;

namespace {

constexpr std::int64_t kDraws = 400'000;

// Every step of another width, so that a mix-up of two shows.
constexpr Latency kUneven{{milliseconds(1), milliseconds(4), milliseconds(6), milliseconds(13),
                           milliseconds(29), milliseconds(70), milliseconds(190)}};

std::vector<std::int64_t> draws_of(const Latency& latency, std::uint64_t seed) {
  Rng rng(seed, 0);
  std::vector<std::int64_t> draws;
  for (std::int64_t i = 0; i < kDraws; ++i) draws.push_back(draw(latency, rng).us);
  return draws;
}

std::int64_t count_below(const std::vector<std::int64_t>& draws, std::int64_t limit) {
  return std::count_if(draws.begin(), draws.end(), [&](std::int64_t d) { return d < limit; });
}

// Whether `count` of kDraws is `per_million` of them, up to five standard deviations.
bool is_share(std::int64_t count, std::int64_t per_million) {
  const std::int64_t difference = count - kDraws * per_million / 1'000'000;
  const std::int64_t variance =
      kDraws * per_million / 1'000'000 * (1'000'000 - per_million) / 1'000'000;
  return difference * difference <= 25 * variance + 1;
}

}  // namespace

TEST_CASE("the quantiles of many draws are those of the table") {
  for (const Latency& latency : {kUneven, latency_from(milliseconds(20), milliseconds(45))}) {
    const std::vector<std::int64_t> draws = draws_of(latency, 1);
    for (std::size_t i = 1; i + 1 < kQuantiles.size(); ++i) {
      CAPTURE(kQuantiles[i], latency.at[i].us);
      CHECK(is_share(count_below(draws, latency.at[i].us), kQuantiles[i] * 1000));
    }
  }
}

TEST_CASE("between two quantiles the draws lie evenly") {
  const std::vector<std::int64_t> draws = draws_of(kUneven, 2);
  for (std::size_t i = 1; i < kQuantiles.size(); ++i) {
    CAPTURE(kQuantiles[i]);
    const std::int64_t middle = (kUneven.at[i - 1].us + kUneven.at[i].us) / 2;
    CHECK(is_share(count_below(draws, middle), (kQuantiles[i - 1] + kQuantiles[i]) * 500));
  }
}

TEST_CASE("no draw is below the first quantile or above the last") {
  const std::vector<std::int64_t> draws = draws_of(kUneven, 3);
  const auto [least, most] = std::minmax_element(draws.begin(), draws.end());
  CHECK(*least >= kUneven.at.front().us);
  CHECK(*most <= kUneven.at.back().us);
  CHECK(*most > kUneven.at[5].us);
}

TEST_CASE("a table of one value draws that value") {
  Latency constant;
  constant.at.fill(milliseconds(10));
  Rng rng(4, 0);
  for (int i = 0; i < 1000; ++i) REQUIRE(draw(constant, rng) == milliseconds(10));
}

TEST_CASE("a draw takes one number from the stream, whatever the table") {
  Rng drawn(5, 0);
  Rng counted(5, 0);
  for (int i = 0; i < 100; ++i) {
    draw(i % 2 == 0 ? kUneven : Latency{}, drawn);
    counted.next();
    REQUIRE(drawn == counted);
  }
}

TEST_CASE("a stated median and 99th percentile stand in the table, which never falls") {
  struct Stated {
    Duration p50;
    Duration p99;
  };
  const Stated all[] = {
      {milliseconds(9), milliseconds(16)},  {microseconds(300), microseconds(900)},
      {milliseconds(40), milliseconds(40)}, {microseconds(1), microseconds(2)},
      {milliseconds(1), seconds(60)},       {Duration{}, Duration{}}};
  for (const Stated& stated : all) {
    const Latency latency = latency_from(stated.p50, stated.p99);
    CHECK(latency.at[1] == stated.p50);
    CHECK(latency.at[4] == stated.p99);
    CHECK(std::is_sorted(latency.at.begin(), latency.at.end()));
    CHECK(latency.at.front() >= Duration{});
  }
}

TEST_CASE("the median and the 99th percentile of many draws are the stated ones") {
  std::vector<std::int64_t> draws = draws_of(latency_from(milliseconds(22), milliseconds(34)), 6);
  const Estimate median = quantile(draws, 500);
  CHECK(median.value > 21'900);
  CHECK(median.value < 22'100);
  const Estimate tail = quantile(draws, 990);
  CHECK(tail.value > 33'700);
  CHECK(tail.value < 34'300);
}
