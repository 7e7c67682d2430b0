// Causal consistency (CC of Bouajjani, Enea, Guerraoui & Hamza 2017): what each read found is
// explained by what had led to it. The weakest of the models that are called causal.
#pragma once
#include "engine/check/options.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

Verdict check_causal(const history::History& history, const Options& options);

}  // namespace caplab::check
