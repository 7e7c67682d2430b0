// The objection that most models share: a read found what something had replaced that the model
// says comes before the read.
#pragma once
#include <cstddef>
#include <cstdint>

#include "engine/check/accesses.h"
#include "engine/check/precedence.h"
#include "engine/check/reads_from.h"
#include "engine/check/reason.h"

namespace caplab::check {

// The objection against the reads of `process`. REQUIRES: `precedence` is closed.
Reason outdated_read_of(std::size_t process, const Accesses& accesses, const ReadsFrom& reads_from,
                        const Precedence& precedence, std::int64_t& work);

// The same against all reads.
Reason outdated_read(const Accesses& accesses, const ReadsFrom& reads_from,
                     const Precedence& precedence, std::int64_t& work);

// The objection that something would come before itself. REQUIRES: `precedence` did not close.
Reason comes_before_itself(const Precedence& precedence);

}  // namespace caplab::check
