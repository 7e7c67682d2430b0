// `caplab compare`: the same weather and faults under two settings, side by side.
#include <algorithm>
#include <string_view>

#include "engine/base/text.h"
#include "engine/lesson/compare.h"
#include "engine/lesson/grade.h"
#include "engine/sim/story.h"
#include "tools/caplab/commands.h"
#include "tools/caplab/lesson_request.h"
#include "tools/caplab/output.h"

namespace caplab {
namespace {

using lesson::ComparedCall;
using lesson::ComparedEnd;
using lesson::Comparison;
using lesson::Lesson;

constexpr std::string_view kHelp =
    R"(usage: caplab compare LESSON [--choose CHOICE=OPTION ...] --with CHOICE=OPTION ... [options]

Plays the lesson's script twice, under the same seed and faults: under the chosen settings, and
under those with what --with changes. Each call is told side by side; the first that ends otherwise
is marked with >.

  --choose CHOICE=OPTION ...  settings; what is not named stays as the lesson begins
  --with CHOICE=OPTION ...    what is otherwise in the second run
  --schedule N                instead of the script: schedule N of the search, see caplab grade
  --situation N               what the lesson draws, demands and prices, by number or by name, as in
                              demand:few (default 0: as the file says)
  --seed N                    the weather (default 1)
  --json                      one line of JSON
  --help                      this text

Exit code: 0 done, 2 bad usage or malformed lesson.

example: caplab compare bank --choose withdraw=one --with withdraw=serial
)";

std::string end_text(const ComparedEnd& end) {
  if (end.op == kNoOp) return "not called";
  if (end.returned == kNever) return end.ending;
  return end.ending + " after " + duration_text(end.returned - end.called);
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

std::string text_of(const Comparison& comparison) {
  std::string text;
  for (std::size_t i = 0; i < comparison.calls.size(); ++i) {
    const ComparedCall& call = comparison.calls[i];
    const bool parts = comparison.parts_at == i;
    text += (parts ? "> " : "  ") + seconds_text(call.called) + "  " +
            padded(call.client + ": " + call.call, 36) + "  " + padded(end_text(call.first), 28) +
            "  " + end_text(call.second) + "\n";
  }
  return text + (comparison.parts_at ? "" : "Nobody was told anything else.\n");
}

lesson::Schedule schedule_of(const LessonRequest& request, int number) {
  if (number == 0) return lesson::own_schedule(request.seed);
  const Lesson own = settled(request.lesson, request.choices);
  return lesson::Search(own, own.system, request.seed).schedule(number);
}

// "withdraw=serial,view=one": what the second run changes, on top of the first run's choices.
Result<lesson::Choices> second_choices(const LessonRequest& request, const Arguments& arguments) {
  const Lesson& lesson = request.lesson;
  lesson::Choices choices = request.choices;
  for (const std::string& word : arguments.options.find("--with")->second) {
    const Result<lesson::Choices> changed = choices_from_text(lesson, word);
    if (!changed) return changed.error();
    const std::string_view id = std::string_view(word).substr(0, word.find_first_of(":="));
    for (std::size_t i = 0; i < choices.size(); ++i) {
      if (lesson.choices[i].id == id) choices[i] = (*changed)[i];
    }
  }
  return choices;
}

}  // namespace

int compare_command(Words words) {
  const Result<Arguments> arguments = parse_arguments(words, {kChoose,
                                                              {"--with", "CHOICE=OPTION", true},
                                                              kSituation,
                                                              kSeed,
                                                              {"--schedule", "a whole number"}});
  if (!arguments) return usage_mistake("compare", arguments.error().message);
  if (arguments->has("--help")) {
    print(kHelp);
    return kDone;
  }
  if (!arguments->has("--with")) {
    return usage_mistake("compare", "there is no --with, there must be what to compare with");
  }
  const Result<std::int64_t> number = number_option(*arguments, "--schedule", 0, 1, kSchedulesMax);
  if (!number) return usage_mistake("compare", number.error().message);
  const LessonRequest request = read_lesson_request("compare", *arguments);
  if (request.code != kDone) return request.code;
  const Result<lesson::Choices> second = second_choices(request, *arguments);
  if (!second) return usage_mistake("compare", second.error().message);
  const lesson::Schedule schedule = schedule_of(request, static_cast<int>(*number));
  if (!can_play(request.lesson, request.choices, *second, schedule)) {
    return usage_mistake("compare", "the other settings do not have all that schedule " +
                                        std::to_string(*number) +
                                        " asks for, must be compared without --schedule");
  }
  const Comparison comparison = lesson::compare(request.lesson, request.choices, *second, schedule);
  if (arguments->has("--json")) {
    print(comparison_json(comparison) + "\n");
    return kDone;
  }
  print(settings_text(request.lesson, request.choices) + "\nagainst\n" +
        settings_text(request.lesson, *second) + "\n\n" + text_of(comparison));
  return kDone;
}

}  // namespace caplab
