// Each doubt points at the attempt or the goal to mend.
#include "engine/lesson/task_proof.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/lesson/attack.h"
#include "engine/lesson/construct.h"
#include "engine/lesson/diagnose.h"

namespace caplab::lesson {
namespace {

// Whether an attempt does what it should, and else how far it came.
struct Tried {
  bool pass = false;
  std::string came;
};

Tried tried_attack(const Lesson& lesson, const Attempt& attempt, std::uint64_t seed) {
  const AttackResult result = judge_attack(lesson, attempt, seed);
  return {result.pass, "reaches its goal in " + std::to_string(result.reached) + " of " +
                           std::to_string(result.runs) + " runs"};
}

// Whatever the unnamed system is, the experiments must find it out.
Tried tried_experiments(const Lesson& lesson, const Attempt& attempt, std::uint64_t seed) {
  const bool apart = tells_all_apart(lesson, attempt.experiments, seed);
  return {apart, apart ? "tells all systems apart" : "leaves two systems that look alike"};
}

Tried tried_edits(const Lesson& lesson, const Attempt& attempt) {
  const ConstructionResult result = judge_construction(lesson, attempt);
  std::vector<std::string> verdicts;
  for (const ModelVerdict& verdict : result.models) {
    if (verdict.wanted)
      verdicts.push_back(verdict.model + " " + std::string(name_of(verdict.answer)));
  }
  const std::string came = result.error.empty() ? "gives " + join(verdicts, ", ") : result.error;
  return {result.pass, came};
}

Tried tried(const Lesson& lesson, const Attempt& attempt, std::uint64_t seed) {
  switch (lesson.task) {
    case Task::configure: break;
    case Task::attack: return tried_attack(lesson, attempt, seed);
    case Task::diagnose: return tried_experiments(lesson, attempt, seed);
    case Task::construct: return tried_edits(lesson, attempt);
  }
  return {};
}

std::string at(std::string_view list, std::size_t position) {
  return json::pointer_to(json::pointer_to("", list), position);
}

void doubt_attempts(const Lesson& lesson, std::uint64_t seed, std::vector<Doubt>& doubts) {
  const std::string under = " under seed " + std::to_string(seed);
  for (std::size_t i = 0; i < lesson.task_references.size(); ++i) {
    const Tried outcome = tried(lesson, lesson.task_references[i].attempt, seed);
    if (outcome.pass) continue;
    doubts.push_back({at("reference", i), "reference-fails",
                      outcome.came + under + ", a reference must pass", false});
  }
  for (std::size_t i = 0; i < lesson.task_wrong.size(); ++i) {
    const Tried outcome = tried(lesson, lesson.task_wrong[i].attempt, seed);
    if (!outcome.pass) continue;
    doubts.push_back(
        {at("wrong", i), "wrong-passes", outcome.came + under + ", must not pass", false});
  }
}

std::size_t goals_of(const Lesson& lesson) {
  return std::max(lesson.attack.goals.size(), lesson.construction.goals.size());
}

// A goal that the lesson's own script or history meets already asks for nothing; where an attack
// is only to keep a promise, the faults themselves are the task.
bool asks_for_nothing(const Lesson& lesson, std::size_t goal, std::uint64_t seed) {
  const bool keeps = lesson.task == Task::attack && lesson.attack.goals[goal].broken.empty();
  Attempt nothing;
  nothing.goal = goal;
  // A fault that changes nothing: without one no attack counts.
  nothing.faults.push_back({Time{}, SkewClock{.node = NodeId{0}, .offset = {}, .drift_ppm = 0}});
  return !keeps && tried(lesson, nothing, seed).pass;
}

void doubt_goals(const Lesson& lesson, std::uint64_t seed, std::vector<Doubt>& doubts) {
  for (std::size_t goal = 0; goal < goals_of(lesson); ++goal) {
    const std::string place = json::pointer_to(
        json::pointer_to(json::pointer_to("", name_of(lesson.task)), "goals"), goal);
    const auto is_for = [goal](const TaskSolution& one) { return one.attempt.goal == goal; };
    if (std::none_of(lesson.task_references.begin(), lesson.task_references.end(), is_for)) {
      doubts.push_back({place, "not-winnable", "has no reference, must have one", false});
    }
    if (asks_for_nothing(lesson, goal, seed)) {
      doubts.push_back({place, "too-easy", "is reached by doing nothing, must not be", false});
    }
  }
}

}  // namespace

std::vector<Doubt> doubt_task(const Lesson& lesson, std::uint64_t seed) {
  std::vector<Doubt> doubts;
  doubt_attempts(lesson, seed, doubts);
  if (lesson.task != Task::diagnose) doubt_goals(lesson, seed, doubts);
  return doubts;
}

}  // namespace caplab::lesson
