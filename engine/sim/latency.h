// How long a message takes: a table of quantiles, drawn from with integer interpolation, so that
// every compiler draws the same.
#pragma once
#include <array>

#include "engine/base/rng.h"
#include "engine/base/time.h"

namespace caplab {

// The quantiles that a table gives, in thousandths; the last is the longest possible.
inline constexpr std::array<std::int64_t, 7> kQuantiles{0, 500, 750, 900, 990, 999, 1000};

struct Latency {
  std::array<Duration, kQuantiles.size()> at{};  // by kQuantiles, not decreasing
  bool operator==(const Latency&) const = default;
};

// A table through a stated median and 99th percentile (REQUIRES: p50 <= p99). What lies between
// and beyond is our own assumption, a straight line through few points: a quarter of the messages
// gain at most 10 % on the median, the tail beyond the 99th reaches twice its distance.
Latency latency_from(Duration p50, Duration p99);

Duration draw(const Latency& latency, Rng& rng);

}  // namespace caplab
