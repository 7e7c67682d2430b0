// How fast a lesson is simulated, graded, and its world copied.
#pragma once
#include <vector>

#include "engine/lesson/lesson.h"
#include "tools/caplab/bench_row.h"

namespace caplab {

// Takes a few seconds.
std::vector<BenchRow> bench_lesson(const lesson::Lesson& lesson);

}  // namespace caplab
