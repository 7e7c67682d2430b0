#include "engine/sim/latency.h"

#include <algorithm>
#include <bit>

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

// A place on the fine table: the point below it, and how far on to the next, in parts of 2^24.
struct FinePlace {
  std::size_t point = 0;
  std::int64_t beyond = 0;
};
constexpr int kBeyondBits = 24;

// The leading bits name the halving, the next ones the step, the others lie between two points.
FinePlace place_of(std::uint64_t draw) {
  const bool slow = (draw >> 63) != 0;
  const int halvings = slow ? kUpperHalvings : kLowerHalvings;
  const int leading = slow ? std::countl_one(draw) : std::countl_zero(draw);
  const bool last = leading >= halvings;
  const int halving = last ? halvings - 1 : leading - 1;
  const std::uint64_t rest = draw << (last ? halvings : leading + 1);
  const int row = slow ? kLowerHalvings + halving : kLowerHalvings - 1 - halving;
  const auto step = static_cast<std::size_t>(rest >> (64 - kStepBits));
  return {(static_cast<std::size_t>(row) << kStepBits) + step,
          static_cast<std::int64_t>((rest << kStepBits) >> (64 - kBeyondBits))};
}

Duration value_at(const FineLatency& latency, const FinePlace& place) {
  const std::int64_t low = latency.at[place.point].us;
  const std::int64_t rise = latency.at[place.point + 1].us - low;
  constexpr std::int64_t kHalf = std::int64_t{1} << (kBeyondBits - 1);
  return microseconds(low + ((rise * place.beyond + kHalf) >> kBeyondBits));
}

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

Duration draw(const FineLatency& latency, Rng& rng) {
  return value_at(latency, place_of(rng.next()));
}

Latency outline(const FineLatency& latency) {
  ENSURE(latency.at.size() == kFinePoints);
  Latency table;
  constexpr std::uint64_t kThousandth = UINT64_MAX / 1000;
  for (std::size_t i = 0; i + 1 < kQuantiles.size(); ++i) {
    const auto quantile = static_cast<std::uint64_t>(kQuantiles[i]) * kThousandth;
    table.at[i] = value_at(latency, place_of(quantile));
  }
  table.at.back() = latency.at.back();
  return table;
}

}  // namespace caplab
