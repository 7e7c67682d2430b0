// `caplab fingerprint`: numbers that every build of the program must print alike.
#include <algorithm>
#include <optional>
#include <string_view>

#include "engine/base/fingerprint.h"
#include "engine/base/json_writer.h"
#include "engine/lesson/grade.h"
#include "engine/lesson/run.h"
#include "engine/lesson/workload.h"
#include "tools/caplab/arguments.h"
#include "tools/caplab/commands.h"
#include "tools/caplab/files.h"
#include "tools/caplab/output.h"

namespace caplab {
namespace {

constexpr std::string_view kHelp = R"(usage: caplab fingerprint [LESSON...] [--json]

Prints the determinism fingerprints: for some settings and seeds of each lesson a number made from
everything that happened in the run, and one made from a small grade. Equal programs print equal
numbers on every machine and compiler, native or wasm. Without LESSON: all lessons.

  --json   one line of JSON a fingerprint
  --help   this text

Exit code: 0 done, 2 bad usage or a malformed lesson.

example: caplab fingerprint bank
)";

constexpr std::uint64_t kSeeds = 3;

struct Row {
  std::string lesson;
  std::string choices;
  std::string what;  // "script", "sampled", "grade"
  std::uint64_t seed = 1;
  std::uint64_t steps = 0;  // events simulated; 0 for a grade
  std::uint64_t digest = 0;
};

// The settings that the lesson's own tests know, each once.
std::vector<lesson::Choices> known_choices(const lesson::Lesson& lesson) {
  std::vector<lesson::Choices> all{initial_choices(lesson)};
  const auto add = [&](const lesson::Solution& solution) {
    if (std::find(all.begin(), all.end(), solution.choices) == all.end()) {
      all.push_back(solution.choices);
    }
  };
  std::for_each(lesson.references.begin(), lesson.references.end(), add);
  std::for_each(lesson.wrong.begin(), lesson.wrong.end(), add);
  return all;
}

Row row_of_run(const lesson::Lesson& lesson, const lesson::Choices& choices, std::string_view what,
               std::uint64_t seed, const Scenario& scenario) {
  lesson::Run run{scenario, {}, {}};
  play(run);
  return {lesson.id,       choices_text(lesson, choices),  std::string(what), seed,
          run.world.steps, fingerprint(run.world, run.log)};
}

// A grade is searched, sampled, shrunk, told and written: all of it is in the number.
Row row_of_grade(const lesson::Lesson& lesson, const lesson::Choices& choices) {
  const lesson::Grade grade =
      lesson::grade(lesson, choices, {.seed = 1, .schedules = 60, .runs = 10});
  Fingerprint print;
  print.mix(grade_json(lesson, grade));
  return {lesson.id, choices_text(lesson, choices), "grade", 1, 0, print.digest()};
}

std::vector<Row> rows_of(const lesson::Lesson& lesson) {
  std::vector<Row> rows;
  for (const lesson::Choices& choices : known_choices(lesson)) {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      rows.push_back(
          row_of_run(lesson, choices, "script", seed, scenario_for(lesson, choices, seed)));
    }
    const Scenario sampled = lesson::scenario_of(
        system_with(lesson, choices), lesson::sampled_run(lesson, 1, 1), lesson.workload.end);
    rows.push_back(row_of_run(lesson, choices, "sampled", 1, sampled));
    rows.push_back(row_of_grade(lesson, choices));
  }
  return rows;
}

std::string hex(std::uint64_t number) {
  std::string text(16, '0');
  for (std::size_t i = text.size(); i-- > 0; number >>= 4) {
    text[i] = "0123456789abcdef"[number & 15];
  }
  return text;
}

std::string line_of(const Row& row) {
  return row.lesson + " " + row.choices + " " + row.what + " seed=" + std::to_string(row.seed) +
         " events=" + std::to_string(row.steps) + " " + hex(row.digest) + "\n";
}

std::string json_of(const Row& row) {
  json::Writer out;
  out.begin_object().key("lesson").text(row.lesson).key("choices").text(row.choices);
  out.key("what").text(row.what).key("seed").integer(static_cast<std::int64_t>(row.seed));
  out.key("events").integer(static_cast<std::int64_t>(row.steps));
  out.key("fingerprint").text(hex(row.digest)).end_object();
  return out.str() + "\n";
}

std::vector<std::string> all_lessons() {
  const std::optional<std::filesystem::path> lessons = find_lessons_folder();
  return lessons ? lesson_ids(*lessons) : std::vector<std::string>{};
}

int print_fingerprints(const std::string& word, bool as_json) {
  const Result<std::filesystem::path> folder = find_lesson(word);
  if (!folder) return usage_mistake("fingerprint", folder.error().message);
  const std::optional<lesson::Lesson> lesson = load_lesson_or_complain(*folder);
  if (!lesson) return kBadInput;
  for (const Row& row : rows_of(*lesson)) print(as_json ? json_of(row) : line_of(row));
  return kDone;
}

}  // namespace

int fingerprint_command(Words words) {
  const Result<Arguments> arguments = parse_arguments(words, {});
  if (!arguments) return usage_mistake("fingerprint", arguments.error().message);
  if (arguments->has("--help")) {
    print(kHelp);
    return kDone;
  }
  const std::vector<std::string> lessons =
      arguments->words.empty() ? all_lessons() : arguments->words;
  if (lessons.empty()) {
    return usage_mistake("fingerprint", "there is no folder lessons here or above");
  }
  for (const std::string& word : lessons) {
    const int code = print_fingerprints(word, arguments->has("--json"));
    if (code != kDone) return code;
  }
  return kDone;
}

}  // namespace caplab
