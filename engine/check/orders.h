// Walks through all orders of a few operations, to see where they end. For explanations: it takes
// none of the search's shortcuts, since those would hide states that a reader expects to see.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/problem.h"
#include "engine/check/verdict.h"

namespace caplab::check {

// One attempt that failed: `action` did not fit behind the actions of `order`.
struct Misfit {
  std::size_t action = 0;
  std::vector<std::size_t> order;
  bool operator==(const Misfit&) const = default;
};

struct Ends {
  bool complete = false;             // all orders were walked within the budget
  std::size_t stuck = kNoOperation;  // the action before whose return even the best order ends
  bool only_stuck_misfits = true;    // no other action ever failed, and this one always did
  std::vector<Misfit> misfits;       // of the stuck action
};

// REQUIRES: the problem is violated.
Ends walk_orders(const Problem& problem, std::int64_t steps_max);

}  // namespace caplab::check
