// From the text of a lesson file to a Lesson, or every mistake in it with its place.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engine/lesson/lesson.h"

namespace caplab::lesson {

struct LessonSource {
  std::string_view json;
  std::string_view json_name;  // for error lines
  std::string_view prose;
  std::string_view prose_name;
};

struct Loaded {
  Lesson lesson;                    // whole only where errors is empty
  std::vector<std::string> errors;  // "file:line:column: /pointer: what, and what is allowed"
};

Loaded load_lesson(const LessonSource& source);

}  // namespace caplab::lesson
