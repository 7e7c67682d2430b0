// What single answers were worth to whoever asked, judged by what all clients were told.
#pragma once
#include "engine/lesson/run.h"
#include "engine/sim/log.h"
#include "engine/sim/scenario.h"

namespace caplab::lesson {

// Given in time, and true. A refusal is of no use; a no is, unless it cannot be true; see
// declined.h.
bool is_useful(const System& system, const Log& log, const Operation& op);

// Whether no request of the run was refused or left without an answer, but for those of clients
// whose own replicas were down at some time. By Gilbert and Lynch 2002, section 2.2: every request
// received by a non-failing node must result in a response.
bool answers_all(const Run& run);

// The acknowledged operation that an answer misses though it was more than `grace` old when the
// answer was asked for: the last of several; kNoOp if there is none. REQUIRES: op is a read.
OpId missed_by(const System& system, const Log& log, const Operation& op, Duration grace);

}  // namespace caplab::lesson
