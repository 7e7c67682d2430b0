// Writes follow reads (Terry et al. 1994): what a process had read comes before what it writes.
#pragma once
#include "engine/check/options.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

Verdict check_writes_follow_reads(const history::History& history, const Options& options);

}  // namespace caplab::check
