// Everything that can be found in a file of named systems.
#pragma once
#include <filesystem>

#include "tools/caplab/lint_lesson.h"

namespace caplab {

// Counts in `systems` how many there are.
LintResult lint_systems(const std::filesystem::path& json, const LintEffort& effort, int& systems);

}  // namespace caplab
