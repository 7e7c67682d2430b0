#include "engine/sim/latency.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab {
namespace {

// A draw picks one of 2^20 equally likely places on the quantile scale; kQuantiles in those places.
constexpr int kPlaceBits = 20;

constexpr std::array<std::int64_t, kQuantiles.size()> kMarks = [] {
  std::array<std::int64_t, kQuantiles.size()> marks{};
  for (std::size_t i = 0; i < marks.size(); ++i) {
    marks[i] = (kQuantiles[i] << kPlaceBits) / 1000;
  }
  return marks;
}();

}  // namespace

Latency latency_from(Duration p50, Duration p99) {
  ENSURE(p50 <= p99);
  const Duration tail = p99 - p50;
  return {{p50 - p50 / 4, p50, p50 + std::min(p50 / 10, tail / 4), p50 + tail / 2, p99, p99 + tail,
           p99 + tail * 2}};
}

Duration draw(const Latency& latency, Rng& rng) {
  const auto place = static_cast<std::int64_t>(rng.next() >> (64 - kPlaceBits));
  std::size_t upper = 1;
  while (kMarks[upper] <= place) ++upper;
  const Duration low = latency.at[upper - 1];
  const Duration rise = latency.at[upper] - low;
  const std::int64_t width = kMarks[upper] - kMarks[upper - 1];
  return low + microseconds(rise.us * (place - kMarks[upper - 1]) / width);
}

}  // namespace caplab
