// How long a message takes: a table of quantiles, drawn from with integer interpolation, so that
// every compiler draws the same.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

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

// A finer table, for what depends on the tails: below the median an interval for each halving of
// the share that is quicker, above it one for each halving of the share that is slower, down to
// 2^-20, and each of them in 32 equal steps. The last point is the longest possible.
inline constexpr int kLowerHalvings = 8;
inline constexpr int kUpperHalvings = 20;
inline constexpr int kStepBits = 5;
inline constexpr std::size_t kFinePoints =
    (std::size_t{kLowerHalvings + kUpperHalvings} << kStepBits) + 1;

struct FineLatency {
  std::vector<Duration> at;  // kFinePoints, not decreasing
  bool operator==(const FineLatency&) const = default;
};

Duration draw(const FineLatency& latency, Rng& rng);

// The fine table's outline, for what needs no more: distances, pictures.
Latency outline(const FineLatency& latency);

// Which way of a question and its answer a message goes: a profile may know each by itself.
enum class Leg : std::uint8_t { write, acknowledgement, read, response };
inline constexpr std::size_t kLegs = 4;
// By Leg: the position in System::fine.
using LegTables = std::array<std::uint16_t, kLegs>;

}  // namespace caplab
