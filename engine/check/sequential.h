// Sequential consistency (Lamport 1979): one order of all operations that keeps each process's own
// and explains every result. Time plays no part; it is never split by key.
#pragma once
#include "engine/check/options.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

// With options.version_order the order of the updates of each key is not searched but known.
Verdict check_sequential(const history::History& history, const Options& options);

}  // namespace caplab::check
