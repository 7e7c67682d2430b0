// The runs that everything but safety is measured on: the lesson's workload, with a fault drawn
// from its fault process or without any. Arrivals do not wait for answers (an open loop), and
// neither they nor the faults depend on the learner's settings.
#pragma once
#include <cstdint>

#include "engine/lesson/search.h"

namespace caplab::lesson {

// Sampled run `number` (1-based): one cut and skewed clocks.
Schedule sampled_run(const Lesson& lesson, std::uint64_t seed, int number);

// The same requests and the same weather, but nothing breaks.
Schedule fault_free_run(const Lesson& lesson, std::uint64_t seed, int number);

}  // namespace caplab::lesson
