// The flow of a task: an attempt is put forward, the page's worker judges it, and the judgement is
// taken. Nothing here judges by itself.
#include "web/app_task.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/lesson/attack.h"
#include "engine/lesson/diagnose.h"
#include "engine/lesson/task_json.h"
#include "engine/sim/world.h"
#include "web/app_own.h"

namespace caplab::web {
namespace {

using json::Value;
using lesson::Task;

std::size_t goal_count(const lesson::Lesson& lesson) {
  return std::max<std::size_t>(goal_ids(lesson).size(), 1);
}

// A list that an attempt cannot do without, and that is still empty.
bool is_begun_only(const Value& written) {
  for (const char* key : {"faults", "experiments"}) {
    const Value* list = written.find(key);
    if (list && list->kind == json::Kind::array && list->items.empty()) return true;
  }
  return false;
}

Result<std::size_t> goal_named(const lesson::Lesson& lesson, const Value& written) {
  const std::vector<std::string> ids = goal_ids(lesson);
  const Value* goal = written.find("goal");
  if (ids.empty() || !goal) return std::size_t{0};
  const auto found = std::find(ids.begin(), ids.end(), goal->text);
  if (found != ids.end()) return static_cast<std::size_t>(found - ids.begin());
  return Error{"The goal is " + json::excerpt(goal->text) + ", must be one of " + join(ids, ", ") +
               "."};
}

// The settings that a goal attacks are those on stage.
void take_goal(App& app, std::size_t goal) {
  app.task.goal = goal;
  if (app.lesson.task == Task::attack) app.choices = app.lesson.attack.goals[goal].choices;
}

std::optional<std::size_t> open_goal(const App& app) {
  for (std::size_t goal = 0; goal < app.task.reached.size(); ++goal) {
    if (!app.task.reached[goal]) return goal;
  }
  return std::nullopt;
}

std::string attempt_command(const App& app, std::size_t goal) {
  json::Writer out;
  out.begin_object().key("do").text("attempt").key("attempt").begin_object();
  out.key("goal").text(goal_ids(app.lesson)[goal]);
  out.key(app.lesson.task == Task::attack ? "faults" : "edits").begin_array().end_array();
  out.end_object().end_object();
  return out.str();
}

Primary next(std::string label) { return {std::move(label), true, R"({"do":"next"})", ""}; }

const char* begin_label(Task task) {
  switch (task) {
    case Task::attack: return "Plan the attack";
    case Task::diagnose: return "Begin the experiments";
    case Task::construct: return "Open the history";
    case Task::configure: break;
  }
  return "";
}

Primary primary_of_attempt(const App& app) {
  Primary primary = next(app.lesson.task == Task::attack ? "Watch it" : "Hand it in");
  if (app.lesson.task == Task::diagnose) primary.label = "Hand in the answer";
  primary.why = missing_in_attempt(app);
  primary.enabled = primary.why.empty();
  return primary;
}

std::string weathers(const App& app) {
  return "Try it in " + std::to_string(app.lesson.attack.runs) + " weathers";
}

Primary primary_of_verdict(const App& app) {
  if (!has_judgement(app)) return {"Trying it", false, R"({"do":"next"})", "This takes a moment."};
  const bool is_diagnosis = app.lesson.task == Task::diagnose;
  if (app.task.pass && app.task.reached[app.task.goal]) {
    const std::optional<std::size_t> goal = open_goal(app);
    if (!goal) return next("See what to keep");
    return {"On to the next goal", true, attempt_command(app, *goal), ""};
  }
  if (is_diagnosis) return {"Find out another one", true, R"({"do":"new-seed"})", ""};
  const char* label = app.lesson.task == Task::attack ? "Change the attack" : "Edit it again";
  return {label, true, R"({"do":"step","step":"configure"})", ""};
}

Primary primary_of_debrief(const App& app) {
  switch (app.lesson.task) {
    case Task::diagnose: return {"Find out another one", true, R"({"do":"new-seed"})", ""};
    case Task::attack: return {"Attack again", true, R"({"do":"step","step":"configure"})", ""};
    default: return {"Edit again", true, R"({"do":"step","step":"configure"})", ""};
  }
}

std::string judgement_text(const App& app) {
  if (app.lesson.task == Task::diagnose) {
    return app.task.pass ? "You have found it out." : "Not found out yet.";
  }
  return app.task.pass ? "The goal is reached." : "The goal is not reached yet.";
}

std::int64_t integer_at(const Value& object, std::string_view key, std::int64_t otherwise) {
  const Value* value = object.find(key);
  return value && value->kind == json::Kind::integer ? value->integer : otherwise;
}

// The operations that the judgement's sentence tells of, in its order.
std::vector<OpId> operations_told(const Value& judgement) {
  std::vector<OpId> operations;
  const Value* sentence = judgement.find("sentence");
  if (!sentence) return operations;
  for (const Value& fragment : sentence->items) {
    const std::int64_t op = integer_at(fragment, "op", -1);
    if (op >= 0) operations.push_back(id_of<OpId>(static_cast<std::size_t>(op)));
  }
  return operations;
}

// The moment at which the last of them was answered.
Time moment_of(const Stage& stage, const std::vector<OpId>& operations) {
  Time moment;
  for (const OpId op : operations) {
    if (index(op) >= stage.whole.operations.size()) continue;
    const Operation& operation = stage.whole.operations[index(op)];
    moment = std::max(moment, operation.returned == kNever ? operation.called : operation.returned);
  }
  return moment;
}

}  // namespace

bool is_task(const App& app) {
  return !app.system && app.lesson.task != Task::configure && app.errors.empty();
}

bool has_judgement(const App& app) { return app.task.judgement.kind == json::Kind::object; }

bool all_reached(const App& app) { return !open_goal(app) && !app.task.reached.empty(); }

bool wants_judgement(const App& app) {
  if (!is_task(app) || !app.task.attempt || has_judgement(app)) return false;
  if (app.lesson.task == Task::construct) return app.step >= Step::configure;
  return app.step >= Step::verdict && missing_in_attempt(app).empty();
}

std::vector<std::string> goal_ids(const lesson::Lesson& lesson) {
  std::vector<std::string> ids;
  for (const lesson::AttackGoal& goal : lesson.attack.goals) ids.push_back(goal.id);
  for (const lesson::ConstructGoal& goal : lesson.construction.goals) ids.push_back(goal.id);
  return ids;
}

Result<PutAttempt> read_attempt(const lesson::Lesson& lesson, const Value& written) {
  const Result<std::size_t> goal = goal_named(lesson, written);
  if (!goal) return goal.error();
  if (written.kind == json::Kind::null || is_begun_only(written)) {
    return PutAttempt{*goal, std::nullopt, {}};
  }
  json::Writer text;
  text.value(written);
  Result<lesson::Attempt> attempt = lesson::attempt_of(lesson, text.str());
  if (!attempt) return attempt.error();
  return PutAttempt{attempt->goal, std::move(attempt.value()), written};
}

std::vector<bool> read_reached(const lesson::Lesson& lesson, const Value* saved) {
  std::vector<bool> reached(goal_count(lesson), false);
  const Value* list = saved ? saved->find("reached") : nullptr;
  if (!list) return reached;
  const std::vector<std::string> ids = goal_ids(lesson);
  for (const Value& item : list->items) {
    const auto found = std::find(ids.begin(), ids.end(), item.text);
    if (found != ids.end()) reached[static_cast<std::size_t>(found - ids.begin())] = true;
  }
  return reached;
}

std::string missing_in_attempt(const App& app) {
  const std::optional<lesson::Attempt>& attempt = app.task.attempt;
  switch (app.lesson.task) {
    case Task::attack: return attempt ? "" : "Place a fault first.";
    case Task::construct: return attempt ? "" : "Change a read first.";
    case Task::diagnose: break;
    case Task::configure: return "";
  }
  if (!attempt || attempt->experiments.empty()) return "Make an experiment first.";
  if (!attempt->answer) return "Say which system it is.";
  const bool asked = !app.lesson.diagnosis.letters.empty();
  return asked && attempt->letters.empty() ? "Say which letters it has." : "";
}

Scenario own_scenario(const App& app) {
  if (app.lesson.task == Task::attack && app.task.attempt) {
    return lesson::attack_scenario(app.lesson, *app.task.attempt, app.seed);
  }
  return lesson::scenario_for(app.lesson, app.choices, app.seed);
}

Primary primary_of_task(const App& app) {
  const Task task = app.lesson.task;
  switch (app.step) {
    case Step::brief: {
      const bool predicts = has_step(app, Step::predict);
      return next(predicts ? "Predict what happens" : begin_label(task));
    }
    case Step::predict: {
      Primary primary = next(begin_label(task));
      primary.enabled = all_predicted(app);
      if (!primary.enabled) primary.why = "Pick what you think will happen.";
      return primary;
    }
    case Step::configure: return primary_of_attempt(app);
    case Step::run: return next(weathers(app));
    case Step::verdict: return primary_of_verdict(app);
    case Step::debrief: return primary_of_debrief(app);
  }
  return next("");
}

std::string put_attempt(App& app, const PutAttempt& put) {
  if (!is_task(app)) return "There is no such task here: settings are to be chosen.";
  if (put.goal >= goal_count(app.lesson)) return "There is no such goal.";
  take_goal(app, put.goal);
  app.task.attempt = put.attempt;
  app.task.written = put.written;
  app.task.judgement = {};
  app.task.pass = false;
  ++app.task.id;
  app.done[static_cast<std::size_t>(Step::run)] = false;
  restart_run(app);
  app.step = std::min(app.step, Step::configure);
  return "";
}

std::string take_judgement(App& app, const TakeJudgement& take) {
  if (!is_task(app) || take.id != app.task.id) return "This judgement is of another attempt.";
  const Value* pass = take.judgement.find("pass");
  if (!pass || pass->kind != json::Kind::boolean) return "A judgement needs \"pass\".";
  app.task.judgement = take.judgement;
  app.task.pass = pass->boolean;
  if (app.task.pass && why_not_counted(app).empty()) {
    app.task.reached[app.task.goal] = true;
    app.done[static_cast<std::size_t>(Step::verdict)] = all_reached(app);
    app.passed = app.passed || all_reached(app);
  }
  announce(app, judgement_text(app), !app.task.pass && app.step == Step::verdict);
  if (app.step == Step::verdict) announce_uncounted(app);
  return "";
}

std::string watch_example(App& app) {
  const Value* seed = app.task.judgement.find("seed");
  if (app.lesson.task != Task::attack || !app.task.attempt || !seed) {
    return "No attack has been tried yet.";
  }
  const std::uint64_t weather = std::strtoull(seed->text.c_str(), nullptr, 10);
  const bool works = integer_at(app.task.judgement, "reached", 0) > 0;
  put_on_stage(app, lesson::attack_scenario(app.lesson, *app.task.attempt, weather),
               works ? "A weather in which it works" : "A weather in which it does not work");
  const std::vector<OpId> told = operations_told(app.task.judgement);
  if (told.empty()) {
    app.playback.playing = true;
    return "";
  }
  app.stage->violating = told;
  app.selected = told.back();
  app.stage->breaks_at = moment_of(*app.stage, told);
  seek(*app.stage, *app.stage->breaks_at);
  return "";
}

std::string watch_system(App& app, const WatchSystem& watch) {
  const bool judged = app.lesson.task == Task::diagnose && has_judgement(app);
  if (!judged) return "The systems stay behind the curtain until there is an answer.";
  const lesson::Choice& choice = app.lesson.choices.front();
  const auto& experiments = app.lesson.diagnosis.experiments;
  if (watch.system >= choice.options.size() || watch.experiment >= experiments.size()) {
    return "There is no such system or experiment.";
  }
  Scenario scenario = lesson::scenario_for(app.lesson, {watch.system}, app.seed);
  scenario.script = experiments[watch.experiment].script;
  const std::string name =
      lesson::say(app.lesson.prose, "experiment." + experiments[watch.experiment].id);
  put_on_stage(app, std::move(scenario),
               lesson::option_name(app.lesson, choice, watch.system) + ": " + name);
  app.playback.playing = true;
  return "";
}

void check_task_predictions(App& app) {
  const auto is_due = [](const Answered& one) { return one.picked && !one.checked; };
  if (std::none_of(app.answers.begin(), app.answers.end(), is_due)) return;
  const Log log = run_all(lesson::scenario_for(app.lesson, app.choices, app.seed), false);
  for (std::size_t i = 0; i < app.answers.size(); ++i) {
    Answered& answer = app.answers[i];
    if (!is_due(answer)) continue;
    answer.checked = lesson::check_prediction(app.lesson.predictions[i], *answer.picked, log);
  }
}

}  // namespace caplab::web
