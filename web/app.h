// What the page knows: the lesson, where the learner is in it, the run on stage, the grade. Plain
// data; it changes in apply() and advance() only, never while something is drawn.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lesson/compare.h"
#include "engine/lesson/grade.h"
#include "engine/lesson/lesson.h"
#include "engine/lesson/system_lesson.h"
#include "web/stage.h"
#include "web/theme.h"
#include "web/zones.h"

namespace caplab::web {

// The steps of a lesson, in order.
enum class Step : std::uint8_t { brief, predict, configure, run, verdict, debrief };
inline constexpr std::size_t kSteps = 6;

std::string_view name_of(Step step);
std::optional<Step> step_named(std::string_view name);

// Something said to people who do not look at the picture.
struct Announcement {
  std::int64_t number = 0;
  std::string text;
  bool urgent = false;
};

// The background grading that the page's worker is asked for.
struct Grading {
  std::int64_t id = 0;  // of the request: an answer to an older one is dropped
  bool wanted = false;
  lesson::Choices choices;  // the learner's, and after them the reference solution's
  int done = 0;
  int due = 0;
};

struct Answered {
  std::optional<std::size_t> picked;                // of Prediction::options
  std::optional<lesson::PredictionResult> checked;  // once the run has ended
};

// What a learner has in hand of a task besides `configure`.
struct TaskInHand {
  std::size_t goal = 0;                    // attack, construct
  std::optional<lesson::Attempt> attempt;  // nothing: none yet
  json::Value written;                     // the same as its author wrote it
  std::int64_t id = 0;                     // counts attempts: judgements of older ones are dropped
  json::Value judgement;                   // as task_json.h has it; null: none yet
  bool pass = false;                       // what it comes to
  std::vector<bool> reached;               // by goal, at any time; a diagnosis is one
};

// What the learner was given and has not found: a solution that came with a link, the situation
// that it came in, and the one in which the last hint was shown.
struct Given {
  std::optional<lesson::Situation> situation;
  std::optional<lesson::Choices> choices;
  std::optional<lesson::Attempt> attempt;
  json::Value written;  // the attempt as its author wrote it
  std::optional<lesson::Situation> told;
};

// A misconception whose refutation is on stage.
struct Belief {
  std::string id;        // empty: none is
  std::string sentence;  // what breaks, where something does
};

// A named system on stage. It is played as a lesson that has no steps and no grade.
struct SystemOnStage {
  lesson::NamedSystem named;
  lesson::SystemPick pick;
  // How the run, as it is written, differs from what it is said to show; empty: it does not.
  std::string differs;
};

struct App {
  lesson::Lesson lesson;
  std::optional<SystemOnStage> system;  // then `lesson` is made of it
  std::vector<std::string> errors;      // of the lesson file; then there is nothing to play
  Step step = Step::brief;
  Step furthest = Step::brief;  // the learner may go to any step up to this
  std::array<bool, kSteps> done{};
  lesson::Choices choices;  // of an attack: those of the system that is attacked
  TaskInHand task;
  Given given;
  std::string watched;  // another run than the lesson's own that is on stage, in words; else empty
  Belief belief;
  std::uint64_t seed = 1;
  std::vector<Answered> answers;  // by Lesson::predictions
  std::optional<Stage> stage;     // there unless the lesson has errors
  Playback playback;
  Grading grading;
  std::optional<lesson::Grade> grade;          // of these choices and this seed
  std::optional<lesson::Grade> reference;      // of another solution of the lesson, this seed
  std::optional<lesson::Comparison> beside;    // the lesson's own run under both
  std::optional<lesson::Violation> violation;  // that can be played: the grade's, or a link's
  bool passed = false;                         // at any time, with the learner's own solution
  OpId selected = kNoOp;                       // the operation that the learner looks at
  int hints_shown = 0;
  bool sandbox = false;
  ThemeId theme = ThemeId::dark;
  bool reduced_motion = false;
  PageShape shape;
  Splits splits;
  std::vector<std::string> problems;        // of what was asked to be opened
  std::vector<Announcement> announcements;  // the newest few
  std::int64_t announced = 0;
  std::int64_t revision = 0;  // counts changes: who drew an older one draws again
  std::int64_t stages = 0;    // counts runs put on stage
  std::int64_t pictured = 0;  // counts changes of the picture other than that time passes
};

// The one thing that the learner should do next.
struct Primary {
  std::string label;
  bool enabled = true;
  std::string command;  // the JSON that does it
  std::string why;      // what is missing, where it is not enabled
};
Primary primary_of(const App& app);

// Whether the lesson has this step: not every one asks for a prediction, and only what is
// configured or attacked is run.
bool has_step(const App& app, Step step);

// The solution that the learner's settings are set against: the first of the lesson that is
// another; null: there is none.
const lesson::Choices* other_solution(const App& app);

// Starts the lesson from its brief. REQUIRES: app.errors is empty.
void begin(App& app, lesson::Lesson lesson, lesson::Choices choices, std::uint64_t seed);

// Puts a named system on stage. REQUIRES: as lesson::lesson_of.
void begin_system(App& app, lesson::NamedSystem system, const lesson::SystemPick& pick,
                  std::uint64_t seed);

// Whether a named system's run is on stage as the file has it: its own levels, nobody interferes.
bool is_as_written(const App& app);

// Puts a run on stage, at its start; `watched` says what it is, if it is not the lesson's own.
void put_on_stage(App& app, Scenario scenario, std::string watched = "");

// Pauses the run on stage where the violation breaks it, and points at the operations.
void show_violation(App& app, const lesson::Violation& violation);

// Puts the lesson's own run, with the present choices, back to its start.
void restart_run(App& app);

// Lets `elapsed` of real time pass for what is playing.
void advance(App& app, Duration elapsed);

// Says the last thing that happened on stage since `before`, and sees whether the run has ended.
void notice(App& app, Time before);

// Whether time is passing on stage.
bool is_playing(const App& app);

// Whether the run on stage may be played: not before the learner has predicted and chosen.
bool may_play(const App& app);

// Whether the learner may interfere with the run: cut, heal, crash, restart.
bool may_intervene(const App& app);

bool all_predicted(const App& app);

void announce(App& app, std::string text, bool urgent = false);

}  // namespace caplab::web
