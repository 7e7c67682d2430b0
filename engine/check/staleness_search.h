// Whether some order of one object's updates lets every read find a version that is new enough.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/options.h"
#include "engine/check/problem.h"
#include "engine/check/verdict.h"

namespace caplab::check {

struct StalenessQuestion {
  const Problem* problem = nullptr;
  const Options* options = nullptr;
  // The updates in the order that is known, by position in the problem's actions.
  bool order_is_known = false;
  std::vector<std::size_t> order;
  std::size_t only = kNoAction;  // the one action whose result is looked at, or all
};

struct StalenessFound {
  Answer answer = Answer::undecided;
  std::int64_t work = 0;
  std::size_t updates = 0;
  std::size_t placed_max = 0;  // how many updates were put in an order at best
};

StalenessFound search_staleness(const StalenessQuestion& question, std::int64_t steps_max);

}  // namespace caplab::check
