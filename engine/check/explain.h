// Why a history is not linearizable: few operations and one sentence. Works under a budget of its
// own; when that runs out, the evidence is larger, but still evidence.
#pragma once
#include <span>

#include "engine/check/options.h"
#include "engine/check/problem.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

// Fills `verdict`'s evidence and sentence. `reached` is how far the search's best order came.
// REQUIRES: `parts` were found violated; they are on one key and none is freed.
void explain(const history::History& history, const Options& options, std::span<const Part> parts,
             std::int64_t reached, Verdict& verdict);

}  // namespace caplab::check
