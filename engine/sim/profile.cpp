// Everything here is whole numbers: fits come as tables, regions as few published quantiles with
// straight lines between them.
#include "engine/sim/profile.h"

#include <algorithm>
#include <vector>

#include "engine/base/ensure.h"
#include "engine/base/number.h"
#include "engine/sim/profile_fits.h"
#include "engine/sim/profile_regions.h"

namespace caplab {
namespace {

// Shares are counted in parts of 2^26 here, which every point of the fine scale is a multiple of.
constexpr int kShareBits = kUpperHalvings + kStepBits + 1;
constexpr std::int64_t kWhole = std::int64_t{1} << kShareBits;
constexpr std::int64_t kSteps = std::int64_t{1} << kStepBits;

struct Point {
  std::int64_t share = 0;
  std::int64_t ticks = 0;
};

// The share of messages that are at most as slow as this point of the scale says.
std::int64_t share_at(std::size_t point) {
  const auto row = static_cast<int>(point >> kStepBits);
  const auto step = static_cast<std::int64_t>(point) % kSteps;
  if (row < kLowerHalvings) {
    const std::int64_t high = kWhole >> (kLowerHalvings - row);
    const std::int64_t low = row == 0 ? 0 : high / 2;
    return low + (high - low) * step / kSteps;
  }
  const int halving = row - kLowerHalvings;
  if (halving == kUpperHalvings) return kWhole;
  const std::int64_t high = kWhole >> (1 + halving);
  const std::int64_t low = halving == kUpperHalvings - 1 ? 0 : high / 2;
  return kWhole - high + (high - low) * step / kSteps;
}

// REQUIRES: points from 0 to kWhole, both rising.
FineLatency through(std::span<const Point> points) {
  FineLatency latency;
  std::size_t upper = 1;
  for (std::size_t i = 0; i < kFinePoints; ++i) {
    const std::int64_t share = share_at(i);
    while (points[upper].share < share) ++upper;
    const Point& low = points[upper - 1];
    const Point& high = points[upper];
    const std::int64_t rise = (high.ticks - low.ticks) * (share - low.share);
    latency.at.push_back(microseconds(low.ticks + rise / (high.share - low.share)));
  }
  return latency;
}

LegLatencies on_every_leg(const FineLatency& latency) {
  return {{latency, latency, latency, latency}};
}

LegLatencies write_and_others(const FineLatency& write, const FineLatency& other) {
  return {{write, other, other, other}};
}

FineLatency from_fit(const std::array<std::int64_t, kFinePoints>& nanoseconds,
                     std::int64_t ticks_in_ms) {
  constexpr std::int64_t kNanosecondsInMs = 1'000'000;
  FineLatency latency;
  for (const std::int64_t ns : nanoseconds) {
    const std::int64_t ticks = (ns * ticks_in_ms + kNanosecondsInMs / 2) / kNanosecondsInMs;
    latency.at.push_back(microseconds(ticks));
  }
  return latency;
}

// The table is in thousand-millionths of the mean, the rate in thousandths per millisecond.
FineLatency exponential(std::int64_t rate, std::int64_t ticks_in_ms) {
  std::array<std::int64_t, kFinePoints> nanoseconds = fits::kExponential;
  for (std::int64_t& ns : nanoseconds) ns = (ns + rate / 2) / rate;
  return from_fit(nanoseconds, ticks_in_ms);
}

FineLatency later(FineLatency latency, std::int64_t ticks) {
  for (Duration& at : latency.at) at = at + microseconds(ticks);
  return latency;
}

// Half of the round trip: which way is the slower one was not measured.
std::int64_t one_way(std::int64_t round_trip_us, std::int64_t ticks_in_ms) {
  return (round_trip_us * ticks_in_ms / 1000 + 1) / 2;
}

// The quickest was not published: it is what makes the mean of the straight lines the published
// one, but at least half of the median.
std::int64_t least_for_mean(const std::vector<Point>& points, std::int64_t mean) {
  std::int64_t left = 2 * mean * kWhole;
  for (std::size_t i = 1; i + 1 < points.size(); ++i) {
    left -= (points[i + 1].share - points[i].share) * (points[i].ticks + points[i + 1].ticks);
  }
  const std::int64_t median = points[1].ticks;
  return std::clamp(left / points[1].share - median, median / 2, median);
}

FineLatency from_percentiles(const regions::Percentiles& published, std::int64_t ticks_in_ms) {
  constexpr std::array<std::int64_t, 7> kShares{50'000, 75'000, 95'000, 99'000,
                                                99'900, 99'990, 99'999};
  std::vector<Point> points{{0, 0}};
  for (std::size_t i = 0; i < kShares.size(); ++i) {
    points.push_back({kWhole * kShares[i] / 100'000, published.us[i + 1]});
  }
  points.push_back({kWhole, published.us.back()});
  points.front().ticks = least_for_mean(points, published.us.front());
  for (Point& point : points) point.ticks = one_way(point.ticks, ticks_in_ms);
  return through(points);
}

// What lies between is our assumption: half are between the quickest and the mean, the others rise
// by the mean deviation to the 90th percentile and once more to the 99th.
FineLatency from_spread(const regions::Spread& published, std::int64_t ticks_in_ms) {
  const auto at_most = [&](std::int64_t us) { return std::min(us, published.max); };
  std::vector<Point> points{{0, published.min},
                            {kWhole / 2, published.mean},
                            {kWhole / 10 * 9, at_most(published.mean + published.deviation)},
                            {kWhole / 100 * 99, at_most(published.mean + 2 * published.deviation)},
                            {kWhole / 10'000 * 9999, published.max},
                            {kWhole, published.max}};
  for (Point& point : points) point.ticks = one_way(point.ticks, ticks_in_ms);
  return through(points);
}

Error unknown_profile() {
  return {
      "must be a latency profile: lan, same-region, lnkd-ssd, lnkd-disk, ymmr, wan, exp:W,ARS "
      "(rates per millisecond), 2013:A/B or 2020:A/B (regions such as us-east-1)"};
}

template <typename Table>
const auto* row_of(const Table& table, std::string_view pair) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const auto& row) {
    return pair.size() == row.from.size() + 1 + row.to.size() && pair.starts_with(row.from) &&
           pair[row.from.size()] == '/' && pair.ends_with(row.to);
  });
  return found == table.end() ? nullptr : &*found;
}

Result<LegLatencies> regions_named(std::string_view name, std::int64_t ticks_in_ms) {
  const std::string_view pair = name.substr(5);
  if (name.starts_with("2013:")) {
    if (const auto* row = row_of(regions::kPercentiles2013, pair)) {
      return on_every_leg(from_percentiles(*row, ticks_in_ms));
    }
  } else if (const auto* row = row_of(regions::kSpreads2020, pair)) {
    return on_every_leg(from_spread(*row, ticks_in_ms));
  }
  return Error{"must name two regions that were measured then, such as " +
               std::string(name.substr(0, 5)) + "us-east-1/eu-west-1"};
}

Result<LegLatencies> exponential_named(std::string_view rates, std::int64_t ticks_in_ms) {
  constexpr std::int64_t kRateMax = 1'000'000;
  const std::size_t comma = std::min(rates.find(','), rates.size());
  const Result<std::int64_t> write = parse_scaled(rates.substr(0, comma), 3);
  const Result<std::int64_t> other =
      parse_scaled(rates.substr(std::min(comma + 1, rates.size())), 3);
  const auto fits = [](const Result<std::int64_t>& rate) {
    return rate && *rate > 0 && *rate <= kRateMax;
  };
  if (!fits(write) || !fits(other)) {
    return Error{"must have two rates per millisecond, from 0.001 to 1000, as in exp:0.1,1"};
  }
  return write_and_others(exponential(*write, ticks_in_ms), exponential(*other, ticks_in_ms));
}

}  // namespace

Result<LegLatencies> profile_named(std::string_view name, std::int64_t ticks_in_ms) {
  constexpr std::int64_t kRemoteMs = 75;
  const auto fit = [&](const auto& table) { return from_fit(table, ticks_in_ms); };
  if (name == "lan") return regions_named("2013:host-2/host-3", ticks_in_ms);
  if (name == "same-region") return regions_named("2013:zone-b/zone-c", ticks_in_ms);
  if (name == "lnkd-ssd") return on_every_leg(fit(fits::kSsd));
  if (name == "lnkd-disk") return write_and_others(fit(fits::kDisk), fit(fits::kSsd));
  if (name == "ymmr") return write_and_others(fit(fits::kYmmrWrite), fit(fits::kYmmrOther));
  if (name == "wan") {
    const std::int64_t far = kRemoteMs * ticks_in_ms;
    return write_and_others(later(fit(fits::kDisk), far), later(fit(fits::kSsd), far));
  }
  if (name.starts_with("exp:")) return exponential_named(name.substr(4), ticks_in_ms);
  const bool regions = name.starts_with("2013:") || name.starts_with("2020:");
  return regions ? regions_named(name, ticks_in_ms) : unknown_profile();
}

FineLatency refined(const Latency& latency) {
  std::vector<Point> points;
  for (std::size_t i = 0; i < kQuantiles.size(); ++i) {
    points.push_back({kWhole * kQuantiles[i] / 1000, latency.at[i].us});
  }
  return through(points);
}

LegTables add_tables(System& system, const LegLatencies& latencies) {
  LegTables tables{};
  for (std::size_t leg = 0; leg < kLegs; ++leg) {
    const FineLatency& latency = latencies.by_leg[leg];
    const auto found = std::find(system.fine.begin(), system.fine.end(), latency);
    tables[leg] = static_cast<std::uint16_t>(found - system.fine.begin());
    if (found == system.fine.end()) system.fine.push_back(latency);
  }
  return tables;
}

void use_between_sites(System& system, const LegLatencies& latencies) {
  const std::size_t sites = system.sites.size();
  if (system.legs.empty()) {
    for (const Latency& plain : system.latencies) {
      const FineLatency fine = refined(plain);
      system.legs.push_back(add_tables(system, {{fine, fine, fine, fine}}));
    }
  }
  for (std::size_t line = 0; line < sites * sites; ++line) {
    if (line / sites == line % sites) continue;
    system.latencies[line] = outline(latencies.by_leg[static_cast<std::size_t>(Leg::read)]);
    system.legs[line] = add_tables(system, latencies);
  }
}

}  // namespace caplab
