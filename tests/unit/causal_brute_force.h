// The dumb twin of the models that know no clock, by their definitions for any type of object
// (Perrin, Mostefaoui & Jard 2016; Bouajjani et al. 2017, section 3): it tries every causal order
// and every order of operations. Nothing is shared with the engine's checkers. For up to about 6
// operations.
#pragma once
#include "engine/check/options.h"
#include "engine/history/history.h"

namespace caplab::test {

enum class Clockless { causal, causal_convergence, causal_memory, pram, sequential };

bool brute_force(Clockless model, const history::History& history, const check::Options& options);

}  // namespace caplab::test
