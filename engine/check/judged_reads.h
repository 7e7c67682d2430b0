// Checks a model that is a judgement on who read from whom.
#pragma once
#include <string_view>

#include "engine/check/options.h"
#include "engine/check/reads_from.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

// `holds` is the sentence for a history that the judge has nothing against.
// REQUIRES: are_accesses(history, options).
Verdict check_by_reads(const history::History& history, const Options& options, Judge judge,
                       std::string_view holds);

}  // namespace caplab::check
