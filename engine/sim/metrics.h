// Numbers that logs come to: shares and quantiles with 95 % intervals, the time of the faults, the
// time until replicas agree. Integers throughout, so that every machine reports the same.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/sim/log.h"
#include "engine/sim/scenario.h"

namespace caplab {

// A measured number and its 95 % interval.
struct Estimate {
  std::int64_t value = 0;
  std::int64_t low = 0;
  std::int64_t high = 0;
  bool operator==(const Estimate&) const = default;
};

// `part` of `whole` in parts of `scale` (1000: thousandths). The value is rounded down, the
// interval (Wilson 1927, the score interval) outwards. Nothing is known where `whole` is 0.
// REQUIRES: 0 <= part <= whole <= 10^8, scale <= 10^6.
Estimate share(std::int64_t part, std::int64_t whole, std::int64_t scale);

// Samples that belong together, such as the requests of one run: they share its fault.
struct Cluster {
  std::int64_t part = 0;
  std::int64_t whole = 0;
};

// The share over all clusters. The interval is that of as many independent samples as would vary
// as much as the clusters do (Kish 1965, "Survey Sampling" §8.2: the design effect).
// REQUIRES: at most 10^5 clusters of at most 10^3 each; otherwise as above.
Estimate share(const std::vector<Cluster>& clusters, std::int64_t scale);

// The smallest sample that at least `per_mille` thousandths of all do not exceed, and the samples
// at the ranks that hold it with 95 % (normal approximation of the binomial). Reorders `samples`.
// REQUIRES: 0 < per_mille <= 1000; samples is not empty.
Estimate quantile(std::vector<std::int64_t>& samples, std::int64_t per_mille);

// The mean, rounded up, and 1.96 standard errors to both sides, within the samples' own range.
// REQUIRES: samples is not empty; at most 10^5 of them, none beyond 10^12.
Estimate mean(const std::vector<std::int64_t>& samples);

// The greatest number whose square is at most `number`. REQUIRES: number >= 0.
std::int64_t square_root(std::int64_t number);

// When the network was at fault: from the first cut, slow, lossy or doubling link, crash or pause
// to the last mend. A skewed clock or a disk that lies is a fault that nobody waits for to be
// mended.
struct FaultWindow {
  Time first = kNever;
  Time healed = kNever;
  bool operator==(const FaultWindow&) const = default;
};
FaultWindow fault_window(const std::vector<TimedCommand>& faults);

// How long after `from` it took until the replicas of each key had been equal at one moment; the
// slowest key counts. Empty where one never was. `from` itself is such a moment.
std::optional<Duration> time_to_agree(const System& system, const Log& log, Time from);

}  // namespace caplab
