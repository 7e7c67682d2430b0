// The fewest events that still break the same promise: calls and faults are left out one by one,
// shifts undone, cuts shortened, clocks put right, times rounded, as long as the harm stays.
#pragma once
#include "engine/lesson/lesson.h"
#include "engine/lesson/search.h"

namespace caplab::lesson {

// Runs that one shrinking may take; then what it has is good enough.
inline constexpr int kShrinkRunsMax = 400;

// REQUIRES: `schedule` violates the criterion under `system`.
Schedule shrink(const Lesson& lesson, const System& system, const Criterion& criterion,
                const Schedule& schedule);

}  // namespace caplab::lesson
