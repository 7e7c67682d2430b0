// Bounded staleness: a read may find an older version than the newest, but not much older. What
// counts is what had been acknowledged before the read was called: at most options.versions_max
// newer versions, and the oldest of them at most options.staleness_max microseconds before.
#pragma once
#include "engine/check/options.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

// By options.version_order where it is known; else some order of each key's updates that respects
// real time must do.
// REQUIRES: one of the two bounds is set, or the history is empty.
Verdict check_bounded_staleness(const history::History& history, const Options& options);

}  // namespace caplab::check
