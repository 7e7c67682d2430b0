// Reads a lesson part by part and gathers what is wrong with it. A part that leans on names which
// could not be read is left out: its mistakes would only be echoes.
#include "engine/lesson/load.h"

#include <algorithm>
#include <tuple>

#include "engine/base/ensure.h"
#include "engine/base/json_edit.h"
#include "engine/base/json_reader.h"
#include "engine/base/nearest.h"
#include "engine/base/text.h"
#include "engine/lesson/load_parts.h"

namespace caplab::lesson {
namespace {

constexpr std::size_t kHintsMax = 8;
constexpr std::string_view kMissingWords = "missing-words";

void load_head(const json::Fields& fields, Lesson& lesson) {
  fields["$schema"].text({1, 200});
  fields["format"].integer({1, 1}, 1);
  lesson.id = fields["id"].id();
  lesson.version = fields["version"].integer({1, 1'000'000}, 1);
  lesson.task = fields["task"].one_of<Task>({{name_of(Task::configure), Task::configure},
                                             {name_of(Task::attack), Task::attack},
                                             {name_of(Task::diagnose), Task::diagnose},
                                             {name_of(Task::construct), Task::construct}});
  lesson.minutes = fields["minutes"].integer({1, 240}, 1);

  lesson.system.client.patience =
      fields["patience"].duration({milliseconds(1), seconds(120)}, lesson.system.client.patience);
  load_session(fields["session"], lesson);
}

// Returns whether everything is there that the other parts name.
bool load_system(const json::Fields& fields, Lesson& lesson) {
  if (!load_sites(fields["sites"], lesson)) return false;
  const bool nodes = load_nodes(fields["replicas"], fields["clients"], lesson);
  load_network(fields["network"], lesson);
  return nodes && load_objects(fields["objects"], lesson) &&
         load_operations(fields["operations"], lesson);
}

void load_hints(const json::Reader& hints, Lesson& lesson) {
  for (const json::Reader& hint : hints.items({0, kHintsMax})) add_id(hint, lesson.hints);
}

void load_configure(const json::Fields& fields, Lesson& lesson) {
  load_workload(fields["workload"], lesson);
  load_envelope(fields["faults"], lesson);
  load_small_case(fields["smallCase"], lesson);
  load_fault_process(fields["faultProcess"], lesson);
  load_rubric(fields["rubric"], lesson);
  if (lesson.choices.empty()) {
    fields["operations"].fail("no-choice",
                              "leaves nothing to choose, one operation must have two choices");
  }
}

// As the file says, before anything else of it is read: each task has keys of its own.
Task task_of(const json::Value& root) {
  const json::Value* task = root.find("task");
  for (const Task known : {Task::attack, Task::diagnose, Task::construct}) {
    if (task != nullptr && task->text == name_of(known)) return known;
  }
  return Task::configure;
}

json::Fields fields_of(const json::Reader& file, Task task) {
  switch (task) {
    case Task::configure:
      return file.object(
          {"format",   "id",           "version",  "task",    "minutes",    "sites",  "network",
           "replicas", "clients",      "patience", "objects", "operations", "script", "workload",
           "faults",   "faultProcess", "predict",  "rubric",  "reference",  "wrong"},
          {"$schema", "session", "choices", "ranges", "hints", "smallCase"});
    case Task::attack:
      return file.object(
          {"format", "id", "version", "task", "minutes", "sites", "network", "replicas", "clients",
           "patience", "objects", "operations", "script", "attack", "reference", "wrong"},
          {"$schema", "session", "choices", "ranges", "hints", "predict", "rubric"});
    case Task::diagnose:
      return file.object({"format", "id", "version", "task", "minutes", "sites", "network",
                          "replicas", "clients", "patience", "objects", "operations", "script",
                          "choices", "diagnose", "reference", "wrong"},
                         {"$schema", "session", "ranges", "hints", "predict"});
    case Task::construct:
      return file.object(
          {"format", "id", "version", "task", "minutes", "sites", "network", "replicas", "clients",
           "patience", "objects", "operations", "script", "construct", "reference", "wrong"},
          {"$schema", "session", "choices", "ranges", "hints", "predict"});
  }
  return file.object({});
}

// Every two options are tried together, so their number counts twice.
void expect_few_options(const json::Fields& fields, const Lesson& lesson) {
  constexpr std::size_t kOptionsMax = 64;
  std::size_t options = 0;
  for (const Choice& choice : lesson.choices) {
    if (!choice.operation) options += choice.options.size();
  }
  for (const Range& range : lesson.ranges) options += range.options.size();
  if (options <= kOptionsMax) return;
  fields[lesson.ranges.empty() ? "choices" : "ranges"].fail(
      "out-of-range", "leaves " + std::to_string(options) +
                          " options in all choices and ranges, must leave at most " +
                          std::to_string(kOptionsMax));
}

void load_file(const json::Value& root, json::Report& report, Lesson& lesson) {
  const json::Fields fields = fields_of(json::Reader(root, report), task_of(root));
  load_head(fields, lesson);
  load_hints(fields["hints"], lesson);
  const std::size_t before = report.findings.size();
  if (!load_system(fields, lesson)) return;
  load_choices(fields["choices"], lesson);
  load_ranges(fields["ranges"], lesson);
  expect_few_options(fields, lesson);
  const bool choices_whole = report.findings.size() == before;
  load_script(fields["script"], lesson);
  load_predictions(fields["predict"], lesson);
  if (lesson.task != Task::configure) {
    if (choices_whole) load_task(fields, lesson);
    return;
  }
  load_configure(fields, lesson);
  if (choices_whole && !lesson.choices.empty()) {
    load_solutions(fields["reference"], fields["wrong"], lesson);
  }
}

// "(under the options "raft" and "last")".
std::string under(const std::vector<const Option*>& options) {
  std::vector<std::string> names;
  for (const Option* option : options) names.push_back(json::excerpt(option->id));
  return std::string(" (under the option") + (names.size() > 1 ? "s " : " ") +
         join(names, " and ") + ")";
}

// A lesson as options change it, and what is wrong with it then.
struct Edited {
  Lesson lesson;
  std::optional<json::Finding> clash;
};

Edited edited_by(const Lesson& lesson, const std::vector<const Option*>& options) {
  Edited edited;
  edited.lesson.source = lesson.source;
  json::Value& file = edited.lesson.source.edit().file;
  for (const Option* option : options) {
    for (const Edit& edit : option->edits) {
      if (json::set_at(file, edit.pointer, edit.value)) continue;
      edited.clash = json::Finding{{},
                                   edit.value.place,
                                   edit.pointer,
                                   "unknown-key",
                                   "leads nowhere, must lead to a value" + under(options)};
      return edited;
    }
  }
  json::Report report{.file = {}, .findings = {}};
  load_file(file, report, edited.lesson);
  if (report.ok()) return edited;
  report.findings.front().message += under(options);
  edited.clash = std::move(report.findings.front());
  return edited;
}

// The options together must make a lesson that can be read, whatever else is chosen stays as it is.
std::optional<json::Finding> clash_of(const Lesson& lesson,
                                      const std::vector<const Option*>& options) {
  return edited_by(lesson, options).clash;
}

// The first choice that is another one in the other lesson.
const Choice* first_changed(const Lesson& lesson, const Lesson& other) {
  const auto same_option = [](const Option& a, const Option& b) { return a.id == b.id; };
  for (std::size_t i = 0; i < lesson.choices.size(); ++i) {
    const Choice& own = lesson.choices[i];
    const bool same =
        i < other.choices.size() && own.id == other.choices[i].id &&
        std::equal(own.options.begin(), own.options.end(), other.choices[i].options.begin(),
                   other.choices[i].options.end(), same_option);
    if (!same) return &own;
  }
  return nullptr;
}

// A learner chooses the same things whatever is drawn, and a solution names them by position.
void expect_same_choices(const Lesson& lesson, const Option& option, json::Report& report) {
  if (option.edits.empty()) return;
  const Edited edited = edited_by(lesson, {&option});
  if (edited.clash) return;
  const Choice* changed = first_changed(lesson, edited.lesson);
  const Edit& edit = option.edits.front();
  if (changed == nullptr && edited.lesson.choices.size() == lesson.choices.size()) return;
  const std::string what = changed == nullptr ? "opens another choice"
                                              : "changes the choice " + json::excerpt(changed->id);
  report.add(edit.value.place, edit.pointer, "not-allowed",
             what + under({&option}) + ", what is drawn must leave all choices as they are");
}

void check_options(const Lesson& lesson, const std::vector<const Option*>& options,
                   json::Report& report) {
  for (const Option* option : options) {
    if (option->edits.empty()) return;  // it changes nothing: the others were looked at before
  }
  std::optional<json::Finding> clash = clash_of(lesson, options);
  if (!clash) return;
  clash->file = report.file;
  report.findings.push_back(std::move(*clash));
}

// Every option by itself; then every two that may be chosen or drawn together, a situation's before
// those that are chosen in it.
void check_all_options(const Lesson& lesson, json::Report& report) {
  std::vector<const std::vector<Option>*> lists;
  for (const Range& range : lesson.ranges) lists.push_back(&range.options);
  for (const Choice& choice : lesson.choices) lists.push_back(&choice.options);
  for (const auto* list : lists) {
    for (const Option& option : *list) check_options(lesson, {&option}, report);
  }
  for (const Range& range : lesson.ranges) {
    for (const Option& option : range.options) expect_same_choices(lesson, option, report);
  }
  if (!report.ok()) return;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    for (std::size_t j = i + 1; j < lists.size(); ++j) {
      for (const Option& one : *lists[i]) {
        for (const Option& other : *lists[j]) check_options(lesson, {&one, &other}, report);
      }
    }
  }
}

// In the rubric as "criterion", and where an option sets one as "/rubric/…/criterion".
void gather_criteria(const json::Value& value, std::vector<std::string>& ids) {
  for (const json::Value& item : value.items) gather_criteria(item, ids);
  for (const json::Member& member : value.members) {
    const std::string_view key = member.key;
    const bool names_one = key == "criterion" || key.ends_with("/criterion");
    if (names_one && member.value.kind == json::Kind::text) ids.push_back(member.value.text);
    gather_criteria(member.value, ids);
  }
}

void load_json(std::string_view text, json::Report& report, Lesson& lesson) {
  std::optional<json::Value> root = json::parse(text, report);
  if (!root) return;
  gather_criteria(*root, lesson.source.edit().criteria);
  lesson.source.edit().file = std::move(*root);
  const SharedValue<Source> source = lesson.source;
  load_file(source->file, report, lesson);
  if (!report.ok()) return;
  check_all_options(lesson, report);
}

// What the text file lacks is told at its last line, where it can be added.
void expect_words(std::string_view text, json::Report& report, const Lesson& lesson) {
  const auto lines = static_cast<std::int32_t>(std::count(text.begin(), text.end(), '\n'));
  std::vector<std::string_view> known;
  for (const auto& [id, words] : lesson.prose.entries) known.push_back(id);
  for (const NeededWords& needed : needed_words(lesson)) {
    if (has_entry(lesson.prose, needed.id)) continue;
    std::string message = "is missing, must be there for " + needed.reason + ": add \"## " +
                          needed.id + "\" with its words";
    const std::string_view meant = nearest(needed.id, known);
    if (!meant.empty()) message += " (there is " + json::excerpt(meant) + ")";
    report.add({lines + 1, 1}, json::pointer_to("", needed.id), kMissingWords, std::move(message));
  }
}

void sort_by_place(std::vector<json::Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const auto& a, const auto& b) {
    return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
  });
}

}  // namespace

std::optional<json::Finding> clash_of(const Lesson& lesson, const Situation& situation,
                                      const Choices& choices) {
  std::vector<const Option*> options;
  const auto add = [&options](const Option& option) {
    if (!option.edits.empty()) options.push_back(&option);
  };
  for (std::size_t i = 0; i < situation.size(); ++i) {
    add(lesson.ranges[i].options[situation[i]]);
  }
  for (std::size_t i = 0; i < choices.size(); ++i) add(lesson.choices[i].options[choices[i]]);
  return options.size() < 2 ? std::nullopt : clash_of(lesson, options);
}

Loaded load_lesson(const LessonSource& source) {
  Loaded loaded;
  Lesson& lesson = loaded.lesson;
  json::Report report{.file = std::string(source.json_name), .findings = {}};
  load_json(source.json, report, lesson);
  sort_by_place(report.findings);

  json::Report words{.file = std::string(source.prose_name), .findings = {}};
  lesson.prose = read_prose(source.prose, words, nullptr);
  // Words that a broken lesson seems to need may be needed by its mistakes alone.
  if (report.ok() && words.ok()) expect_words(source.prose, words, lesson);
  lesson.source.edit().prose = lesson.prose;
  if (report.ok()) say_situation(lesson, situation_of(lesson, 0));
  name_system(lesson);

  loaded.findings = std::move(report.findings);
  loaded.findings.insert(loaded.findings.end(), words.findings.begin(), words.findings.end());
  loaded.mistakes = loaded.findings.size();
  loaded.words_missing = static_cast<std::size_t>(
      std::count_if(loaded.findings.begin(), loaded.findings.end(),
                    [](const json::Finding& one) { return one.rule == kMissingWords; }));
  if (loaded.findings.size() > kMistakesMax) loaded.findings.resize(kMistakesMax);
  for (const json::Finding& finding : loaded.findings) {
    loaded.errors.push_back(json::line_of(finding));
  }
  return loaded;
}

Lesson load_again(Source source, const Situation& situation) {
  Lesson lesson;
  lesson.prose = source.prose;
  lesson.source = std::move(source);
  const SharedValue<Source> own = lesson.source;
  json::Report report{.file = {}, .findings = {}};
  load_file(own->file, report, lesson);
  ENSURE(report.ok());
  say_situation(lesson, situation);
  name_system(lesson);
  return lesson;
}

}  // namespace caplab::lesson
