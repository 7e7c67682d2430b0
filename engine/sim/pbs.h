// Probabilistically bounded staleness: how soon after a write a read sees it, measured on the real
// quorum protocol over the real network. A trial is one write and, at once, one read, on a fresh
// key, by clients that coordinate themselves: the write waits for W replicas, the read asks all N
// and takes the first R. Nothing repairs, nothing fails.
// After: Bailis, Venkataraman, Franklin, Hellerstein, Stoica, "Probabilistically Bounded Staleness
// for Practical Partial Quorums" (PVLDB 5(8), 2012), §5.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/result.h"

namespace caplab::pbs {

struct Config {
  std::string profile = "lnkd-ssd";  // as in profile.h; "wan" has a site for each replica
  int n = 3;
  int r = 1;
  int w = 1;
  std::int64_t trials = 100'000;
  std::uint64_t seed = 1;
};

// One number a trial, in nanoseconds.
struct Samples {
  std::vector<std::int64_t> write;
  std::vector<std::int64_t> read;
  // How long the read would have had to wait after the write's end to see it: 0 where it did see
  // it. Read off the messages' own times (the paper's t*), so one run gives the whole curve.
  std::vector<std::int64_t> fresh_after;
  // Trials in which that time and what the read really showed disagree; there should be none.
  std::int64_t disagreements = 0;
};

inline constexpr int kReplicasMax = 15;
inline constexpr std::int64_t kTrialsMax = 20'000'000;

// Errors say which part of the configuration is wrong and what is allowed.
Result<Samples> measure(const Config& config);

}  // namespace caplab::pbs
