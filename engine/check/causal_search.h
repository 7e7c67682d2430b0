// The causal models for any type of object: is there a causal order that explains all results? The
// models' own judgement on who read from whom is faster where there is such a thing.
#pragma once
#include <cstdint>
#include <string_view>

#include "engine/check/options.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

enum class CausalModel : std::uint8_t { causal, causal_convergence, causal_memory };

// `holds` is the sentence for a history that the model explains. REQUIRES: only reads have results.
Verdict check_by_search(const history::History& history, const Options& options, CausalModel model,
                        std::string_view holds);

}  // namespace caplab::check
