// Judges an attempt and tells what came of it.
#include "tools/caplab/grade_attempt.h"

#include "engine/lesson/attack.h"
#include "engine/lesson/construct.h"
#include "engine/lesson/diagnose.h"
#include "engine/lesson/task_json.h"
#include "tools/caplab/output.h"

namespace caplab {
namespace {

using lesson::Attempt;
using lesson::Lesson;

// What came of an attempt, in words.
struct Judged {
  bool pass = false;
  std::string text;
};

Judged attack_text(const Lesson& lesson, const Attempt& attempt, std::uint64_t seed) {
  const lesson::AttackGoal& goal = lesson.attack.goals[attempt.goal];
  const lesson::AttackResult result = lesson::judge_attack(lesson, attempt, seed);
  std::string text = say(lesson.prose, "goal." + goal.id) + ": reached in " +
                     std::to_string(result.reached) + " of " + std::to_string(result.runs) +
                     " runs (at least " + std::to_string(lesson.attack.reached_min) + ")\n";
  const std::vector<lesson::Demand> demands = lesson::demands_of(goal);
  for (std::size_t i = 0; i < demands.size(); ++i) {
    text += "  " + lesson::demand_text(lesson, goal, demands[i]) + ": in " +
            std::to_string(result.met[i]) + "\n";
  }
  if (!result.sentence.empty()) {
    text += (result.reached > 0 ? "for example: " : "") + text_of(result.sentence) + "\n";
  }
  return {result.pass, text};
}

std::string seen_text(const std::vector<lesson::Seen>& seen) {
  std::string text;
  for (const lesson::Seen& one : seen) {
    text += "  " + one.client + ": " + one.call + " -> " + one.ending + "\n";
  }
  return text;
}

Judged diagnosis_text(const Lesson& lesson, const Attempt& attempt, std::uint64_t seed) {
  const lesson::DiagnosisResult result = lesson::judge_diagnosis(lesson, attempt, seed);
  const lesson::Choice& systems = lesson.choices.front();
  std::string text;
  for (const std::size_t experiment : attempt.experiments) {
    text += say(lesson.prose, "experiment." + lesson.diagnosis.experiments[experiment].id) + "\n" +
            seen_text(lesson::observe(lesson, result.hidden, experiment, seed));
  }
  text += "The experiments leave:";
  for (const std::size_t system : result.possible) text += " " + systems.options[system].id;
  if (!attempt.answer) return {false, text + "\nNo answer was given.\n"};
  text += "\nThe answer is " + std::string(result.right ? "right" : "wrong") + ": it is " +
          option_name(lesson, systems, result.hidden) + "\n";
  if (!result.letters_right) text += "The letters are wrong.\n";
  return {result.pass, text};
}

Judged construction_text(const Lesson& lesson, const Attempt& attempt) {
  const lesson::ConstructionResult result = lesson::judge_construction(lesson, attempt);
  if (!result.error.empty()) return {false, result.error + "\n"};
  std::string text;
  for (const lesson::ModelVerdict& verdict : result.models) {
    text += "  " + verdict.model + ": " + std::string(name_of(verdict.answer));
    if (verdict.wanted) text += *verdict.wanted ? " (wanted: holds)" : " (wanted: violated)";
    text += "\n";
  }
  return {result.pass, text};
}

Judged attempt_text(const Lesson& lesson, const Attempt& attempt, std::uint64_t seed) {
  switch (lesson.task) {
    case lesson::Task::configure: break;
    case lesson::Task::attack: return attack_text(lesson, attempt, seed);
    case lesson::Task::diagnose: return diagnosis_text(lesson, attempt, seed);
    case lesson::Task::construct: return construction_text(lesson, attempt);
  }
  return {};
}

}  // namespace

int grade_attempt(const LessonRequest& request, const Arguments& arguments) {
  const Lesson& lesson = request.lesson;
  if (!arguments.has("--attempt")) {
    return usage_mistake("grade", lesson.id + " is a lesson to " +
                                      std::string(name_of(lesson.task)) +
                                      ", there must be an --attempt as its references have one");
  }
  const Result<Attempt> attempt = lesson::attempt_of(lesson, arguments.value("--attempt"));
  if (!attempt) return usage_mistake("grade", attempt.error().message);
  if (arguments.has("--json")) {
    const lesson::Judgement judgement = lesson::judge(lesson, *attempt, request.seed);
    print(judgement.json + "\n");
    return judgement.pass ? kDone : kFailed;
  }
  const Judged judged = attempt_text(lesson, *attempt, request.seed);
  print(judged.text + (judged.pass ? "PASSES\n" : "DOES NOT PASS\n"));
  return judged.pass ? kDone : kFailed;
}

}  // namespace caplab
