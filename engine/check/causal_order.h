// What causal consistency has against a history; the stronger models ask for more behind it.
#pragma once
#include <cstdint>

#include "engine/check/accesses.h"
#include "engine/check/precedence.h"
#include "engine/check/reads_from.h"
#include "engine/check/reason.h"

namespace caplab::check {

// Makes `order` the causal order. REQUIRES: it is new.
Reason causal_objection(const Accesses& accesses, const ReadsFrom& reads_from, Precedence& order,
                        std::int64_t& work);

}  // namespace caplab::check
