// Makes a violated part of a history small enough to be told.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "engine/check/options.h"
#include "engine/check/problem.h"
#include "engine/history/history.h"

namespace caplab::check {

struct Evidence {
  // Violated even if all other operations may have taken effect at any time or never. None can be
  // spared, unless the budget ran out before all were tried.
  std::vector<std::uint32_t> core;
  // Where the core's results come from, e.g. the write of a value that it reads.
  std::vector<std::uint32_t> support;
};

// Works within options.explain_steps_max. `reached` is how far the search's best order came.
// REQUIRES: `parts` were found violated, and none is freed.
Evidence shrink(const history::History& history, const Options& options,
                std::span<const Part> parts, std::int64_t reached);

}  // namespace caplab::check
