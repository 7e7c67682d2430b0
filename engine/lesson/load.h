// From the text of a lesson file to a Lesson, or every mistake in it with its place.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "engine/lesson/lesson.h"

namespace caplab::lesson {

struct LessonSource {
  std::string_view json;
  std::string_view json_name;  // for error lines
  std::string_view prose;
  std::string_view prose_name;
};

// One mistake often brings others; a reader mends the first few and looks again.
inline constexpr std::size_t kMistakesMax = 20;

struct Loaded {
  Lesson lesson;                        // whole only where errors is empty
  std::vector<json::Finding> findings;  // what is wrong, for machines; at most kMistakesMax
  std::vector<std::string>
      errors;  // the same: "file:line:column: /pointer: what, and what is allowed"
};

Loaded load_lesson(const LessonSource& source);

}  // namespace caplab::lesson
