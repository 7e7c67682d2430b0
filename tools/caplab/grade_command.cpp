// `caplab grade`: what the simulation says of the chosen settings.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include "engine/base/text.h"
#include "engine/lesson/grade.h"
#include "engine/sim/story.h"
#include "tools/caplab/commands.h"
#include "tools/caplab/files.h"
#include "tools/caplab/grade_attempt.h"
#include "tools/caplab/lesson_request.h"
#include "tools/caplab/output.h"

namespace caplab {
namespace {

using lesson::Criterion;
using lesson::Grade;
using lesson::Lesson;
using lesson::Mark;

constexpr std::string_view kHelp =
    R"(usage: caplab grade LESSON [--choose CHOICE=OPTION ...] [options]

Grades the chosen settings by what the simulation does under them: a search for runs that break a
promise (safety), sampled runs with a fault (availability, repair) and runs without (latency). All
limits must be met. The first violation is shrunk and told. LESSON is an id or a folder.

  --choose CHOICE=OPTION ...  settings; what is not named stays as the lesson begins
  --attempt JSON              of a lesson to attack, diagnose or construct: what is handed in, as
                              its references are written
  --schedules N               schedules to search (default: the lesson's)
  --runs N                    sampled runs (default: the lesson's)
  --situation N               what the lesson draws, demands and prices, by number or by name, as in
                              demand:few (default 0: as the file says)
  --seed N                    where all chance begins (default 1)
  --json                      one line of JSON
  --help                      this text

Exit code: 0 passes, 1 does not, 2 bad usage or malformed lesson, 3 undecided within the budget.

example: caplab grade bank --choose show-balance=one withdraw=serial view-history=one
)";

std::string number_text(const Lesson& lesson, const Criterion& criterion, std::int64_t number) {
  using lesson::Unit;
  if (number == kNever.us) return "never";
  switch (unit_of(criterion)) {
    case Unit::schedules: return std::to_string(number);
    case Unit::thousandths: return decimal_text(number, 1) + " %";
    case Unit::per_confirmed:
    case Unit::per_answers:
    case Unit::per_sales: return std::to_string(number) + " per 1000";
    case Unit::kilobytes: return size_text(number);
    case Unit::milliseconds:
    case Unit::seconds: return duration_text({number});
    case Unit::price: return lesson::money(lesson, number);
  }
  return "";
}

bool is_share(const Criterion& criterion) { return criterion.side == lesson::Side::availability; }

std::string mark_line(const Lesson& lesson, const Criterion& criterion, const Mark& mark) {
  const std::string limit = std::string(is_share(criterion) ? "at least " : "at most ") +
                            number_text(lesson, criterion, criterion.limit);
  std::string line = std::string(mark.pass ? "  ok    " : "  FAIL  ") +
                     say(lesson.prose, "criterion." + criterion.id) + ": ";
  if (mark.samples == 0) return line + "nothing to measure (" + limit + ")\n";
  line += number_text(lesson, criterion, mark.value);
  if (criterion.side == lesson::Side::safety) {
    line += " of " + std::to_string(mark.samples) + " schedules";
    if (mark.undecided > 0) line += ", " + std::to_string(mark.undecided) + " undecided";
    return line + " (" + limit + ")\n";
  }
  line += " (" + limit + "; 95 %: " + number_text(lesson, criterion, mark.low) + " to " +
          number_text(lesson, criterion, mark.high) + ", " + std::to_string(mark.samples) +
          " samples";
  if (mark.cost > 0) line += "; mending costs " + money(lesson, mark.cost) + " per 1000";
  return line + ")\n";
}

std::string available_line(const Grade& grade) {
  return "  every request was answered, as CAP's availability asks, in " +
         std::to_string(grade.available) + " of " + std::to_string(grade.runs) + " runs\n";
}

std::string side_text(const Lesson& lesson, const Grade& grade, lesson::Side side) {
  std::string text(name_of(side));
  text += side_passes(grade, side)      ? ": passes\n"
          : side_undecided(grade, side) ? ": undecided\n"
                                        : ": does not pass\n";
  for (const Mark& mark : grade.marks) {
    const Criterion& criterion = grade.rubric[mark.criterion];
    if (criterion.side == side) text += mark_line(lesson, criterion, mark);
  }
  if (side == lesson::Side::availability && grade.runs > 0) text += available_line(grade);
  const bool orders = side == lesson::Side::safety && grade.orders.has_value();
  if (orders) text += "  " + lesson::orders_text(*grade.orders) + "\n";
  for (const lesson::Example& example : grade.examples) {
    if (grade.rubric[example.criterion].side != side) continue;
    text += "        for example: " + text_of(example.sentence) + "\n";
  }
  return text;
}

std::string step_line(const System& system, const TimedCommand& step) {
  const Call* call = std::get_if<Call>(&step.command);
  const std::string what =
      call == nullptr ? fault_text(system, step.command)
                      : system.nodes[index(call->client)].name + ": " + call_text(system, *call);
  return "  " + seconds_text(step.at) + "  " + what + "\n";
}

// "--choose show-balance=one withdraw=serial"
std::string choose_words(const Lesson& lesson, const lesson::Choices& choices) {
  std::string text = choices_text(lesson, choices);
  std::replace(text.begin(), text.end(), ':', '=');
  std::replace(text.begin(), text.end(), ',', ' ');
  return "--choose " + text;
}

// The lesson as it was asked for, by id or path, in its situation.
struct Asked {
  std::string_view lesson;
  std::string_view situation;  // empty: as the file says
};

// The page opens by their ids the lessons that it was built with.
bool is_of_course(const Lesson& lesson, const Asked& asked) {
  const std::optional<std::filesystem::path> lessons = find_lessons_folder();
  const Result<std::filesystem::path> folder = find_lesson(std::string(asked.lesson));
  std::error_code failed;
  return lessons && folder && std::filesystem::equivalent(*lessons / lesson.id, *folder, failed);
}

std::string violation_text(const Lesson& lesson, const Grade& grade, const Asked& asked) {
  const lesson::Violation& violation = *grade.first_violation;
  std::string text =
      violation.found_in == 0
          ? "\nViolated in an order of the small case:\n"
          : "\nFirst violated in schedule " + std::to_string(violation.found_in) + ", shrunk to:\n";
  const System system = system_with(lesson, grade.choices);
  for (const TimedCommand& step : violation.schedule.script) {
    text += step_line(system, step);
  }
  text += "  " + seconds_text(violation.breaks_at) + "  " + text_of(violation.sentence) + "\n";
  text += "replay: caplab run " + std::string(asked.lesson) + " " +
          choose_words(lesson, grade.choices) +
          (asked.situation.empty() ? "" : " --situation " + std::string(asked.situation)) +
          " --seed " + std::to_string(grade.seed) + " --schedule " +
          std::to_string(violation.found_in) + " --shrunk --trace\n";
  return is_of_course(lesson, asked)
             ? text + "page:   " + violation_link(lesson, grade, violation) + "\n"
             : text;
}

std::string text_of(const Lesson& lesson, const Grade& grade, const Asked& asked) {
  std::string text = say(lesson.prose, "title") + " (" + lesson.id + ")" + situation_words(lesson) +
                     ", seed " + std::to_string(grade.seed) + ": " +
                     settings_text(lesson, grade.choices) + "\n" + std::to_string(grade.schedules) +
                     " schedules searched, " + std::to_string(grade.runs) + " runs sampled, " +
                     std::to_string(grade.fault_free_operations) + " operations without faults\n\n";
  for (std::size_t side = 0; side < lesson::kSides; ++side) {
    text += side_text(lesson, grade, static_cast<lesson::Side>(side));
  }
  if (grade.first_violation) text += violation_text(lesson, grade, asked);
  return text + "\n" + (grade.pass ? "PASSES\n" : "DOES NOT PASS\n");
}

Asked asked_of(const Arguments& arguments) {
  const bool drawn = arguments.has(kSituation.name);
  return {arguments.words.front(), drawn ? arguments.value(kSituation.name) : std::string_view{}};
}

int code_of(const Grade& grade) {
  if (grade.pass) return kDone;
  for (std::size_t i = 0; i < lesson::kSides; ++i) {
    const auto side = static_cast<lesson::Side>(i);
    if (side_passes(grade, side) || side_undecided(grade, side)) continue;
    return kFailed;
  }
  return kUndecided;
}

std::optional<int> count_of(const Arguments& arguments, std::string_view name,
                            std::int64_t number) {
  if (!arguments.has(name)) return std::nullopt;
  return static_cast<int>(number);
}

}  // namespace

int grade_command(Words words) {
  const Result<Arguments> arguments = parse_arguments(words, {kChoose,
                                                              kSituation,
                                                              kSeed,
                                                              {"--attempt", "JSON"},
                                                              {"--schedules", "a whole number"},
                                                              {"--runs", "a whole number"}});
  if (!arguments) return usage_mistake("grade", arguments.error().message);
  if (arguments->has("--help")) {
    print(kHelp);
    return kDone;
  }
  const Result<std::int64_t> schedules =
      number_option(*arguments, "--schedules", 0, 1, kSchedulesMax);
  if (!schedules) return usage_mistake("grade", schedules.error().message);
  const Result<std::int64_t> runs = number_option(*arguments, "--runs", 0, 1, kRunsMax);
  if (!runs) return usage_mistake("grade", runs.error().message);
  const LessonRequest request = read_lesson_request("grade", *arguments);
  if (request.code != kDone) return request.code;
  if (request.lesson.task != lesson::Task::configure) {
    return grade_attempt(request, *arguments);
  }
  const Grade grade = lesson::grade(request.lesson, request.choices,
                                    {.seed = request.seed,
                                     .schedules = count_of(*arguments, "--schedules", *schedules),
                                     .runs = count_of(*arguments, "--runs", *runs)});
  print(arguments->has("--json") ? grade_json(request.lesson, grade) + "\n"
                                 : text_of(request.lesson, grade, asked_of(*arguments)));
  return code_of(grade);
}

}  // namespace caplab
