// A verdict in words that a student can follow. Everything it says is in the verdict; a page that
// draws can take it from there instead.
#pragma once
#include <string>
#include <vector>

#include "engine/check/options.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

// One sentence. REQUIRES: the answer is not `holds`.
std::string summary(const history::History& history, const Options& options,
                    const Verdict& verdict);

// The verdict's reason, one or two sentences a step: what is known, what follows, and what is wrong
// with that. Where the summary says the last of these, it is left out; where there is no chain,
// nothing is told.
std::vector<std::string> tell(const history::History& history, const Options& options,
                              const Verdict& verdict);

}  // namespace caplab::check
