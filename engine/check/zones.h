// The test of Gibbons & Korach (1997, section 4.3) for registers of which every value was written
// once: no search, O(n log n). A value's zone is the time that it must, or may, have lasted.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/check/options.h"
#include "engine/check/problem.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

struct ZoneAnswer {
  bool holds = true;
  std::vector<Part> conflict;  // where it does not: a few operations that are violated alone
  std::int64_t work = 0;
};

// Nothing where the test does not apply: another object, a compare-and-set, a value written twice.
// REQUIRES: the parts are on one key and none is freed.
std::optional<ZoneAnswer> test_zones(const history::History& history, const Options& options,
                                     std::span<const Part> parts);

}  // namespace caplab::check
