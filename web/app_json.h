// The page's two languages: its state as JSON for the HTML half and for tests, and commands from
// them as JSON.
#pragma once
#include <string>
#include <string_view>

#include "engine/base/json.h"
#include "web/actions.h"

namespace caplab::web {

// What the page was asked to open.
struct Opening {
  lesson::Lesson lesson;
  std::vector<std::string> errors;    // of the lesson's files; then nothing else counts
  std::vector<std::string> problems;  // of the rest: told, and the rest is opened
  lesson::Choices choices;
  std::uint64_t seed = 1;
  Splits splits;
  ThemeId theme = ThemeId::dark;
  bool reduced_motion = false;
  // Progress of an earlier visit.
  Step step = Step::brief;
  std::vector<std::optional<std::size_t>> picked;
  int hints_shown = 0;
  bool passed = false;
  Given given;
  std::optional<lesson::NamedSystem> system;  // to be opened instead of a lesson
  lesson::SystemPick pick;
  PutAttempt attempt;           // at the task of the lesson, if it is another than `configure`
  std::vector<bool> reached;    // goals of it
  bool at_task = false;         // to begin with the attempt
  std::optional<int> schedule;  // to be played at once: of the search, 0: of the small case
  std::string belief;           // a misconception, to be refuted at once; empty: none
};
Opening read_opening(std::string_view json);
void open(App& app, Opening opening);

// `frames` have been drawn so far.
std::string state_json(const App& app, std::int64_t frames);

// A command as an action, or one clear sentence.
Result<Action> read_command(const App& app, std::string_view json);
// The same of a command that is parsed already.
Result<Action> action_of(const App& app, const json::Value& command);

}  // namespace caplab::web
