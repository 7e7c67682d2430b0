// The checker's dumb twin: tries all orders of all operations on all objects at once. No memo, no
// splitting, nothing shared with the engine's checker. For up to about 7 operations.
#pragma once
#include "engine/check/options.h"
#include "engine/history/history.h"

namespace caplab::test {

bool linearizable_brute_force(const history::History& history, const check::Options& options);

}  // namespace caplab::test
