// Lessons as tests read them, their claims' doubts as text, and lessons edited to see what is told
// of a mistake.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lesson/lesson.h"
#include "engine/lesson/proof.h"

namespace caplab::testing {

// The text of a file of the tree.
std::string file_text(const std::string& path);

// REQUIRES: the folder ("lessons/bank") has a lesson without a mistake; a test fails otherwise.
lesson::Lesson lesson_in(const std::string& folder);
lesson::Lesson course_lesson(const std::string& id);

// A seed that changes with the lesson, and that nobody chose.
std::uint64_t own_seed(const std::string& folder);

// A line a doubt, "" for none, as a failing test shows it.
std::string text_of(const std::optional<lesson::Doubt>& doubt);
std::string text_of(const std::vector<lesson::Doubt>& doubts);

// What the loader says of the lesson's file with the first `from` replaced, a line a mistake; a
// test fails where `from` is not there.
std::string mistakes_in(const std::string& id, std::string_view from, std::string_view to);

}  // namespace caplab::testing
