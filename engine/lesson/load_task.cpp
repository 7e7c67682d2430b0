// What a lesson of the tasks attack, diagnose and construct asks, and the attempts that its own
// tests prove right or wrong.
#include <algorithm>

#include "engine/base/text.h"
#include "engine/check/models.h"
#include "engine/lesson/load_parts.h"
#include "engine/sim/history_of.h"

namespace caplab::lesson {
namespace {

constexpr std::size_t kGoalsMax = 8;
constexpr std::size_t kFaultsMax = 12;
constexpr std::size_t kExperimentsMax = 12;
constexpr std::size_t kStepsMax = 100;
constexpr std::size_t kEditsMax = 8;
constexpr std::size_t kSolutionsMax = 32;
constexpr int kRunsMax = 1000;

// A list of words, each one of `known` and there once; their positions.
std::vector<std::size_t> positions_in(const json::Reader& list, json::Count count,
                                      const std::vector<std::string>& known) {
  std::vector<std::size_t> positions;
  for (const json::Reader& item : list.items(count)) {
    const std::optional<std::size_t> position = word_at(item, known);
    if (!position) continue;
    if (std::find(positions.begin(), positions.end(), *position) != positions.end()) {
      item.fail("duplicate-id", "stands there already, must be there once");
    }
    positions.push_back(*position);
  }
  return positions;
}

std::vector<std::string> words_in(const json::Reader& list, json::Count count,
                                  const std::vector<std::string>& known) {
  std::vector<std::string> words;
  for (const std::size_t position : positions_in(list, count, known)) {
    words.push_back(known[position]);
  }
  return words;
}

std::vector<std::string> criterion_ids(const Lesson& lesson) {
  std::vector<std::string> ids;
  for (const Criterion& criterion : lesson.rubric) ids.push_back(criterion.id);
  return ids;
}

void load_attack_goal(const json::Reader& reader, Lesson& lesson, std::vector<std::string>& ids) {
  const json::Fields fields =
      reader.object({"id"}, {"choices", "broken", "kept", "when", "replicas"});
  AttackGoal goal;
  add_id(fields["id"], ids);
  goal.id = ids.back();
  goal.choices = initial_choices(lesson);
  if (fields["choices"].present()) {
    const std::optional<Choices> made = load_choices_made(fields["choices"], lesson);
    if (made) goal.choices = *made;
  }
  const json::Count some{1, lesson.rubric.size()};
  const std::vector<std::string> criteria = criterion_ids(lesson);
  if (fields["broken"].present()) goal.broken = positions_in(fields["broken"], some, criteria);
  if (fields["kept"].present()) goal.kept = positions_in(fields["kept"], some, criteria);
  if (fields["when"].present()) {
    for (const json::Reader& when : fields["when"].items({1, 16})) {
      load_conditions(when, lesson, goal.when);
    }
  }
  if (fields["replicas"].present()) {
    goal.agree = fields["replicas"].one_of<bool>({{"differ", false}, {"agree", true}});
  }
  if (goal.broken.empty() && goal.kept.empty() && goal.when.empty() && !goal.agree) {
    reader.fail("missing-key",
                "demands nothing, must have \"broken\", \"kept\", \"when\" or \"replicas\"");
  }
  lesson.attack.goals.push_back(std::move(goal));
}

void load_attack(const json::Reader& reader, Lesson& lesson) {
  const json::Fields fields = reader.object({"faults", "atMost", "goals"}, {"runs", "reached"});
  const std::vector<std::string> kinds = fault_kinds();
  Attack& attack = lesson.attack;
  attack.faults = words_in(fields["faults"], {1, kinds.size()}, kinds);
  attack.faults_max = static_cast<std::size_t>(
      fields["atMost"].integer({1, static_cast<std::int64_t>(kFaultsMax)}, 1));
  attack.runs = static_cast<int>(fields["runs"].integer({1, kRunsMax}, attack.runs));
  attack.reached_min =
      static_cast<int>(fields["reached"].integer({1, attack.runs}, attack.runs * 9 / 10));
  std::vector<std::string> ids;
  for (const json::Reader& goal : fields["goals"].items({1, kGoalsMax})) {
    load_attack_goal(goal, lesson, ids);
  }
}

void load_letters(const json::Reader& letters, Lesson& lesson) {
  if (!letters.present()) return;
  const std::size_t count = lesson.choices.front().options.size();
  lesson.diagnosis.letters = letters.list({count, count}, pacelc_letters);
}

void load_diagnosis(const json::Reader& reader, const json::Reader& choices, Lesson& lesson) {
  if (lesson.choices.size() != 1) {
    choices.fail("not-allowed", "leaves " + std::to_string(lesson.choices.size()) +
                                    " choices open, must be one: which system it is");
    return;
  }
  const json::Fields fields = reader.object({"experiments", "tries"}, {"letters"});
  std::vector<std::string> ids;
  for (const json::Reader& item : fields["experiments"].items({2, kExperimentsMax})) {
    const json::Fields experiment = item.object({"id", "steps"});
    add_id(experiment["id"], ids);
    lesson.diagnosis.experiments.push_back(
        {ids.back(), load_steps(experiment["steps"], {1, kStepsMax}, lesson.script_end, lesson)});
  }
  const auto count = static_cast<std::int64_t>(lesson.diagnosis.experiments.size());
  lesson.diagnosis.tries =
      static_cast<std::size_t>(fields["tries"].integer({1, std::max<std::int64_t>(count, 1)}, 1));
  load_letters(fields["letters"], lesson);
}

std::vector<std::string> models_for(const Lesson& lesson, StoreId store) {
  std::vector<std::string> names;
  const auto type = history_type(lesson.system.stores[index(store)].type);
  for (const check::Model& model : check::models()) {
    const bool judges = !check::limits_staleness(model);  // no bound is given here
    if (type && judges && check::is_defined(model, *type)) names.emplace_back(model.name);
  }
  return names;
}

void load_construction(const json::Reader& reader, Lesson& lesson) {
  const json::Fields fields = reader.object({"object", "goals"});
  Construction& construction = lesson.construction;
  construction.store = id_of<StoreId>(fields["object"].one_of(lesson.object_ids));
  const StoreSpec& store = lesson.system.stores[index(construction.store)];
  if (store.type != object::ObjectType::reg) {
    fields["object"].fail("not-allowed", "is a " + std::string(name_of(store.type)) +
                                             ", must be a register: its reads are edited");
    return;
  }
  const std::vector<std::string> models = models_for(lesson, construction.store);
  std::vector<std::string> ids;
  for (const json::Reader& item : fields["goals"].items({1, kGoalsMax})) {
    const json::Fields goal = item.object({"id", "holds", "violated"}, {"atMost"});
    add_id(goal["id"], ids);
    construction.goals.push_back(
        {.id = ids.back(),
         .holds = words_in(goal["holds"], {1, models.size()}, models),
         .violated = words_in(goal["violated"], {1, models.size()}, models),
         .edits_max = static_cast<std::size_t>(
             goal["atMost"].integer({1, static_cast<std::int64_t>(kEditsMax)}, 1))});
  }
}

std::size_t load_goal(const json::Reader& reader, const Lesson& lesson) {
  std::vector<std::string> ids;
  for (const AttackGoal& goal : lesson.attack.goals) ids.push_back(goal.id);
  for (const ConstructGoal& goal : lesson.construction.goals) ids.push_back(goal.id);
  return ids.empty() ? 0 : reader.one_of(ids);
}

std::vector<TimedCommand> load_faults(const json::Reader& faults, const Lesson& lesson) {
  const std::vector<TimedCommand> placed =
      load_steps(faults, {1, lesson.attack.faults_max}, lesson.script_end, lesson);
  const std::vector<std::string>& allowed = lesson.attack.faults;
  for (const TimedCommand& fault : placed) {
    const std::string kind(kind_of(fault.command));
    if (std::find(allowed.begin(), allowed.end(), kind) != allowed.end()) continue;
    faults.fail("not-allowed",
                "has a step " + json::excerpt(kind) + ", must be of " + join(allowed, ", "));
  }
  return placed;
}

HistoryEdit load_edit(const json::Reader& reader) {
  const json::Fields fields = reader.object({"operation", "result"});
  return {static_cast<std::size_t>(fields["operation"].integer({0, 10'000})),
          fields["result"].integer({-kAmountMax, kAmountMax})};
}

void load_experiments_made(const json::Fields& fields, const Lesson& lesson, Attempt& attempt) {
  std::vector<std::string> experiments;
  for (const Experiment& experiment : lesson.diagnosis.experiments) {
    experiments.push_back(experiment.id);
  }
  attempt.experiments =
      positions_in(fields["experiments"], {1, lesson.diagnosis.tries}, experiments);
  if (fields["answer"].present()) {
    std::vector<std::string> systems;
    for (const Option& option : lesson.choices.front().options) systems.push_back(option.id);
    attempt.answer = word_at(fields["answer"], systems);
  }
  if (fields["letters"].present()) attempt.letters = pacelc_letters(fields["letters"]);
}

// An attempt with its misconception beside it.
TaskSolution load_task_solution(const json::Reader& reader, const Lesson& lesson, bool wrong) {
  const json::Fields fields =
      wrong ? reader.object({"attempt", "misconception"}) : reader.object({"attempt"});
  TaskSolution solution;
  if (fields["attempt"].present()) solution.attempt = load_attempt(fields["attempt"], lesson);
  if (wrong) solution.misconception = fields["misconception"].id();
  return solution;
}

}  // namespace

Attempt load_attempt(const json::Reader& reader, const Lesson& lesson) {
  Attempt attempt;
  switch (lesson.task) {
    case Task::configure: break;
    case Task::attack: {
      const json::Fields fields = reader.object({"goal", "faults"});
      attempt.goal = load_goal(fields["goal"], lesson);
      attempt.faults = load_faults(fields["faults"], lesson);
      break;
    }
    case Task::diagnose:
      load_experiments_made(reader.object({"experiments"}, {"answer", "letters"}), lesson, attempt);
      break;
    case Task::construct: {
      const json::Fields fields = reader.object({"goal", "edits"});
      attempt.goal = load_goal(fields["goal"], lesson);
      attempt.edits = fields["edits"].list({0, kEditsMax}, load_edit);
      break;
    }
  }
  return attempt;
}

void load_task(const json::Fields& fields, Lesson& lesson) {
  switch (lesson.task) {
    case Task::configure: return;
    case Task::attack:
      if (fields["rubric"].present()) load_rubric(fields["rubric"], lesson);
      load_attack(fields["attack"], lesson);
      break;
    case Task::diagnose: load_diagnosis(fields["diagnose"], fields["choices"], lesson); break;
    case Task::construct: load_construction(fields["construct"], lesson); break;
  }
  for (const json::Reader& item : fields["reference"].items({1, kSolutionsMax})) {
    lesson.task_references.push_back(load_task_solution(item, lesson, false));
  }
  for (const json::Reader& item : fields["wrong"].items({1, kSolutionsMax})) {
    lesson.task_wrong.push_back(load_task_solution(item, lesson, true));
  }
}

}  // namespace caplab::lesson
