// What stands in a lesson and decides nothing: for the lint command.
#pragma once
#include <vector>

#include "engine/lesson/proof.h"

namespace caplab::lesson {

// How many schedules and sampled runs a grade should rest on, at least.
inline constexpr int kRunsMin = 1000;

// Choices of operations that nobody calls, promises of levels that nobody can choose, and grades
// that rest on too few runs.
std::vector<Doubt> doubt_vacuous(const Lesson& lesson);

}  // namespace caplab::lesson
