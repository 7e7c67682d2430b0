// What single answers were worth to whoever asked, judged by what all clients were told.
#pragma once
#include "engine/sim/log.h"
#include "engine/sim/scenario.h"

namespace caplab::lesson {

// Given in time, and true. A refusal is of no use; a no is, unless it cannot be true; see
// declined.h.
bool is_useful(const System& system, const Log& log, const Operation& op);

// The acknowledged operation that an answer misses though it was more than `grace` old when the
// answer was asked for: the last of several; kNoOp if there is none. REQUIRES: op is a read.
OpId missed_by(const System& system, const Log& log, const Operation& op, Duration grace);

}  // namespace caplab::lesson
