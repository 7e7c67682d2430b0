// What the file of named systems claims, held against what the simulation does: every run can be
// decided and shows what it should, and letters that differ from the documented ones are explained.
#pragma once
#include <cstdint>
#include <vector>

#include "engine/lesson/proof.h"
#include "engine/lesson/systems.h"

namespace caplab::lesson {

// What stands in a run but says nothing, or cannot be played. `position` is the system's in the
// file; so it is below.
std::vector<Doubt> doubt_expectations(const NamedSystem& system, std::size_t position);

// Plays each run once. REQUIRES: doubt_expectations() had nothing to say.
std::vector<Doubt> doubt_runs(const NamedSystem& system, std::size_t position, std::uint64_t seed);

// Measures the letters of each configuration, with `runs` of each kind.
std::vector<Doubt> doubt_letters(const NamedSystem& system, std::size_t position, int runs);

}  // namespace caplab::lesson
