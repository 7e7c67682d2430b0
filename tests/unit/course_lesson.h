// The lessons of the course, as tests read them; and edited, to see what is told of a mistake.
#pragma once
#include <string>
#include <string_view>

#include "engine/lesson/lesson.h"

namespace caplab::testing {

// The text of a file of the tree.
std::string file_text(const std::string& path);

// REQUIRES: the lesson is there and without a mistake; a test fails otherwise.
lesson::Lesson course_lesson(const std::string& id);

// What the loader says of the lesson's file with the first `from` replaced, a line a mistake; a
// test fails where `from` is not there.
std::string mistakes_in(const std::string& id, std::string_view from, std::string_view to);

}  // namespace caplab::testing
