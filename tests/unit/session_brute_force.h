// The dumb twin of the session guarantees. Without an order of the versions, by the definition
// (Viotti & Vukolic 2016, section 3.2): it tries every order of the updates and everything that
// each read may have seen of them, for any type of object. With one, by the floors that Terry et
// al. 1994 give, as sets of versions. Nothing is shared with the engine's checkers. For up to about
// 6 operations.
#pragma once
#include "engine/check/options.h"
#include "engine/history/history.h"

namespace caplab::test {

enum class Session { read_your_writes, monotonic_reads, monotonic_writes, writes_follow_reads };

// options.version_order may be set; then only that order is tried.
bool brute_force(Session guarantee, const history::History& history, const check::Options& options);

// REQUIRES: registers; options.version_order is set.
bool floors_hold(Session guarantee, const history::History& history, const check::Options& options);

}  // namespace caplab::test
