// Finds and loads the lesson, then reads the settings against it.
#include "tools/caplab/lesson_request.h"

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/lesson/load.h"
#include "tools/caplab/files.h"
#include "tools/caplab/output.h"

namespace caplab {
namespace {

constexpr std::int64_t kSeedMax = (std::int64_t{1} << 53) - 1;  // what a link's reader can hold

// What is wrong with the command line goes first, before the lesson is opened.
LessonRequest refuse(std::string_view command, std::string_view message) {
  LessonRequest request;
  request.code = usage_mistake(command, message);
  return request;
}

// Drawn by its number, or named: "demand:few,price:40".
Result<lesson::Situation> drawn_situation(const lesson::Lesson& lesson,
                                          const Arguments& arguments) {
  if (!arguments.has(kSituation.name)) return lesson::situation_of(lesson, 0);
  const std::string_view word = arguments.value(kSituation.name);
  const Result<std::int64_t> number = parse_integer(word);
  if (number && *number >= 0 && *number <= kSeedMax) {
    return lesson::situation_of(lesson, static_cast<std::uint64_t>(*number));
  }
  return lesson::situation_from_text(lesson, word);
}

}  // namespace

LessonRequest read_lesson_request(std::string_view command, const Arguments& arguments) {
  const Result<std::string> word = only_word(arguments, "LESSON");
  if (!word) return refuse(command, word.error().message);
  const Result<std::int64_t> seed = number_option(arguments, kSeed.name, 1, 0, kSeedMax);
  if (!seed) return refuse(command, seed.error().message);
  const Result<std::filesystem::path> folder = find_lesson(*word);
  if (!folder) return refuse(command, folder.error().message);
  LessonRequest request;
  std::optional<lesson::Lesson> lesson = load_lesson_or_complain(*folder);
  if (!lesson) {
    request.code = kBadInput;
    return request;
  }
  const std::string chosen =
      arguments.has(kChoose.name) ? join(arguments.options.find(kChoose.name)->second, ",") : "";
  const Result<lesson::Choices> choices = lesson::choices_from_text(*lesson, chosen);
  if (!choices) return refuse(command, "--choose: " + choices.error().message);
  const Result<lesson::Situation> drawn = drawn_situation(*lesson, arguments);
  if (!drawn) return refuse(command, "--situation: " + drawn.error().message);
  if (const auto clash = lesson::clash_of(*lesson, *drawn, *choices)) {
    return refuse(command, clash->pointer + ": " + clash->message);
  }
  request.lesson = in_situation(*lesson, *drawn);
  request.seed = static_cast<std::uint64_t>(*seed);
  request.choices = *choices;
  return request;
}

std::string situation_words(const lesson::Lesson& lesson) {
  return lesson.ranges.empty() ? "" : " (" + situation_text(lesson, lesson.situation) + ")";
}

std::string settings_text(const lesson::Lesson& lesson, const lesson::Choices& choices) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const lesson::Choice& choice = lesson.choices[i];
    parts.push_back(choice.id + " at " + choice.options[choices[i]].id);
  }
  return join(parts, ", ");
}

}  // namespace caplab
