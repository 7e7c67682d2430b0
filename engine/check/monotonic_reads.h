// Monotonic reads (Terry et al. 1994): a process's read sees what its reads saw before.
#pragma once
#include "engine/check/options.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

Verdict check_monotonic_reads(const history::History& history, const Options& options);

}  // namespace caplab::check
