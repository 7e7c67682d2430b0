// What an account can hold at most and at least, judged by what its clients were told. An
// operation that was accepted has happened; one that is unknown or under way may have.
#pragma once
#include <cstdint>

#include "engine/sim/log.h"
#include "engine/sim/scenario.h"

namespace caplab::lesson {

bool has_happened(const Operation& op);
bool may_have_happened(const Operation& op);

// Whether both are about the same object.
bool same_object(const System& system, const Operation& a, const Operation& b);

// What an object of numbers held at the start.
std::int64_t initial_number(const System& system, const Operation& op);

// What `op` is sure to find if every other withdrawal that might have happened did, and it misses
// nothing that was acknowledged more than `grace` before it was called.
// REQUIRES: op is on an account and has returned.
std::int64_t least_balance(const System& system, const Log& log, const Operation& op,
                           Duration grace = {});

// What `op` can find at most, if it misses as little. REQUIRES: as above.
std::int64_t most_balance(const System& system, const Log& log, const Operation& op,
                          Duration grace);

}  // namespace caplab::lesson
