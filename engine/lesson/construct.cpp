// The checkers judge; nothing here knows which edit is the right one.
#include "engine/lesson/construct.h"

#include <algorithm>

#include "engine/check/models.h"
#include "engine/sim/history_of.h"
#include "engine/sim/world.h"

namespace caplab::lesson {
namespace {

check::Options options_of(const Lesson& lesson) {
  check::Options options;
  const StoreSpec& store = lesson.system.stores[index(lesson.construction.store)];
  const std::vector<history::Value> initial = initial_values(store);
  if (!initial.empty()) options.initial = initial.front();
  return options;
}

std::string position_text(const HistoryEdit& edit) {
  return "the operation " + std::to_string(edit.operation);
}

std::optional<bool> wanted(const ConstructGoal& goal, std::string_view model) {
  const auto names = [model](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), model) != list.end();
  };
  if (names(goal.holds)) return true;
  if (names(goal.violated)) return false;
  return std::nullopt;
}

bool is_as_wanted(const ModelVerdict& verdict) {
  if (!verdict.wanted) return true;
  return verdict.answer == (*verdict.wanted ? check::Answer::holds : check::Answer::violated);
}

}  // namespace

history::History recorded_history(const Lesson& lesson) {
  const Scenario scenario = scenario_for(lesson, initial_choices(lesson), 1);
  const Log log = run_all(scenario, false);
  return history_of(scenario.system, log,
                    operations_on(scenario.system, log, lesson.construction.store));
}

bool may_be_edited(const history::Operation& op) {
  return history::is_read(op.function) && op.outcome == history::Outcome::ok;
}

std::vector<history::Value> possible_results(const Lesson& lesson,
                                             const history::History& recorded) {
  std::vector<history::Value> values{options_of(lesson).initial};
  for (const history::Operation& op : recorded.operations) {
    if (op.function != history::Function::write) continue;
    if (std::find(values.begin(), values.end(), op.argument) == values.end()) {
      values.push_back(op.argument);
    }
  }
  return values;
}

Result<history::History> edited_history(const Lesson& lesson,
                                        const std::vector<HistoryEdit>& edits) {
  history::History history = recorded_history(lesson);
  const std::vector<history::Value> values = possible_results(lesson, history);
  std::vector<bool> edited(history.operations.size(), false);
  for (const HistoryEdit& edit : edits) {
    const bool exists = edit.operation < history.operations.size();
    if (!exists || !may_be_edited(history.operations[edit.operation])) {
      return Error{position_text(edit) + " is no read that ended, must be one"};
    }
    if (edited[edit.operation]) {
      return Error{position_text(edit) + " is edited twice, must be edited once"};
    }
    if (std::find(values.begin(), values.end(), edit.result) == values.end()) {
      return Error{position_text(edit) + " is said to return " + std::to_string(edit.result) +
                   ", must return what somebody wrote or what was there at first"};
    }
    edited[edit.operation] = true;
    history.operations[edit.operation].result = edit.result;
  }
  return history;
}

ConstructionResult judge_construction(const Lesson& lesson, const Attempt& attempt) {
  const ConstructGoal& goal = lesson.construction.goals[attempt.goal];
  ConstructionResult result;
  if (attempt.edits.size() > goal.edits_max) {
    result.error = "There are " + std::to_string(attempt.edits.size()) +
                   " edits, there must be at most " + std::to_string(goal.edits_max) + ".";
    return result;
  }
  const Result<history::History> history = edited_history(lesson, attempt.edits);
  if (!history) {
    result.error = history.error().message;
    return result;
  }
  const check::Options options = options_of(lesson);
  for (const check::Model& model : check::models()) {
    const bool judges = !check::limits_staleness(model);  // no bound is given here
    if (!judges || !check::is_defined(model, options.object)) continue;
    const check::Verdict verdict = check::decide(model, *history, options);
    result.models.push_back(
        {std::string(model.name), verdict.answer, verdict.why, wanted(goal, model.name)});
  }
  result.pass = std::all_of(result.models.begin(), result.models.end(), is_as_wanted);
  return result;
}

}  // namespace caplab::lesson
