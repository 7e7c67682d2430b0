// Published round trips between regions; the sources stand beside the figures.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace caplab::regions {

// One direction of a pair: the mean, then the quantiles 0.5, 0.75, 0.95, 0.99, 0.999, 0.9999 and
// 0.99999; microseconds, there and back.
struct Percentiles {
  std::string_view from;
  std::string_view to;
  std::array<std::int64_t, 8> us;
};
extern const std::array<Percentiles, 68> kPercentiles2013;

// The same, where less was published: the quickest, the mean, the slowest, the mean deviation.
struct Spread {
  std::string_view from;
  std::string_view to;
  std::int64_t min = 0;
  std::int64_t mean = 0;
  std::int64_t max = 0;
  std::int64_t deviation = 0;
};
extern const std::array<Spread, 169> kSpreads2020;

}  // namespace caplab::regions
