#include "engine/sim/latency.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab {

Latency latency_from(Duration p50, Duration p99) {
  ENSURE(p50 <= p99);
  const Duration tail = p99 - p50;
  return {{p50 - p50 / 4, p50, p50 + std::min(p50 / 10, tail / 4), p50 + tail / 2, p99, p99 + tail,
           p99 + tail * 2}};
}

Duration draw(const Latency& latency, Rng& rng) {
  // A million equally likely places on the quantile scale, and a straight line between its marks.
  constexpr std::int64_t kPlaces = 1'000'000;
  const auto place = static_cast<std::int64_t>(rng.below(kPlaces));
  std::size_t upper = 1;
  while (kQuantiles[upper] * (kPlaces / 1000) <= place) ++upper;
  const std::int64_t from = kQuantiles[upper - 1] * (kPlaces / 1000);
  const std::int64_t width = kQuantiles[upper] * (kPlaces / 1000) - from;
  const Duration low = latency.at[upper - 1];
  const Duration rise = latency.at[upper] - low;
  return low + microseconds(rise.us * (place - from) / width);
}

}  // namespace caplab
