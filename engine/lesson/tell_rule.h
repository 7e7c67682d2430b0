// Sentences about rules of typed objects: what each of those was told who cannot all be right, and
// why the last of them did not know of another.
#pragma once
#include <vector>

#include "engine/lesson/broken.h"
#include "engine/lesson/tell.h"

namespace caplab::lesson {

// What the run broke of the rule, or counted wrongly, that the criterion names; nothing where it
// measures something else.
std::vector<Broken> all_broken(const Criterion& criterion, const Run& run);

// REQUIRES: `broken` is one of all_broken(criterion, run).
std::vector<Fragment> tell_broken(const Lesson& lesson, const Criterion& criterion, const Run& run,
                                  const Broken& broken);

}  // namespace caplab::lesson
