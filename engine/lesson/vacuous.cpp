// Looks at the lesson as it is and under each option that edits it: what no one of them uses is
// used by nothing.
#include "engine/lesson/vacuous.h"

#include <algorithm>
#include <set>

#include "engine/base/json.h"

namespace caplab::lesson {
namespace {

std::vector<Lesson> variants(const Lesson& lesson) {
  std::vector<Lesson> all{lesson};
  for (std::size_t i = 0; i < lesson.ranges.size(); ++i) {
    for (std::size_t option = 1; option < lesson.ranges[i].options.size(); ++option) {
      Situation situation(lesson.ranges.size(), 0);
      situation[i] = option;
      all.push_back(in_situation(lesson, situation));
    }
  }
  for (std::size_t i = 0; i < lesson.choices.size(); ++i) {
    for (std::size_t option = 0; option < lesson.choices[i].options.size(); ++option) {
      Choices choices = initial_choices(lesson);
      choices[i] = option;
      all.push_back(settled(lesson, choices));
    }
  }
  return all;
}

void add_called(const std::vector<TimedCommand>& script, std::set<std::uint16_t>& called) {
  for (const TimedCommand& step : script) {
    if (const Call* call = std::get_if<Call>(&step.command)) called.insert(call->operation);
  }
}

// By somebody, or as what follows something that is called.
std::set<std::uint16_t> operations_called(const Lesson& lesson) {
  std::set<std::uint16_t> called;
  add_called(lesson.script, called);
  add_called(lesson.small_case.script, called);
  for (const Experiment& one : lesson.diagnosis.experiments) add_called(one.script, called);
  for (const Stream& stream : lesson.workload.streams) called.insert(stream.operation);
  const std::vector<OperationSpec>& specs = lesson.system.operations;
  for (std::size_t i = 0; i < specs.size(); ++i) {  // a chain is at most as long as the list
    for (std::size_t op = 0; op < specs.size(); ++op) {
      if (specs[op].then && called.count(static_cast<std::uint16_t>(op)) > 0) {
        called.insert(*specs[op].then);
      }
    }
  }
  return called;
}

void doubt_choices(const Lesson& lesson, const std::vector<Lesson>& all,
                   std::vector<Doubt>& doubts) {
  std::set<std::uint16_t> called;
  for (const Lesson& one : all) called.merge(operations_called(one));
  for (const Choice& choice : lesson.choices) {
    if (!choice.operation || called.count(*choice.operation) > 0) continue;
    const std::string place = json::pointer_to("/operations", std::size_t{*choice.operation});
    doubts.push_back({json::pointer_to(place, "choices"), "unreachable-choice",
                      "are of an operation that nobody calls: the script or the workload should "
                      "call it"});
  }
}

bool is_offered(const std::vector<Lesson>& all, const Criterion& criterion) {
  return std::any_of(all.begin(), all.end(), [&](const Lesson& one) {
    const Level level = one.system.operations[criterion.operation].level;
    return std::find(criterion.promised.begin(), criterion.promised.end(), level) !=
           criterion.promised.end();
  });
}

void doubt_promises(const Lesson& lesson, const std::vector<Lesson>& all,
                    std::vector<Doubt>& doubts) {
  std::size_t position = 0;  // safety comes first in the rubric, in the order of its list
  for (const Criterion& criterion : lesson.rubric) {
    if (criterion.side != Side::safety) continue;
    const std::string place = json::pointer_to("/rubric/safety", position++);
    if (criterion.measure != Measure::stale || is_offered(all, criterion)) continue;
    doubts.push_back({json::pointer_to(place, "promised"), "never-promised",
                      "names only levels that the operation never has: it should have one of them "
                      "as a choice"});
  }
}

void doubt_runs(const Lesson& lesson, std::vector<Doubt>& doubts) {
  const std::string few = " are few, a grade should rest on " + std::to_string(kRunsMin);
  if (lesson.envelope.schedules < kRunsMin) {
    doubts.push_back({"/faults/schedules", "few-runs",
                      std::to_string(lesson.envelope.schedules) + " schedules" + few});
  }
  if (lesson.fault_process.runs < kRunsMin) {
    doubts.push_back({"/faultProcess/runs", "few-runs",
                      std::to_string(lesson.fault_process.runs) + " runs" + few});
  }
}

}  // namespace

std::vector<Doubt> doubt_vacuous(const Lesson& lesson) {
  const std::vector<Lesson> all = variants(lesson);
  std::vector<Doubt> doubts;
  doubt_choices(lesson, all, doubts);
  doubt_promises(lesson, all, doubts);
  if (lesson.task == Task::configure) doubt_runs(lesson, doubts);
  return doubts;
}

}  // namespace caplab::lesson
