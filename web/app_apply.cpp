// What each action does. A refusal is one sentence that says what is missing.
#include <algorithm>

#include "engine/proto/step.h"
#include "web/actions.h"
#include "web/app_own.h"
#include "web/app_task.h"
#include "web/words.h"

namespace caplab::web {
namespace {

constexpr std::int64_t kSpeedMin = 1'000;
constexpr std::int64_t kSpeedMax = 20'000'000;

const char* const kNoSteps = "A named system has runs to play, and no steps.";
const char* const kNoSystem = "There is no named system on stage.";
const char* const kNoRun = "There is no run to play: the lesson has errors.";

void mark_done(App& app, Step step) { app.done[static_cast<std::size_t>(step)] = true; }

void want_grade(App& app) {
  app.grading = {.id = app.grading.id + 1, .wanted = true, .choices = app.choices};
  app.grading.due = app.lesson.envelope.schedules + app.lesson.fault_process.runs;
  announce(app, "Grading has begun.");
}

// The reference solution's marks stand beside the learner's; nobody waits for them.
void want_reference(App& app) {
  const lesson::Choices* choices = other_solution(app);
  if (!choices) return;
  app.beside = lesson::compare(app.lesson, app.choices, *choices, lesson::own_schedule(app.seed));
  if (app.reference && app.reference->choices == *choices) return;
  app.reference.reset();
  app.grading = {.id = app.grading.id + 1, .wanted = true, .choices = *choices};
}

bool is_reference(const App& app, const lesson::Grade& grade) {
  const lesson::Choices* choices = other_solution(app);
  return choices && grade.choices == *choices;
}

void forget_grade(App& app) {
  app.grade.reset();
  app.beside.reset();
  app.violation.reset();
  app.grading.wanted = false;
}

void enter(App& app, Step step) {
  app.step = step;
  app.furthest = std::max(app.furthest, step);
  if (step == Step::run) {
    restart_run(app);
    app.playback.playing = true;
  }
  const bool is_own_run = !app.stage->breaks_at && app.watched.empty();
  const bool is_belief = !app.belief.id.empty();
  if ((step == Step::configure || is_task(app) || is_belief) && !is_own_run) restart_run(app);
  if (is_task(app) && step > Step::predict) check_task_predictions(app);
  const bool graded = app.grade || app.grading.wanted || is_task(app);
  if (step == Step::verdict && !graded) want_grade(app);
  if (step == Step::debrief) mark_done(app, Step::debrief);
}

// Why the learner cannot leave this step yet; empty: nothing is missing.
std::string missing_before_next(const App& app) {
  if (app.system) return kNoSteps;
  if (app.step == Step::predict && !all_predicted(app)) return "Pick an answer first.";
  if (is_task(app) && app.step == Step::configure) return missing_in_attempt(app);
  const bool ran = is_task(app) || app.done[static_cast<std::size_t>(Step::run)];
  if (app.step == Step::run && !ran) return "Play the run to its end first.";
  if (app.step == Step::verdict && !app.grade && !has_judgement(app)) return "Wait for the grade.";
  if (app.step == Step::debrief) return "This is the last step.";
  return "";
}

// The lesson's next step, or the one before.
Step neighbour(const App& app, int way) {
  Step step = app.step;
  do {
    step = static_cast<Step>(static_cast<int>(step) + way);
  } while (!has_step(app, step));
  return step;
}

std::string act(App& app, const GoNext&) {
  if (const std::string missing = missing_before_next(app); !missing.empty()) return missing;
  mark_done(app, app.step);
  enter(app, neighbour(app, 1));
  return "";
}

std::string act(App& app, const GoBack&) {
  if (app.system) return kNoSteps;
  if (app.step == Step::brief) return "This is the first step.";
  enter(app, neighbour(app, -1));
  return "";
}

std::string act(App& app, const GoTo& go) {
  if (app.system) return kNoSteps;
  if (!has_step(app, go.step)) return "This lesson has no such step.";
  if (go.step > app.furthest) {
    return "The step " + std::string(name_of(go.step)) + " comes after the ones before it.";
  }
  const bool tries = is_task(app) && (go.step == Step::run || go.step == Step::verdict);
  if (tries && !missing_in_attempt(app).empty()) return missing_in_attempt(app);
  if (go.step != app.step) enter(app, go.step);
  return "";
}

std::string act(App& app, const Predict& predict) {
  if (predict.prediction >= app.answers.size()) return "There is no such prediction.";
  const auto& options = app.lesson.predictions[predict.prediction].options;
  if (predict.option >= options.size()) return "There is no such option.";
  if (app.step > Step::predict) return "The prediction was made before the run and stands.";
  app.answers[predict.prediction] = {.picked = predict.option, .checked = std::nullopt};
  return "";
}

std::string act(App& app, const Choose& choose) {
  if (choose.choice >= app.choices.size()) return "There is no such setting.";
  if (choose.option >= app.lesson.choices[choose.choice].options.size()) {
    return "There is no such option.";
  }
  if (is_task(app)) return "The settings of this lesson stand; something else is asked for.";
  if (app.choices[choose.choice] == choose.option) return "";
  app.choices[choose.choice] = choose.option;
  forget_grade(app);
  app.done[static_cast<std::size_t>(Step::run)] = false;
  restart_run(app);
  if (!app.sandbox && app.step > Step::configure) app.step = Step::configure;
  return "";
}

std::string act(App& app, const Play& play) {
  if (!app.stage) return kNoRun;
  if (play.on && has_ended(*app.stage)) seek(*app.stage, Time{});
  app.playback.playing = play.on;
  app.playback.waited = {};
  return "";
}

// Moving by hand stops what plays.
template <typename Move>
std::string move(App& app, Move to_where) {
  if (!app.stage) return kNoRun;
  app.playback.playing = false;
  to_where(*app.stage);
  return "";
}

std::string act(App& app, const StepForward&) {
  return move(app, [](Stage& stage) { step_forward(stage); });
}
std::string act(App& app, const StepBack&) {
  return move(app, [](Stage& stage) { step_back(stage); });
}
std::string act(App& app, const Seek& to) {
  return move(app, [&](Stage& stage) { seek(stage, to.at); });
}

std::string act(App& app, const SetSpeed& speed) {
  app.playback.speed = std::clamp(speed.us_per_second, kSpeedMin, kSpeedMax);
  return "";
}

std::string act(App& app, const Intervene& wish) {
  if (!may_intervene(app)) return "The network can be changed while the run plays, before its end.";
  intervene(*app.stage, wish.command);
  return "";
}

std::string act(App& app, const PlayViolation&) {
  if (!app.violation) return "No violation was found.";
  const lesson::Violation& violation = *app.violation;
  put_on_stage(app, lesson::scenario_for(app.lesson, app.choices, violation.schedule));
  show_violation(app, violation);
  return "";
}

std::string act(App& app, const RestartRun&) {
  if (!app.stage) return kNoRun;
  restart_run(app);
  return "";
}

std::string act(App& app, const NewSeed&) {
  if (!app.stage) return kNoRun;
  ++app.seed;
  forget_grade(app);
  app.reference.reset();
  if (!is_task(app)) {
    restart_run(app);
    return "";
  }
  const std::optional<lesson::Attempt> kept =
      app.lesson.task == lesson::Task::diagnose ? std::nullopt : app.task.attempt;
  if (!kept) app.given.attempt.reset();  // of another system
  return put_attempt(app, {app.task.goal, kept, kept ? app.task.written : json::Value{}});
}

std::string act(App& app, const PutAttempt& put) { return put_attempt(app, put); }
std::string act(App& app, const TakeJudgement& take) { return take_judgement(app, take); }
std::string act(App& app, const WatchExample&) { return watch_example(app); }
std::string act(App& app, const WatchSystem& watch) { return watch_system(app, watch); }

std::string act(App& app, const TryAttempt&) {
  if (!is_task(app)) return "Here settings are graded, and no attempt.";
  if (app.step < Step::configure) return "The task comes after the steps before it.";
  if (const std::string missing = missing_in_attempt(app); !missing.empty()) return missing;
  mark_done(app, Step::configure);
  mark_done(app, Step::run);
  enter(app, Step::verdict);
  return "";
}

std::string act(App& app, const ShowHint&) {
  const int last = static_cast<int>(app.lesson.hints.size());
  if (app.hints_shown >= last) return "There are no more hints.";
  ++app.hints_shown;
  if (app.hints_shown == last) app.given.told = app.lesson.situation;
  return "";
}

std::string act(App& app, const ShowOperation& show) {
  if (!app.stage) return kNoRun;
  const auto& operations = app.stage->whole.operations;
  if (index(show.op) >= operations.size()) return "There is no such operation in this run.";
  const Operation& operation = operations[index(show.op)];
  app.selected = show.op;
  app.playback.playing = false;
  seek(*app.stage, operation.returned == kNever ? operation.called : operation.returned);
  return "";
}

std::string act(App& app, const ShowRefutation& show) {
  if (show.prediction >= app.answers.size()) return "There is no such prediction.";
  const auto& checked = app.answers[show.prediction].checked;
  if (!checked || checked->refuted_at == kNever) return "Nothing refutes this prediction.";
  if (is_task(app)) {
    put_on_stage(app, lesson::scenario_for(app.lesson, app.choices, app.seed),
                 "The lesson's own run");
  } else if (app.stage->touched || app.stage->breaks_at) {
    restart_run(app);
  }
  app.playback.playing = false;
  seek(*app.stage, checked->refuted_at);
  app.selected = checked->op;
  return "";
}

std::string act(App& app, const SetTheme& set) {
  app.theme = set.theme;
  return "";
}
std::string act(App& app, const SetMotion& set) {
  app.reduced_motion = set.reduced;
  return "";
}
std::string act(App& app, const SetShape& set) {
  app.shape = set.shape;
  app.splits = set.splits;
  return "";
}
std::string act(App& app, const SetSandbox& set) {
  if (app.system) return kNoSteps;
  if (is_task(app)) return "A lesson with another task than settings has no sandbox.";
  app.sandbox = set.on;
  return "";
}

// A run is first shown with its own levels; the steady beat keeps those that were picked.
std::string act(App& app, const PickRun& wish) {
  if (!app.system) return kNoSystem;
  lesson::SystemPick pick = app.system->pick;
  if (wish.run) pick = {};
  pick.run = wish.run;
  begin_system(app, app.system->named, pick, app.seed);
  return "";
}

std::string act(App& app, const PickLevel& wish) {
  if (!app.system) return kNoSystem;
  lesson::SystemPick pick = app.system->pick;
  (wish.reads ? pick.read : pick.write) = wish.level;
  if (pick == app.system->pick) return "";
  begin_system(app, app.system->named, pick, app.seed);
  return "";
}

std::string act(App& app, const TakeProgress& progress) {
  if (app.grade) return "";
  app.grading.done = progress.done;
  app.grading.due = progress.due;
  return "";
}

std::string act(App& app, const TakeGrade& take) {
  if (take.grade.seed != app.seed) return "This grade is of another seed.";
  if (is_reference(app, take.grade)) app.reference = take.grade;
  if (take.grade.choices != app.choices) {
    app.grading.wanted = false;
    return is_reference(app, take.grade) ? "" : "This grade is of other settings.";
  }
  app.grade = take.grade;
  app.violation = take.grade.first_violation;
  app.grading.wanted = false;
  app.passed = app.passed || (take.grade.pass && why_not_counted(app).empty());
  if (take.grade.pass) mark_done(app, Step::verdict);
  announce(app, verdict_text(app.lesson, take.grade), !take.grade.pass);
  announce_uncounted(app);
  want_reference(app);
  return "";
}

}  // namespace

std::string apply(App& app, const Action& action) {
  ++app.revision;
  ++app.pictured;
  const Time before = app.stage ? now_of(*app.stage) : Time{};
  std::string refusal = std::visit([&](const auto& one) { return act(app, one); }, action);
  notice(app, before);
  return refusal;
}

}  // namespace caplab::web
