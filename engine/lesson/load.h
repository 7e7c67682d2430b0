// From the text of a lesson file to a Lesson, or every mistake in it with its place.
#pragma once
#include <optional>
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
  // Whole only where errors is empty; where nothing but words is missing, their ids stand for them.
  Lesson lesson;
  std::vector<json::Finding> findings;  // what is wrong, for machines; at most kMistakesMax
  std::size_t mistakes = 0;             // all that there are
  std::size_t words_missing = 0;        // of them
  std::vector<std::string>
      errors;  // the same: "file:line:column: /pointer: what, and what is allowed"
};

Loaded load_lesson(const LessonSource& source);

// What is wrong with a lesson under these choices in this situation; empty where nothing is. All
// that is drawn and chosen fits two by two once the lesson is loaded, but may still not fit
// together.
std::optional<json::Finding> clash_of(const Lesson& lesson, const Situation& situation,
                                      const Choices& choices);

// A lesson that was loaded before and has been edited since. REQUIRES: the edits were checked when
// it was loaded first.
Lesson load_again(Source source, const Situation& situation);

// One step of a script, as the lesson's file would have it: {"at": "2s", "crash": "harbour"}.
// Without "at" it is at the start. The error says what is wrong and what is allowed.
Result<TimedCommand> step_of(const Lesson& lesson, const json::Value& step);

}  // namespace caplab::lesson
