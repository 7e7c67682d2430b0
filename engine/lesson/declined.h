// Whether a no can be true, judged by what all clients were told.
#pragma once
#include "engine/sim/log.h"
#include "engine/sim/scenario.h"

namespace caplab::lesson {

// False only where the no is wrong whatever else happened: of operations that were acknowledged
// before `declined` was called all count, and of those that may have happened before it was
// answered none explains it. A driver who is free, a lock that nobody holds, a seat that is left.
// REQUIRES: declined has returned with a no.
bool may_be_true(const System& system, const Log& log, const Operation& declined);

}  // namespace caplab::lesson
