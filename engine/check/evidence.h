// The few operations of a violated history that alone violate a model, for every model that knows
// processes but no clock: it frees (freed.h) whatever it can while the model still says no.
#pragma once
#include <cstddef>
#include <vector>

#include "engine/check/options.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

// A model's answer. What it says besides is not needed, but a reason makes the shrinking faster.
using Decide = Verdict (*)(const history::History& history, const Options& options);

struct Witness {
  // Violated even if all other operations may have happened at any point or never. None can be
  // spared, unless the budget ran out before all were tried.
  std::vector<std::size_t> core;
  // Where the core's results come from, e.g. the write of a value that it reads.
  std::vector<std::size_t> support;
  // Up to here, in order of the calls, the history is violated, and no earlier.
  std::size_t stuck = kNoOperation;
  Reason reason;  // what the model says against the core; none where it gives no reasons
};

// Works within options.explain_steps_max. `reason` is what was said against the whole history.
// REQUIRES: `decide` finds the history violated.
Witness find_witness(const history::History& history, const Options& options, Decide decide,
                     const Reason& reason);

// All operations that a reason speaks of, in order of their calls.
std::vector<std::size_t> operations_of(const Reason& reason);

}  // namespace caplab::check
