// Finds the files that a path means, lints each, prints, and adds up.
#include "tools/caplab/lint_command.h"

#include <algorithm>

#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "tools/caplab/arguments.h"
#include "tools/caplab/files.h"
#include "tools/caplab/lesson_request.h"
#include "tools/caplab/lint_lesson.h"
#include "tools/caplab/lint_systems.h"
#include "tools/caplab/output.h"

namespace caplab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHelp = R"(usage: caplab lint [options] PATH...

Validates lessons and named systems, and proves what they claim. PATH is a lesson's folder or its
lesson.json, a folder with several of them (and perhaps a course.json and a systems.json), a
course.json, a systems.json, or a lesson's id. Every mistake is told with its place:
file:line:column: /pointer: what, and what is allowed.

A lesson without mistakes is then proved by grading it. Its reference solutions pass, and each wrong
one fails what it names: under seed 1 and under one that follows from the file's own text. Of all
settings at most 40 % pass, and of those that pass two are each better by 10 % on another side, and
none is one level for everything. Every prediction has exactly one true answer under every setting.
Of a systems.json, every run shows what it should, and letters of PACELC that are measured otherwise
than documented have a note that says why.

  --no-proof      only reads
  --strict        a warning fails, too
  --full          proves solutions under three seeds more, and each of all settings on as many
                  schedules and runs as a grade, whatever is drawn: takes minutes a lesson
  --seed N        proves under this seed alone
  --schedules N   searched runs for each of all settings (default 100; solutions get the lesson's)
  --runs N        sampled runs for each of all settings (default 100)
  --json          one line of JSON a finding, and last a summary
  --help          this text

Exit code: 0 no mistake (there may be warnings), 1 a claim does not hold, 2 a file is malformed or
cannot be found, 3 a claim is undecided.

example: caplab lint lessons
)";

enum class Kind : std::uint8_t { lesson, course, systems };

struct Target {
  fs::path json;
  Kind kind = Kind::lesson;
};

Kind kind_of(const fs::path& file) {
  if (file.filename() == "course.json") return Kind::course;
  return file.filename() == "systems.json" ? Kind::systems : Kind::lesson;
}

// What lies in a folder of lessons.
std::vector<Target> targets_in(const fs::path& folder) {
  std::vector<Target> targets;
  for (const char* name : {"course.json", "systems.json"}) {
    if (is_file(folder / name)) targets.push_back({folder / name, kind_of(name)});
  }
  for (const std::string& id : lesson_ids(folder)) {
    targets.push_back({folder / id / "lesson.json", Kind::lesson});
  }
  return targets;
}

Result<std::vector<Target>> targets_of(const std::string& word) {
  const fs::path path(word);
  if (is_file(path)) return std::vector<Target>{{path, kind_of(path)}};
  if (is_file(path / "lesson.json")) {
    return std::vector<Target>{{path / "lesson.json", Kind::lesson}};
  }
  if (is_folder(path)) {
    const std::vector<Target> targets = targets_in(path);
    if (!targets.empty()) return targets;
    return Error{json::excerpt(word) +
                 " holds no lesson, must be a folder with a lesson.json or "
                 "with such folders in it"};
  }
  const Result<fs::path> folder = find_lesson(word);
  if (!folder) return folder.error();
  return std::vector<Target>{{*folder / "lesson.json", Kind::lesson}};
}

std::string_view name_of(Severity severity) {
  return severity == Severity::error ? "error" : "warning";
}

std::string json_line(const LintFinding& found) {
  const json::Finding& finding = found.finding;
  json::Writer out;
  out.begin_object().key("file").text(finding.file);
  out.key("line").integer(finding.place.line).key("column").integer(finding.place.column);
  out.key("pointer").text(finding.pointer).key("rule").text(finding.rule);
  out.key("severity").text(name_of(found.severity)).key("message").text(finding.message);
  out.end_object();
  return out.str() + "\n";
}

struct Totals {
  int lessons = 0;
  int systems = 0;
  int errors = 0;
  int warnings = 0;
  bool malformed = false;
  bool fails = false;
  bool undecided = false;
  bool strict = false;

  void count(const LintFinding& found) {
    if (found.severity == Severity::warning) {
      ++warnings;
      fails = fails || strict;
      return;
    }
    ++errors;
    malformed = malformed || found.malformed;
    undecided = undecided || found.undecided;
    fails = fails || (!found.malformed && !found.undecided);
  }

  int code() const {
    if (malformed) return kBadInput;
    if (fails) return kFailed;
    return undecided ? kUndecided : kDone;
  }
};

void tell(const LintFinding& found, bool as_json) {
  if (as_json) return print(json_line(found));
  complain((found.severity == Severity::warning ? "warning: " : "") + json::line_of(found.finding));
}

void tell(const Totals& totals, bool as_json) {
  const std::string numbers[] = {std::to_string(totals.lessons), std::to_string(totals.errors),
                                 std::to_string(totals.warnings)};
  // Who lints lessons alone reads nothing of systems.
  const std::string systems = std::to_string(totals.systems);
  if (as_json) {
    print("{\"lessons\":" + numbers[0] + ",\"errors\":" + numbers[1] + ",\"warnings\":" +
          numbers[2] + (totals.systems > 0 ? ",\"systems\":" + systems : "") + "}\n");
    return;
  }
  print("lessons: " + numbers[0] + (totals.systems > 0 ? ", systems: " + systems : "") +
        ", errors: " + numbers[1] + ", warnings: " + numbers[2] + "\n");
}

LintResult lint_one(const Target& target, const LintEffort& effort, int& systems) {
  switch (target.kind) {
    case Kind::lesson: return lint_lesson(target.json, effort);
    case Kind::course: return lint_course(target.json);
    case Kind::systems: return lint_systems(target.json, effort, systems);
  }
  return {};
}

struct Manner {
  bool as_json = false;
  bool strict = false;
};

int lint(const std::vector<Target>& targets, const LintEffort& effort, const Manner& manner) {
  const bool as_json = manner.as_json;
  Totals totals;
  totals.strict = manner.strict;
  for (const Target& target : targets) {
    totals.lessons += target.kind == Kind::lesson ? 1 : 0;
    int systems = 0;
    const LintResult result = lint_one(target, effort, systems);
    totals.systems += systems;
    for (const LintFinding& found : result.findings) {
      totals.count(found);
      tell(found, as_json);
    }
    for (const std::string& remark : result.remarks) {
      if (!as_json) print(shown_name(target.json) + ": " + remark + "\n");
    }
  }
  tell(totals, as_json);
  return totals.code();
}

Result<LintEffort> read_effort(const Arguments& arguments) {
  LintEffort effort;
  effort.proves = !arguments.has("--no-proof");
  if (arguments.has("--full")) effort = full_effort();
  const auto schedules =
      number_option(arguments, "--schedules", effort.schedules, 1, kSchedulesMax);
  const auto runs = number_option(arguments, "--runs", effort.runs, 1, kRunsMax);
  const auto seed = number_option(arguments, "--seed", 1, 0, (std::int64_t{1} << 53) - 1);
  if (!schedules) return schedules.error();
  if (!runs) return runs.error();
  if (!seed) return seed.error();
  effort.schedules = static_cast<int>(*schedules);
  effort.runs = static_cast<int>(*runs);
  if (arguments.has("--seed")) effort.seed = static_cast<std::uint64_t>(*seed);
  return effort;
}

}  // namespace

int lint_command(Words words) {
  const Result<Arguments> arguments = parse_arguments(words, {{"--no-proof", ""},
                                                              {"--strict", ""},
                                                              {"--full", ""},
                                                              {"--seed", "a whole number"},
                                                              {"--schedules", "a whole number"},
                                                              {"--runs", "a whole number"}});
  if (!arguments) return usage_mistake("lint", arguments.error().message);
  if (arguments->has("--help")) {
    print(kHelp);
    return kDone;
  }
  const Result<LintEffort> effort = read_effort(*arguments);
  if (!effort) return usage_mistake("lint", effort.error().message);
  if (arguments->words.empty()) return usage_mistake("lint", "there is no PATH");
  std::vector<Target> targets;
  for (const std::string& word : arguments->words) {
    const Result<std::vector<Target>> found = targets_of(word);
    if (!found) return usage_mistake("lint", found.error().message);
    targets.insert(targets.end(), found->begin(), found->end());
  }
  return lint(targets, *effort, {arguments->has("--json"), arguments->has("--strict")});
}

}  // namespace caplab
