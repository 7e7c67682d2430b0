// What samples of the PBS experiment come to, for people: shares and milliseconds. Nothing decides
// by these, so they may be floating point.
#pragma once
#include <cstdint>
#include <vector>

#include "engine/base/rng.h"
#include "engine/sim/pbs.h"

namespace caplab::pbs {

// The least sample that at least `share` of all do not exceed, in nanoseconds. Reorders.
// REQUIRES: samples is not empty; 0 < share <= 1.
std::int64_t quantile(std::vector<std::int64_t>& samples, Ratio share);

// Half the distance between the samples one standard deviation of the rank below and above.
double standard_error(std::vector<std::int64_t>& samples, Ratio share);

// The share of reads that see the write when they start `ns` after its end.
double consistent_at(const Samples& samples, std::int64_t ns);

// The chance that a read sees one of the last `k` versions, once all is quiet and writes are far
// apart: 1 - (C(N-W, R) / C(N, R))^k. (The paper prints C(N-W, N) in one place; R is meant.)
double within_versions(int n, int r, int w, int k);

}  // namespace caplab::pbs
