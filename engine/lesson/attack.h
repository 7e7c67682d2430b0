// The task `attack`: the learner's faults, placed into the lesson's script, are played in many
// weathers, and each run is asked for all that the goal demands.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/lesson/lesson.h"
#include "engine/lesson/tell.h"

namespace caplab::lesson {

// One of the things that a goal demands of a run.
struct Demand {
  enum class Kind : std::uint8_t { broken, kept, counted, agreed, apart };
  Kind kind = Kind::broken;
  std::size_t position = 0;  // broken, kept: in Lesson::rubric; counted: in AttackGoal::when
  bool operator==(const Demand&) const = default;
};
std::vector<Demand> demands_of(const AttackGoal& goal);

// "Broken: A balance shown as current that is not", for people.
std::string demand_text(const Lesson& lesson, const AttackGoal& goal, const Demand& demand);

struct AttackResult {
  bool pass = false;
  int runs = 0;
  int reached = 0;                 // runs in which all demands were met
  std::vector<int> met;            // runs that met each of demands_of(goal)
  std::uint64_t example_seed = 0;  // the first run that reached the goal; else the first run
  std::vector<Fragment> sentence;  // the harm that it did, where it did any
  bool operator==(const AttackResult&) const = default;
};

// An attempt that breaks nothing before the last call reaches no goal.
// REQUIRES: the attempt is of this lesson, whose task is attack.
AttackResult judge_attack(const Lesson& lesson, const Attempt& attempt, std::uint64_t seed);

// The attempt under one seed, to be watched.
Scenario attack_scenario(const Lesson& lesson, const Attempt& attempt, std::uint64_t seed);

}  // namespace caplab::lesson
