// What `run` and `grade` have in common: LESSON, --choose, --situation, --seed.
#pragma once
#include <cstdint>
#include <string_view>

#include "engine/lesson/lesson.h"
#include "tools/caplab/arguments.h"

namespace caplab {

inline constexpr Option kChoose{"--choose", "CHOICE=OPTION", true};
inline constexpr Option kSituation{"--situation", "a number, or what is drawn as in demand:few"};
inline constexpr Option kSeed{"--seed", "a whole number"};

inline constexpr std::int64_t kSchedulesMax = 1'000'000;
inline constexpr std::int64_t kRunsMax = 100'000;

struct LessonRequest {
  int code = 0;  // not kDone: the mistake has been told, and this is the exit code
  lesson::Lesson lesson;
  lesson::Choices choices;
  std::uint64_t seed = 1;
};

LessonRequest read_lesson_request(std::string_view command, const Arguments& arguments);

// " (demand:few,price:40)": what the lesson's situation has drawn; nothing where it draws nothing.
std::string situation_words(const lesson::Lesson& lesson);

// "show-balance at one, withdraw at serial"
std::string settings_text(const lesson::Lesson& lesson, const lesson::Choices& choices);

}  // namespace caplab
