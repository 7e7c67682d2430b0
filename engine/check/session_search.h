// The session guarantees of objects whose reads show more than one update's value, or that of
// several: by search.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/options.h"
#include "engine/check/session_verdict.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

struct SessionFound {
  Answer answer = Answer::undecided;
  std::int64_t work = 0;
  std::size_t updates = 0;              // of what was searched last
  std::size_t placed_max = 0;           // how many of them were put in an order at best
  std::vector<std::size_t> operations;  // where violated: the evidence
};

// REQUIRES: reads are the only operations with results; no process goes on after an operation of
// unknown outcome, as in every history that is read or written.
SessionFound search_session(const history::History& history, const Options& options,
                            Guarantee guarantee);

}  // namespace caplab::check
