// Everything is measured several times, and the fastest counts: what is slower was disturbed.
#include "tools/caplab/bench_lesson.h"

#include <algorithm>
#include <optional>

#include "engine/base/ensure.h"
#include "engine/lesson/grade.h"
#include "engine/lesson/run.h"
#include "engine/lesson/workload.h"
#include "tools/caplab/bench_time.h"

namespace caplab {
namespace {

lesson::Choices measured_choices(const lesson::Lesson& lesson) {
  return lesson.references.empty() ? initial_choices(lesson) : lesson.references.front().choices;
}

// Sampled runs, as grading plays them: the workload, one cut, no record of messages.
BenchRow simulate(const lesson::Lesson& lesson) {
  constexpr int kRuns = 100;
  lesson::Run run;
  run.scenario.system = system_with(lesson, measured_choices(lesson));
  run.scenario.end = lesson.workload.end;
  run.log.keep_messages = false;
  std::vector<lesson::Schedule> schedules;
  for (int i = 1; i <= kRuns; ++i) schedules.push_back(lesson::sampled_run(lesson, 1, i));
  std::uint64_t events = 0;
  const double seconds = seconds_taken([&] {
    events = 0;
    for (const lesson::Schedule& schedule : schedules) {
      run.scenario.script = schedule.script;
      run.scenario.seed = schedule.seed;
      play(run);
      events += run.world.steps;
    }
  });
  return {"simulate." + lesson.id, static_cast<double>(events) / seconds, "events/s"};
}

BenchRow grade(const lesson::Lesson& lesson) {
  const double seconds =
      seconds_taken([&] { lesson::grade(lesson, measured_choices(lesson), {}); });
  return {"grade." + lesson.id, seconds, "s"};
}

// The world in the middle of its script, where most is under way.
BenchRow checkpoint(const lesson::Lesson& lesson) {
  constexpr int kCopies = 2000;
  const Scenario scenario = scenario_for(lesson, measured_choices(lesson), 1);
  World world = make_world(scenario);
  Log log;
  caplab::run(scenario, world, log, Time{scenario.end.us / 2});
  std::vector<World> copies;
  const double seconds = seconds_taken([&] {
    copies.clear();
    copies.reserve(kCopies);
    for (int i = 0; i < kCopies; ++i) copies.push_back(world);
  });
  ENSURE(copies.back() == world);
  return {"checkpoint." + lesson.id, kCopies / seconds, "copies/s"};
}

}  // namespace

std::vector<BenchRow> bench_lesson(const lesson::Lesson& lesson) {
  return {simulate(lesson), grade(lesson), checkpoint(lesson)};
}

}  // namespace caplab
