// Whether one process's reads can all be explained by one order, as PRAM and causal memory ask.
#pragma once
#include <cstddef>
#include <cstdint>

#include "engine/check/accesses.h"
#include "engine/check/precedence.h"
#include "engine/check/reads_from.h"
#include "engine/check/reason.h"

namespace caplab::check {

// Adds to `order` what `process`'s reads settle about the writes that it knew of, until nothing new
// follows. REQUIRES: `order` contains the process's reads, and is closed.
Reason own_reads_objection(std::size_t process, const Accesses& accesses,
                           const ReadsFrom& reads_from, Precedence& order, std::int64_t& work);

}  // namespace caplab::check
