// What a call asks for, and what follows it: the second half of a transfer, or the operation that
// its client calls next.
#pragma once
#include "engine/sim/log.h"
#include "engine/sim/scenario.h"

namespace caplab {

object::Request request_of(const System& system, const Log& log, const Call& call);

Call second_half(const Operation& transfer);

// REQUIRES: the operation was accepted, and `then` follows it.
Call follow_up(const Operation& operation, std::uint16_t then);

}  // namespace caplab
