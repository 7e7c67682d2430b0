// For evidence that has no chain of statements: in all orders that explain the other results, what
// the object holds where one operation found something else. For models that know no clock.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "engine/check/options.h"
#include "engine/check/reason.h"
#include "engine/history/history.h"

namespace caplab::check {

struct Unfitting {
  Reason reason;                   // Contradiction::none where there is nothing to tell
  std::vector<std::string> found;  // what the object may hold there, each once
};

// All orders of these few operations that keep each process's own are walked; `support` is bound to
// no process's order. Both are in order of the calls.
Unfitting find_misfit(const history::History& history, const Options& options,
                      const std::vector<std::size_t>& core,
                      const std::vector<std::size_t>& support);

}  // namespace caplab::check
