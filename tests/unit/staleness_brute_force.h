// The dumb twins of bounded staleness and of convergence at rest: they try every order of each
// key's updates that respects real time. Nothing is shared with the engine's checkers. For up to
// about 7 operations.
#pragma once
#include "engine/check/options.h"
#include "engine/history/history.h"

namespace caplab::test {

bool bounded_staleness_brute_force(const history::History& history, const check::Options& options);

bool converged_brute_force(const history::History& history, const check::Options& options);

}  // namespace caplab::test
