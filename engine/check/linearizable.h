// Linearizability (Herlihy & Wing 1990): is there one order of all operations that respects real
// time and explains every result? Intervals are closed: an operation comes before another only if
// it returned earlier than the other was called, whoever called them.
#pragma once
#include "engine/check/options.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

// Decides first, each key by itself (linearizability composes), and explains a "no" afterwards,
// each under its own budget. The same history always gets the same verdict.
// REQUIRES: every operation is one of functions_of(options.object).
Verdict check_linearizable(const history::History& history, const Options& options);

}  // namespace caplab::check
