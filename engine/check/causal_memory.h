// Causal memory (Ahamad, Neiger, Burns, Kohli & Hutto 1995; CM of Bouajjani et al. 2017): causal,
// and each process can explain all its reads by one order.
#pragma once
#include <cstdint>

#include "engine/check/accesses.h"
#include "engine/check/options.h"
#include "engine/check/reads_from.h"
#include "engine/check/reason.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

// The model's judgement on who read from whom.
Reason causal_memory_objection(const Accesses& accesses, const ReadsFrom& reads_from,
                               const Options& options, std::int64_t& work);

Verdict check_causal_memory(const history::History& history, const Options& options);

}  // namespace caplab::check
