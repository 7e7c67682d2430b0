// Each weather is a seed of its own, which follows from the learner's: an attack that works by luck
// alone is found out.
#include "engine/lesson/attack.h"

#include <algorithm>

#include "engine/lesson/grade.h"
#include "engine/lesson/measure.h"
#include "engine/lesson/run.h"
#include "engine/sim/metrics.h"

namespace caplab::lesson {
namespace {

constexpr std::uint64_t kAttackStream = 0xa77ac0;

// Weather 0 is the one that the learner has watched.
std::uint64_t weather(std::uint64_t seed, int number) {
  return number == 0 ? seed : Rng(seed, kAttackStream + static_cast<std::uint64_t>(number)).next();
}

bool is_met(const Lesson& lesson, const AttackGoal& goal, const Demand& demand, const Run& run) {
  switch (demand.kind) {
    case Demand::Kind::broken:
      return examine(lesson.rubric[demand.position], run) == check::Answer::violated;
    case Demand::Kind::kept:
      return examine(lesson.rubric[demand.position], run) == check::Answer::holds;
    case Demand::Kind::counted: return holds(goal.when[demand.position], run.log);
    case Demand::Kind::agreed:
    case Demand::Kind::apart: {
      const bool agree = time_to_agree(run.scenario.system, run.log, run.scenario.end).has_value();
      return agree == (demand.kind == Demand::Kind::agreed);
    }
  }
  return false;
}

// What the run did of the harm that the goal is about.
std::vector<Fragment> tell_first_harm(const Lesson& lesson, const AttackGoal& goal,
                                      const Run& run) {
  for (const std::size_t position : goal.broken) {
    const std::optional<Harm> harm = find_harm(lesson.rubric[position], run);
    if (harm) return tell_harm(lesson, lesson.rubric[position], run, *harm);
  }
  return {};
}

std::string_view ending_word(Condition::Ended ended) {
  switch (ended) {
    case Condition::Ended::accepted: return "accepted";
    case Condition::Ended::declined: return "declined";
    case Condition::Ended::refused: return "refused";
    case Condition::Ended::unknown: return "without an answer";
  }
  return "";
}

std::string condition_text(const Lesson& lesson, const Condition& condition) {
  const std::string count =
      condition.min == condition.max
          ? std::to_string(condition.min)
          : std::to_string(condition.min) + " to " + std::to_string(condition.max);
  const std::string amount = condition.amount ? " " + money(lesson, *condition.amount) : "";
  const std::string shows = condition.shows ? ", showing " + std::to_string(*condition.shows) : "";
  return lesson.system.operations[condition.operation].name + amount + ": " + count + " " +
         std::string(ending_word(condition.ended)) + shows;
}

}  // namespace

std::vector<Demand> demands_of(const AttackGoal& goal) {
  std::vector<Demand> demands;
  for (const std::size_t position : goal.broken) {
    demands.push_back({Demand::Kind::broken, position});
  }
  for (const std::size_t position : goal.kept) demands.push_back({Demand::Kind::kept, position});
  for (std::size_t i = 0; i < goal.when.size(); ++i) {
    demands.push_back({Demand::Kind::counted, i});
  }
  if (goal.agree) {
    demands.push_back({*goal.agree ? Demand::Kind::agreed : Demand::Kind::apart, 0});
  }
  return demands;
}

std::string demand_text(const Lesson& lesson, const AttackGoal& goal, const Demand& demand) {
  switch (demand.kind) {
    case Demand::Kind::broken:
      return "Happens: " + say(lesson.prose, "criterion." + lesson.rubric[demand.position].id);
    case Demand::Kind::kept:
      return "Never happens: " +
             say(lesson.prose, "criterion." + lesson.rubric[demand.position].id);
    case Demand::Kind::counted: return condition_text(lesson, goal.when[demand.position]);
    case Demand::Kind::agreed: return "At the end all copies are equal";
    case Demand::Kind::apart: return "At the end the copies differ";
  }
  return "";
}

Scenario attack_scenario(const Lesson& lesson, const Attempt& attempt, std::uint64_t seed) {
  const AttackGoal& goal = lesson.attack.goals[attempt.goal];
  Scenario scenario = scenario_for(lesson, goal.choices, seed);
  scenario.script.insert(scenario.script.end(), attempt.faults.begin(), attempt.faults.end());
  std::stable_sort(scenario.script.begin(), scenario.script.end(),
                   [](const TimedCommand& a, const TimedCommand& b) { return a.at < b.at; });
  return scenario;
}

namespace {

// Whether anything that is no mending happens before all has been called.
bool strikes(const Lesson& lesson, const Attempt& attempt) {
  Time last;
  for (const TimedCommand& step : lesson.script) {
    if (std::holds_alternative<Call>(step.command)) last = step.at;
  }
  return std::any_of(attempt.faults.begin(), attempt.faults.end(), [&](const TimedCommand& fault) {
    const bool mends = std::holds_alternative<Heal>(fault.command) ||
                       std::holds_alternative<Restart>(fault.command) ||
                       std::holds_alternative<Resume>(fault.command);
    return !mends && fault.at < last;
  });
}

}  // namespace

AttackResult judge_attack(const Lesson& whole, const Attempt& attempt, std::uint64_t seed) {
  // What a system promises may depend on what it is.
  const Lesson lesson = settled(whole, whole.attack.goals[attempt.goal].choices);
  const AttackGoal& goal = lesson.attack.goals[attempt.goal];
  const std::vector<Demand> demands = demands_of(goal);
  AttackResult result;
  result.met.resize(demands.size(), 0);
  result.example_seed = seed;
  if (!strikes(lesson, attempt)) {
    result.runs = lesson.attack.runs;
    result.sentence.push_back({"Nothing was broken before the last call."});
    return result;
  }
  Run run{attack_scenario(whole, attempt, seed), {}, {}};
  run.log.keep_messages = false;
  for (result.runs = 0; result.runs < lesson.attack.runs; ++result.runs) {
    run.scenario.seed = weather(seed, result.runs);
    play(run);
    std::size_t met = 0;
    for (std::size_t i = 0; i < demands.size(); ++i) {
      if (!is_met(lesson, goal, demands[i], run)) continue;
      ++result.met[i];
      ++met;
    }
    if (met < demands.size() || ++result.reached > 1) continue;
    result.example_seed = run.scenario.seed;
    result.sentence = tell_first_harm(lesson, goal, run);
  }
  result.pass = result.reached >= lesson.attack.reached_min;
  return result;
}

}  // namespace caplab::lesson
