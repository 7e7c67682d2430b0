// Monotonic writes (Terry et al. 1994): a process's writes are seen in its order.
#pragma once
#include "engine/check/options.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

Verdict check_monotonic_writes(const history::History& history, const Options& options);

}  // namespace caplab::check
