// The lesson's flow: what each step needs before the next, and what the learner should do now.
#include "web/app.h"

#include <algorithm>

#include "engine/sim/story.h"
#include "web/app_task.h"
#include "web/words.h"

namespace caplab::web {
namespace {

constexpr std::size_t kAnnouncementsKept = 20;

constexpr std::string_view kStepNames[kSteps] = {"brief", "predict", "configure",
                                                 "run",   "verdict", "debrief"};

// What is said of an event to those who do not see it; nothing of most.
std::string spoken(const App& app, const Event& event) {
  const Log& log = app.stage->session.log();
  if (event.kind == EventKind::fault) {
    return fault_text(app.lesson.system, log.faults[static_cast<std::size_t>(event.value)].command);
  }
  if (event.kind != EventKind::returned) return "";
  const Operation& operation = log.operations[index(event.op)];
  std::string who = node_name(app.lesson, event.node);
  if (app.system) who += " at " + level_text(app.lesson, operation);
  return who + ": " + operation_text(app.lesson, operation) + ".";
}

// A prediction is about the lesson's own run, so it is only held against one that ran untouched.
void check_predictions(App& app) {
  const Stage& stage = *app.stage;
  if (is_task(app) || app.step < Step::run || !has_ended(stage) || stage.touched || stage.breaks_at)
    return;
  app.done[static_cast<std::size_t>(Step::run)] = true;
  for (std::size_t i = 0; i < app.answers.size(); ++i) {
    Answered& answer = app.answers[i];
    if (!answer.picked) continue;
    answer.checked =
        lesson::check_prediction(app.lesson.predictions[i], *answer.picked, stage.session.log());
  }
}

Primary next(std::string label) { return {std::move(label), true, R"({"do":"next"})", ""}; }

Primary not_yet(std::string label, std::string why) {
  return {std::move(label), false, R"({"do":"next"})", std::move(why)};
}

Primary primary_of_run(const App& app) {
  if (!app.stage || has_ended(*app.stage) || app.done[static_cast<std::size_t>(Step::run)]) {
    return next("Grade these settings");
  }
  if (app.playback.playing) return {"Pause", true, R"({"do":"pause"})", ""};
  const bool fresh = now_of(*app.stage) == Time{};
  return {fresh ? "Play the run" : "Play on", true, R"({"do":"play"})", ""};
}

Primary primary_of_system(const App& app) {
  if (app.playback.playing) return {"Pause", true, R"({"do":"pause"})", ""};
  const bool fresh = now_of(*app.stage) == Time{};
  const char* again = has_ended(*app.stage) ? "Play it again" : "Play on";
  return {fresh ? "Play the run" : again, true, R"({"do":"play"})", ""};
}

Primary primary_of_verdict(const App& app) {
  if (!app.grade) return not_yet("Grading", "Your settings are tried in thousands of runs.");
  if (app.grade->pass) return next("See what it costs");
  return {"Change the settings", true, R"({"do":"step","step":"configure"})", ""};
}

}  // namespace

std::string_view name_of(Step step) { return kStepNames[static_cast<std::size_t>(step)]; }

std::optional<Step> step_named(std::string_view name) {
  const auto* found = std::find(std::begin(kStepNames), std::end(kStepNames), name);
  if (found == std::end(kStepNames)) return std::nullopt;
  return static_cast<Step>(found - std::begin(kStepNames));
}

Primary primary_of(const App& app) {
  if (!app.errors.empty() || !app.stage)
    return not_yet("Nothing to play", "The lesson has errors.");
  if (app.system) return primary_of_system(app);
  if (app.sandbox) return {"Back to the lesson", true, R"({"do":"sandbox","on":false})", ""};
  if (is_task(app)) return primary_of_task(app);
  switch (app.step) {
    case Step::brief: return next("Predict what happens");
    case Step::predict:
      if (all_predicted(app)) return next("Choose the settings");
      return not_yet("Choose the settings", "Pick what you think will happen.");
    case Step::configure: return next("Run it");
    case Step::run: return primary_of_run(app);
    case Step::verdict: return primary_of_verdict(app);
    case Step::debrief:
      return {"Try other settings", true, R"({"do":"step","step":"configure"})", ""};
  }
  return next("");
}

bool has_step(const App& app, Step step) {
  const lesson::Lesson& lesson = app.lesson;
  if (step == Step::predict) return !lesson.predictions.empty();
  if (step != Step::run) return true;
  return lesson.task == lesson::Task::configure || lesson.task == lesson::Task::attack;
}

const lesson::Choices* other_solution(const App& app) {
  for (const lesson::Solution& solution : app.lesson.references) {
    if (solution.choices != app.choices && solution.situation == app.lesson.situation) {
      return &solution.choices;
    }
  }
  return nullptr;
}

void begin(App& app, lesson::Lesson lesson, lesson::Choices choices, std::uint64_t seed) {
  app.lesson = std::move(lesson);
  app.choices = std::move(choices);
  app.seed = seed;
  app.answers.assign(app.lesson.predictions.size(), {});
  restart_run(app);
}

void begin_system(App& app, lesson::NamedSystem system, const lesson::SystemPick& pick,
                  std::uint64_t seed) {
  app.system = SystemOnStage{std::move(system), pick, ""};
  SystemOnStage& shown = *app.system;
  begin(app, lesson::lesson_of(shown.named, pick), {}, seed);
  app.step = Step::run;
  app.furthest = Step::run;
  if (!is_as_written(app)) return;
  const lesson::SystemRun& run = shown.named.runs[*pick.run];
  shown.differs = lesson::broken_expectation(shown.named, run, seed).value_or("");
}

bool is_as_written(const App& app) {
  if (!app.system || !app.stage || app.stage->touched) return false;
  const lesson::SystemPick& pick = app.system->pick;
  return pick.run && !pick.read && !pick.write;
}

void restart_run(App& app) { put_on_stage(app, own_scenario(app)); }

void put_on_stage(App& app, Scenario scenario, std::string watched) {
  app.stage.emplace(std::move(scenario));
  app.watched = std::move(watched);
  app.belief = {};
  ++app.stages;
  app.playback.playing = false;
  app.selected = kNoOp;
  ++app.revision;
  ++app.pictured;
}

void show_violation(App& app, const lesson::Violation& violation) {
  app.stage->breaks_at = violation.breaks_at;
  app.stage->violating = violation.operations;
  seek(*app.stage, violation.breaks_at);
  if (!violation.operations.empty()) app.selected = violation.operations.back();
}

void advance(App& app, Duration elapsed) {
  if (!is_playing(app)) return;
  const Time before = now_of(*app.stage);
  play_on(*app.stage, app.playback, elapsed, app.reduced_motion);
  notice(app, before);
  ++app.revision;
}

void notice(App& app, Time before) {
  if (!app.stage) return;
  const std::vector<Event>& events = app.stage->session.log().events;
  for (auto event = events.rbegin(); event != events.rend() && event->at > before; ++event) {
    if (spoken(app, *event).empty()) continue;
    announce(app, spoken(app, *event));
    break;
  }
  check_predictions(app);
}

bool is_playing(const App& app) { return app.stage && app.playback.playing; }

bool may_play(const App& app) {
  return app.stage &&
         (app.sandbox || app.step >= Step::run || app.stage->breaks_at || !app.watched.empty());
}

bool may_intervene(const App& app) {
  if (!app.stage || app.stage->breaks_at || has_ended(*app.stage)) return false;
  return app.sandbox || (app.step == Step::run && !is_task(app));
}

bool all_predicted(const App& app) {
  return std::all_of(app.answers.begin(), app.answers.end(),
                     [](const Answered& answer) { return answer.picked.has_value(); });
}

void announce(App& app, std::string text, bool urgent) {
  app.announcements.push_back({++app.announced, std::move(text), urgent});
  if (app.announcements.size() > kAnnouncementsKept) {
    app.announcements.erase(app.announcements.begin());
  }
  ++app.revision;
}

}  // namespace caplab::web
