// Is there an order of a problem's operations that respects time and explains all results? The
// search of Wing & Gong (1993) with Lowe's memo (2017). It knows nothing of keys, files or words.
#pragma once
#include <cstdint>

#include "engine/check/problem.h"
#include "engine/check/verdict.h"

namespace caplab::check {

struct Found {
  Answer answer = Answer::undecided;
  std::int64_t work = 0;              // steps taken: one is one attempt to put one operation next
  std::int64_t reached = kBeforeAll;  // the latest return that some order came up to
  std::size_t longest = 0;            // certain operations in the longest order that was tried
  std::size_t certain = 0;            // and in all
  bool too_large = false;             // undecided because memory is bounded, not for want of steps
};

Found search(const Problem& problem, std::int64_t steps_max);

}  // namespace caplab::check
