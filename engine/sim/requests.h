// What a call asks for, and what follows it: the second half of a transfer, or the operation that
// its client calls next.
#pragma once
#include <optional>

#include "engine/sim/log.h"
#include "engine/sim/scenario.h"

namespace caplab {

object::Request request_of(const System& system, const Log& log, const Call& call);

// What its client calls as soon as it has been answered, if anything.
std::optional<Call> next_call(const System& system, const Operation& operation);

// The operation after which `operation` was called at once, by the one rule or the other; kNoOp
// where its client called it by its own wish.
OpId called_after(const System& system, const Log& log, const Operation& operation);

}  // namespace caplab
