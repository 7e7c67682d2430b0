// What is not wrong with a lesson but should be better: for the lint command.
#pragma once
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "engine/lesson/lesson.h"

namespace caplab::lesson {

inline constexpr std::size_t kBriefWordsMax = 150;
inline constexpr std::size_t kTitleLengthMax = 60;

// Words that nothing uses (often a misspelled id), and texts that are too long to be read.
// REQUIRES: the lesson was loaded from this text without a mistake.
std::vector<json::Finding> advise(const Lesson& lesson, std::string_view prose,
                                  std::string_view prose_name);

}  // namespace caplab::lesson
