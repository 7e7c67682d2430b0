// Latency profiles by name: measured or fitted tables, by the leg that a message is on.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/base/result.h"
#include "engine/sim/scenario.h"

namespace caplab {

struct LegLatencies {
  std::array<FineLatency, kLegs> by_leg;  // by Leg
  bool operator==(const LegLatencies&) const = default;
};

// How fine time is counted: lessons count microseconds, the PBS experiment nanoseconds.
inline constexpr std::int64_t kMicrosecondsInMs = 1000;

// The profile of that name, one way; or what may stand there:
//   lan, same-region        two machines of a zone, two zones of a region (2013)
//   2013:A/B, 2020:A/B      from region A to region B; the half of the published round trip
//   lnkd-ssd lnkd-disk ymmr the fits of the PBS paper (see tools/latency_fits.py)
//   wan                     lnkd-disk and 75 ms more on every leg, as in the same paper
//   exp:W,ARS               exponential, with these rates per millisecond on writes and the others
Result<LegLatencies> profile_named(std::string_view name,
                                   std::int64_t ticks_in_ms = kMicrosecondsInMs);

// The same latencies on a finer table.
FineLatency refined(const Latency& latency);

// Keeps the tables, each once, and says where they are; for a row of System::legs.
LegTables add_tables(System& system, const LegLatencies& latencies);

// Gives every line between two sites this latency, the same there and back.
void use_between_sites(System& system, const LegLatencies& latencies);

}  // namespace caplab
