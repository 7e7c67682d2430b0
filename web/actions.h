// What panels, keys and the page's HTML wish for. They are collected while drawing and applied
// afterwards, all in the same way.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "web/app.h"

namespace caplab::web {

struct GoNext {};
struct GoBack {};
struct GoTo {
  Step step = Step::brief;
};
struct Predict {
  std::size_t prediction = 0;
  std::size_t option = 0;
};
struct Choose {
  std::size_t choice = 0;
  std::size_t option = 0;
};
struct Play {
  bool on = true;
};
struct StepForward {};
struct StepBack {};
struct Seek {
  Time at;
};
struct SetSpeed {
  std::int64_t us_per_second = 150'000;
};
struct Intervene {
  Command command;
};
struct PlayViolation {};
struct RestartRun {};
struct NewSeed {};
struct ShowHint {};
// Goes to the moment at which an operation ended and points at it.
struct ShowOperation {
  OpId op = kNoOp;
};
// Goes to the moment that refutes a prediction.
struct ShowRefutation {
  std::size_t prediction = 0;
};
// Another run of the named system on stage, by position; nothing: the steady beat.
struct PickRun {
  std::optional<std::size_t> run;
};
// Another level for all its reads (or writes); nothing: as the run has it.
struct PickLevel {
  bool reads = true;
  std::optional<std::size_t> level;
};
struct SetTheme {
  ThemeId theme = ThemeId::dark;
};
struct SetMotion {
  bool reduced = false;
};
struct SetShape {
  PageShape shape;
  Splits splits;
};
struct SetSandbox {
  bool on = false;
};
struct TakeProgress {
  int done = 0;
  int due = 0;
};
struct TakeGrade {
  lesson::Grade grade;
};
// Another attempt at the lesson's task; without one the goal alone is picked.
struct PutAttempt {
  std::size_t goal = 0;
  std::optional<lesson::Attempt> attempt;
  json::Value written;
};
// Has the attempt judged.
struct TryAttempt {};
struct TakeJudgement {
  std::int64_t id = 0;  // of the attempt that was judged
  json::Value judgement;
};
// The run by which the judgement tells what the attack does.
struct WatchExample {};
// An experiment as one of the systems goes through it, once there is a judgement.
struct WatchSystem {
  std::size_t system = 0;
  std::size_t experiment = 0;
};

using Action = std::variant<GoNext, GoBack, GoTo, Predict, Choose, Play, StepForward, StepBack,
                            Seek, SetSpeed, Intervene, PlayViolation, RestartRun, NewSeed, ShowHint,
                            ShowOperation, ShowRefutation, SetTheme, SetMotion, SetShape,
                            SetSandbox, TakeProgress, TakeGrade, PickRun, PickLevel, PutAttempt,
                            TryAttempt, TakeJudgement, WatchExample, WatchSystem>;
using Actions = std::vector<Action>;

// Does what is wished for; says in one sentence why not, where it is not possible now.
std::string apply(App& app, const Action& action);

}  // namespace caplab::web
