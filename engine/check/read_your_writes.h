// Read your writes (Terry et al. 1994): a process's read sees the writes that it made before.
#pragma once
#include "engine/check/options.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

Verdict check_read_your_writes(const history::History& history, const Options& options);

}  // namespace caplab::check
