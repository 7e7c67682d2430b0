// A named system as something to play: one of its runs, or one in which its clients read and write
// at a steady beat so that somebody can cut the network by hand. What is made is a lesson that asks
// and grades nothing, so that whatever plays lessons plays named systems, too.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/lesson/lesson.h"
#include "engine/lesson/systems.h"

namespace caplab::lesson {

// What somebody has picked of a named system.
struct SystemPick {
  std::optional<std::size_t> run;    // nothing: the steady beat
  std::optional<std::size_t> read;   // by NamedSystem::levels; nothing: as the run has it
  std::optional<std::size_t> write;  // likewise
  bool operator==(const SystemPick&) const = default;
};

// REQUIRES: a run or a level that is picked exists, and the level is one for reading (writing).
Lesson lesson_of(const NamedSystem& system, const SystemPick& pick);

// The levels that are for reading, or for writing, in the file's order.
std::vector<std::size_t> levels_for(const NamedSystem& system, bool reads);

}  // namespace caplab::lesson
