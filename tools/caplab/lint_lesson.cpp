// Reads first; grades only what could be read.
#include "tools/caplab/lint_lesson.h"

#include <algorithm>
#include <system_error>

#include "engine/base/fingerprint.h"
#include "engine/base/text.h"
#include "engine/lesson/advice.h"
#include "engine/lesson/course.h"
#include "engine/lesson/load.h"
#include "engine/lesson/proof.h"
#include "engine/lesson/task_proof.h"
#include "engine/lesson/vacuous.h"
#include "tools/caplab/files.h"

namespace caplab {
namespace {

namespace fs = std::filesystem;
using lesson::Doubt;
using lesson::Lesson;

class Linter {
 public:
  Linter(const fs::path& json, const LintEffort& effort)
      : effort_(effort),
        json_(json),
        folder_(json.has_parent_path() ? json.parent_path() : "."),
        name_(shown_name(json)) {}

  LintResult run() {
    const std::optional<std::string> text = read_file(json_);
    if (!text) {
      unreadable(name_);
      return std::move(result_);
    }
    text_ = *text;
    const std::optional<Lesson> lesson = load();
    if (lesson) expect_own_folder(*lesson);
    if (lesson && effort_.proves) prove(*lesson);
    return std::move(result_);
  }

 private:
  void add(json::Finding finding, Severity severity, bool malformed) {
    result_.findings.push_back({std::move(finding), severity, malformed, false});
  }

  void unreadable(const std::string& name) {
    add({name, {}, "/", "unreadable", "cannot be read, must be a readable file"}, Severity::error,
        true);
  }

  // The lesson with its English words, where everything is right in every language.
  std::optional<Lesson> load() {
    std::vector<fs::path> texts = text_files(folder_ / "text");
    const fs::path english = folder_ / "text" / "en.md";
    if (std::find(texts.begin(), texts.end(), english) == texts.end()) texts.push_back(english);
    std::optional<Lesson> lesson;
    for (const fs::path& path : texts) {
      std::optional<Lesson> loaded = load_with(path);
      if (path == english) lesson = std::move(loaded);
    }
    return result_.findings.empty() || only_warnings() ? lesson : std::nullopt;
  }

  std::optional<Lesson> load_with(const fs::path& path) {
    const std::string name = shown_name(path);
    const std::optional<std::string> words = read_file(path);
    if (!words) unreadable(name);
    const lesson::LessonSource source{text_, name_, words ? *words : std::string_view{}, name};
    lesson::Loaded loaded = lesson::load_lesson(source);
    for (json::Finding& finding : loaded.findings) {
      const bool of_words = finding.file == name;
      if (of_words && !words) continue;
      if (!of_words && told_json_) continue;
      add(std::move(finding), Severity::error, true);
    }
    if (words && loaded.mistakes > loaded.findings.size()) {
      result_.remarks.push_back("and " + std::to_string(loaded.mistakes - loaded.findings.size()) +
                                " more mistakes like these");
    }
    told_json_ = true;
    if (!loaded.errors.empty() || !words) return std::nullopt;
    for (json::Finding& advice : lesson::advise(loaded.lesson, *words, name)) {
      add(std::move(advice), Severity::warning, false);
    }
    return std::move(loaded.lesson);
  }

  bool only_warnings() const {
    return std::all_of(result_.findings.begin(), result_.findings.end(),
                       [](const LintFinding& f) { return f.severity == Severity::warning; });
  }

  void add_at(std::string_view pointer, std::string_view rule, std::string message,
              Severity severity) {
    const std::optional<json::Value> root = json::parse(text_, scratch_);
    add({name_, root ? place_of(*root, pointer) : json::Place{}, std::string(pointer),
         std::string(rule), std::move(message)},
        severity, false);
  }

  // Some rules say another thing of the same place each time.
  bool is_told(const Doubt& doubt) const {
    const bool several =
        doubt.rule == "not-winnable" || doubt.rule == "one-for-all" || doubt.rule == "too-easy";
    const auto same = [&](const LintFinding& known) {
      return known.finding.pointer == doubt.pointer && known.finding.rule == doubt.rule &&
             (!several || known.finding.message == doubt.message);
    };
    return std::any_of(result_.findings.begin(), result_.findings.end(), same);
  }

  // What holds under every seed and whatever is drawn is told once. Returns whether all is well.
  bool add(const std::optional<Doubt>& doubt) {
    if (doubt && !is_told(*doubt)) tell(*doubt);
    return !doubt.has_value();
  }

  void tell(const Doubt& doubt) {
    add_at(doubt.pointer, doubt.rule, doubt.message, Severity::error);
    result_.findings.back().undecided = doubt.undecided;
  }

  // The folder's name is the id under which commands and links find the lesson.
  void expect_own_folder(const Lesson& lesson) {
    std::error_code failed;
    const std::string folder = fs::canonical(folder_, failed).filename().string();
    if (json_.filename() != "lesson.json" || folder.empty() || folder == lesson.id) return;
    add_at("/id", "other-folder",
           "is " + json::excerpt(lesson.id) + " in a folder named " + json::excerpt(folder) +
               ", should be the folder's name",
           Severity::warning);
  }

  // The seed that the page uses, and one that nobody picked: it follows from the file itself.
  std::vector<std::uint64_t> seeds() const {
    if (effort_.seed) return {*effort_.seed};
    const std::uint64_t own = Fingerprint().mix(std::string_view(text_)).digest() & 0xffffffffU;
    std::vector<std::uint64_t> seeds{1, own};
    for (int i = 1; i <= effort_.more_seeds; ++i) {
      seeds.push_back(own + static_cast<std::uint64_t>(i));
    }
    return seeds;
  }

  void prove(const Lesson& lesson) {
    if (!expect_no_clash(lesson)) return;
    for (const Doubt& doubt : lesson::doubt_vacuous(lesson)) {
      add_at(doubt.pointer, doubt.rule, doubt.message, Severity::warning);
    }
    if (lesson.task != lesson::Task::configure) return prove_task(lesson);
    for (const std::uint64_t seed : seeds()) prove_solutions(lesson, seed);
    prove_decision(lesson);
    prove_ranges(lesson);
  }

  void prove_task(const Lesson& lesson) {
    bool whole = true;
    for (const std::uint64_t seed : seeds()) {
      for (const Doubt& doubt : lesson::doubt_task(lesson, seed)) whole = add(doubt) && whole;
    }
    const std::vector<lesson::Choices> all = lesson::all_choices(lesson);
    for (const Doubt& doubt : lesson::doubt_predictions(lesson, all, seeds().front())) {
      whole = add(doubt) && whole;
    }
    if (!whole) return;
    result_.remarks.push_back(
        std::to_string(lesson.task_references.size()) + " reference attempts pass and " +
        std::to_string(lesson.task_wrong.size()) + " wrong ones do not, under " +
        std::to_string(seeds().size()) + " seeds");
  }

  void prove_solutions(const Lesson& lesson, std::uint64_t seed) {
    const lesson::Grading::Options options{seed, std::nullopt, std::nullopt};
    bool whole = true;
    for (std::size_t i = 0; i < lesson.references.size(); ++i) {
      const auto grade = lesson::grade(lesson, lesson.references[i], options);
      whole = add(lesson::doubt_reference(i, grade)) && whole;
    }
    for (std::size_t i = 0; i < lesson.wrong.size(); ++i) {
      whole = add(lesson::prove_wrong(lesson, i, options)) && whole;
    }
    if (!whole) return;
    result_.remarks.push_back(std::to_string(lesson.references.size()) +
                              " reference solutions pass and " +
                              std::to_string(lesson.wrong.size()) +
                              " wrong ones fail as named, under seed " + std::to_string(seed));
  }

  lesson::Grading::Options survey() const {
    return {seeds().front(), effort_.schedules, effort_.runs, effort_.fault_free_operations, true};
  }

  void prove_decision(const Lesson& lesson) {
    const std::vector<lesson::Choices> all = lesson::all_choices(lesson);
    std::vector<lesson::Grade> grades;
    for (const lesson::Choices& choices : all) {
      grades.push_back(lesson::grade(lesson, choices, survey()));
    }
    for (const Doubt& doubt : lesson::doubt_decision(lesson, grades)) add(doubt);
    for (const Doubt& doubt : lesson::doubt_predictions(lesson, all, seeds().front())) add(doubt);
    const auto good = std::count_if(grades.begin(), grades.end(), passes);
    result_.remarks.push_back(
        std::to_string(good) + " of " + std::to_string(all.size()) +
        " settings pass (each graded on up to " + std::to_string(effort_.schedules) +
        " schedules, " + std::to_string(effort_.runs) + " sampled runs and " +
        std::to_string(effort_.fault_free_operations) + " fault-free operations a site)");
  }

  // Whatever is drawn and chosen together must make a lesson.
  bool expect_no_clash(const Lesson& lesson) {
    for (const lesson::Situation& situation : lesson::all_situations(lesson)) {
      for (const lesson::Choices& choices : lesson::all_choices(lesson)) {
        std::optional<json::Finding> clash = lesson::clash_of(lesson, situation, choices);
        if (!clash) continue;
        clash->file = name_;
        add(std::move(*clash), Severity::error, true);
        return false;
      }
    }
    return true;
  }

  // Whatever is drawn, somebody must be able to pass, and predictions must have their one answer.
  void prove_ranges(const Lesson& lesson) {
    for (const lesson::Situation& situation : lesson::all_situations(lesson)) {
      if (situation == lesson.situation) continue;  // proven already
      const Lesson drawn = in_situation(lesson, situation);
      const std::vector<lesson::Choices> all = lesson::all_choices(drawn);
      const std::string under = situation_text(lesson, situation);
      for (Doubt& doubt : lesson::doubt_predictions(drawn, all, seeds().front())) {
        doubt.message += ", also where " + under + " is drawn";
        add(doubt);
      }
      const std::vector<lesson::Grade> grades = survey_of(drawn, all);
      if (std::none_of(grades.begin(), grades.end(), passes)) {
        add(Doubt{"/ranges", "not-winnable",
                  "may draw " + under + ", where no setting passes, one must", false});
      }
      if (!effort_.every_situation) continue;
      for (Doubt& doubt : lesson::doubt_effort(drawn, grades)) {
        doubt.message += ", also where " + under + " is drawn";
        add(doubt);
      }
    }
  }

  static bool passes(const lesson::Grade& grade) { return grade.pass; }

  // The first setting that passes is the last, unless all are to be seen.
  std::vector<lesson::Grade> survey_of(const Lesson& drawn,
                                       const std::vector<lesson::Choices>& all) const {
    std::vector<lesson::Grade> grades;
    for (const lesson::Choices& choices : all) {
      grades.push_back(lesson::grade(drawn, choices, survey()));
      if (grades.back().pass && !effort_.every_situation) break;
    }
    return grades;
  }

  LintEffort effort_;
  fs::path json_;
  fs::path folder_;
  std::string name_;
  std::string text_;
  bool told_json_ = false;
  json::Report scratch_;
  LintResult result_;
};

}  // namespace

json::Place place_of(const json::Value& root, std::string_view pointer) {
  const json::Value* value = &root;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string_view step = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(step.size());
    const json::Value* next = value->find(step);
    for (std::size_t i = 0; next == nullptr && i < value->items.size(); ++i) {
      if (std::to_string(i) == step) next = &value->items[i];
    }
    if (next == nullptr) break;
    value = next;
  }
  return value->place;
}

LintResult lint_lesson(const fs::path& json, const LintEffort& effort) {
  return Linter(json, effort).run();
}

LintResult lint_course(const fs::path& json) {
  LintResult result;
  json::Report report{.file = shown_name(json), .findings = {}};
  const std::optional<std::string> text = read_file(json);
  if (!text) {
    report.add({}, "/", "unreadable", "cannot be read, must be a readable file");
  } else {
    const lesson::Course course = lesson::load_course(*text, report);
    for (const lesson::Course::Chapter& chapter : course.chapters) {
      for (const lesson::Course::Entry& entry : chapter.lessons) {
        if (entry.id.empty() || read_file(json.parent_path() / entry.id / "lesson.json")) continue;
        report.add(entry.place, entry.pointer, "dangling-id",
                   "is " + json::excerpt(entry.id) +
                       ", must be a folder beside this file with a lesson.json");
      }
    }
  }
  for (json::Finding& finding : report.findings) {
    result.findings.push_back({std::move(finding), Severity::error, true, false});
  }
  return result;
}

}  // namespace caplab
