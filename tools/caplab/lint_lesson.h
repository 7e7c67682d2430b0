// Everything that can be found in one lesson or one course file: mistakes, advice, claims that do
// not hold.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"

namespace caplab {

enum class Severity : std::uint8_t { error, warning };

struct LintFinding {
  json::Finding finding;
  Severity severity = Severity::error;
  bool malformed = false;  // the file itself is wrong, so nothing was proved
  bool undecided = false;  // the checker ran out of steps
};

struct LintEffort {
  bool proves = true;  // false: only reads
  std::optional<std::uint64_t> seed;
  // For the sweep over all choices:
  int schedules = 100;
  int runs = 100;
  std::int64_t fault_free_operations = 1000;
  int more_seeds = 0;            // for the solutions, besides the two that are always tried
  bool every_situation = false;  // whether trying all is no way to pass, whatever is drawn
};

// As deep as a grade goes.
inline LintEffort full_effort() {
  return {.proves = true,
          .seed = std::nullopt,
          .schedules = 1000,
          .runs = 1000,
          .fault_free_operations = 10'000,
          .more_seeds = 3,
          .every_situation = true};
}

struct LintResult {
  std::vector<LintFinding> findings;
  std::vector<std::string> remarks;  // what was proved, for people
};

// `json` is a lesson file; its words are text/*.md beside it.
LintResult lint_lesson(const std::filesystem::path& json, const LintEffort& effort);

// Where a pointer leads; the nearest value around it where the path ends earlier.
json::Place place_of(const json::Value& root, std::string_view pointer);

// `json` is a course file; its lessons lie beside it.
LintResult lint_course(const std::filesystem::path& json);

}  // namespace caplab
