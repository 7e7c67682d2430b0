// Safety, run by run: did this run do the harm that a criterion names, and which operations did it?
// The measures of the other sides add up over many runs: tally.h.
#pragma once
#include <optional>
#include <vector>

#include "engine/check/verdict.h"
#include "engine/lesson/lesson.h"
#include "engine/lesson/run.h"

namespace caplab::lesson {

// What broke a promise. The last operation is the one that broke it; those before it are what it
// should have taken into account, in order of their returns.
struct Harm {
  Time at;
  std::vector<OpId> operations;
  bool operator==(const Harm&) const = default;
};

// Steps that the check of one object in one run may take. Runs are short: few ever come near.
inline constexpr std::int64_t kCheckStepsMax = 200'000;

// REQUIRES: the criterion is of the safety side; the run has been played to its end.
check::Answer examine(const Criterion& criterion, const Run& run,
                      std::int64_t check_steps_max = kCheckStepsMax);

// The first such harm of the run; empty unless examine() says `violated`.
std::optional<Harm> find_harm(const Criterion& criterion, const Run& run);

}  // namespace caplab::lesson
