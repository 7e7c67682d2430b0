// A model's answer together with what explains it: first the decision, then, under a budget of its
// own, the evidence for a "no". For the models that know no clock.
#pragma once
#include "engine/check/deduction.h"
#include "engine/check/evidence.h"
#include "engine/check/options.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

// `rules` are what the model lets one conclude for registers; null where only its own reasons do.
Verdict explained(const history::History& history, const Options& options, Decide decide,
                  const Rules* rules);

// The same for a decision that has been made.
Verdict explained(const history::History& history, const Options& options, Decide decide,
                  const Rules* rules, Verdict decided);

}  // namespace caplab::check
