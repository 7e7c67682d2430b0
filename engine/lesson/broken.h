// Which rule of a typed object a run broke, and for which operations nothing was left: a seat that
// was confirmed twice, a trip that was charged twice, a mail about a booking that had to be
// cancelled. The rules are engine/object/invariant.h's; this asks them of a whole run.
#pragma once
#include <string>
#include <vector>

#include "engine/lesson/lesson.h"
#include "engine/lesson/run.h"

namespace caplab::lesson {

struct Broken {
  Time at;                       // when the last of `operations` was confirmed
  std::vector<OpId> operations;  // that cannot all be right, with their rivals, in order of returns
  std::vector<OpId> given_way;   // those of them whose promise is not kept
  std::string sentence;          // "seat 12 was confirmed to Ann and Ben"
  bool operator==(const Broken&) const = default;
};

// In order of time. REQUIRES: criterion.measure is Measure::rule; the run was played to its end.
std::vector<Broken> broken_promises(const Criterion& criterion, const Run& run);

// Where what all copies agree on is not those who were told that they count: the number of a
// counter, the names of a set. Who was never told may count or not, and so may who asked for both
// at the same time. Nothing where the copies differ, or all is right.
std::vector<Broken> miscounted(const Criterion& criterion, const Run& run);

}  // namespace caplab::lesson
