// What a lesson of the tasks attack, diagnose or construct claims about itself, held against what
// the simulation and the checkers say: each goal can be reached, nothing is reached by doing
// nothing, and each wrong attempt fails.
#pragma once
#include <vector>

#include "engine/lesson/proof.h"

namespace caplab::lesson {

// REQUIRES: the lesson's task is not configure.
std::vector<Doubt> doubt_task(const Lesson& lesson, std::uint64_t seed);

}  // namespace caplab::lesson
