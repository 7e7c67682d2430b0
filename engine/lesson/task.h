// What the tasks besides `configure` ask of a learner, and what a learner hands in. A lesson of
// such a task has a world and a script like any other; it is won by what runs show, not by a grade.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sim/command.h"

namespace caplab::lesson {

enum class Task : std::uint8_t {
  configure,  // choose settings that behave well
  attack,     // place the faults under which a given system breaks
  diagnose,   // find out by experiments which of several systems an unnamed one is
  construct,  // edit a recorded history until one model holds and another does not
};
std::string_view name_of(Task task);

// One option for every choice, by position in Lesson::choices.
using Choices = std::vector<std::size_t>;

// "How many calls of `operation` (with this amount) ended so (and showed this), in the run?"
// Between min and max of them.
struct Condition {
  enum class Ended : std::uint8_t { accepted, declined, refused, unknown };
  std::uint16_t operation = 0;
  Ended ended = Ended::accepted;
  std::optional<std::int64_t> amount;  // none: whatever the amount
  std::optional<std::int64_t> shows;   // a read's number, or one among several; none: whatever
  int min = 0;
  int max = 0;
  bool operator==(const Condition&) const = default;
};

// What an attack must bring about, all of it in one run.
struct AttackGoal {
  std::string id;
  Choices choices;                  // the settings of the system that is attacked
  std::vector<std::size_t> broken;  // criteria in Lesson::rubric that the run violates
  std::vector<std::size_t> kept;    // and such that it does not
  std::vector<Condition> when;      // what clients were told
  std::optional<bool> agree;        // whether the replicas hold the same at the end
  bool operator==(const AttackGoal&) const = default;
};

struct Attack {
  std::vector<std::string> faults;  // the steps that may be placed: "cut", "heal", "crash" …
  std::size_t faults_max = 1;
  int runs = 100;        // weathers in which an attack is judged …
  int reached_min = 90;  // … and in how many of them it must reach its goal
  std::vector<AttackGoal> goals;
  bool operator==(const Attack&) const = default;
};

// A script that a learner may have played by the unnamed system.
struct Experiment {
  std::string id;
  std::vector<TimedCommand> script;
  bool operator==(const Experiment&) const = default;
};

// The systems that it may be are the options of the lesson's only choice.
struct Diagnosis {
  std::vector<Experiment> experiments;
  std::size_t tries = 3;             // how many of them may be made
  std::vector<std::string> letters;  // of each system, "PC/EC"; empty: nobody is asked for them
  bool operator==(const Diagnosis&) const = default;
};

struct ConstructGoal {
  std::string id;
  std::vector<std::string> holds;     // models of check::models()
  std::vector<std::string> violated;  // likewise
  std::size_t edits_max = 1;
  bool operator==(const ConstructGoal&) const = default;
};

// The history is that of the lesson's script on one object, under seed 1.
struct Construction {
  StoreId store{0};
  std::vector<ConstructGoal> goals;
  bool operator==(const Construction&) const = default;
};

// Another result of a read in the recorded history.
struct HistoryEdit {
  std::size_t operation = 0;  // its position in the history
  std::int64_t result = 0;
  bool operator==(const HistoryEdit&) const = default;
};

// What a learner hands in; each task reads its own part.
struct Attempt {
  std::size_t goal = 0;                  // attack, construct
  std::vector<TimedCommand> faults;      // attack, in order of time
  std::vector<std::size_t> experiments;  // diagnose: those that were made
  std::optional<std::size_t> answer;     // diagnose: the system that it is said to be
  std::string letters;                   // diagnose: "PC/EC", or empty
  std::vector<HistoryEdit> edits;        // construct
  bool operator==(const Attempt&) const = default;
};

// An attempt that the lesson's own tests prove right or wrong.
struct TaskSolution {
  Attempt attempt;
  std::string misconception;  // of a wrong one; else empty
  bool operator==(const TaskSolution&) const = default;
};

}  // namespace caplab::lesson
