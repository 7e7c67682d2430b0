// Makes a violated part of a history small: frees operations while what is left stays violated.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "engine/check/options.h"
#include "engine/check/problem.h"
#include "engine/history/history.h"

namespace caplab::check {

// The positions of operations that are violated even if all others may have taken effect at any
// time or never. None can be spared, unless `steps_max` ran out before all were tried.
// REQUIRES: `parts` were found violated, and none is freed.
std::vector<std::uint32_t> shrink(const history::History& history, const Options& options,
                                  std::span<const Part> parts, std::int64_t steps_max);

}  // namespace caplab::check
