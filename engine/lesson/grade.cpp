// Three pools of runs, one after another: searched schedules for safety, sampled runs for
// availability and repair, runs without faults for latency. Then the marks, and what is told.
#include "engine/lesson/grade.h"

#include <algorithm>

#include "engine/base/ensure.h"
#include "engine/lesson/answers.h"
#include "engine/lesson/measure.h"
#include "engine/lesson/run.h"
#include "engine/lesson/shrink.h"
#include "engine/lesson/workload.h"

namespace caplab::lesson {
namespace {

// A workload that asks for something too rarely does not keep grading from coming to an end.
constexpr int kFaultFreeRunsMax = 2000;

// What the schedules came to for one criterion of safety.
struct Count {
  std::size_t criterion = 0;
  int violated = 0;
  int undecided = 0;
};

Violation told_violation(const Lesson& lesson, const System& system, std::size_t criterion,
                         const Schedule& found) {
  Violation violation;
  violation.criterion = criterion;
  violation.found_in = found.number;
  const bool ordered = !found.due.empty();  // a small case is as small as it can be told
  violation.schedule = ordered ? found : shrink(lesson, system, lesson.rubric[criterion], found);
  Run run{scenario_of(system, violation.schedule, lesson.script_end), {}, {}};
  play(run);
  const std::optional<Harm> harm = find_harm(lesson.rubric[criterion], run);
  ENSURE(harm.has_value());
  violation.breaks_at = harm->at;
  violation.operations = harm->operations;
  violation.sentence = tell_harm(lesson, lesson.rubric[criterion], run, *harm);
  return violation;
}

Example told_example(const Lesson& lesson, const System& system, const Schedule& schedule,
                     std::size_t criterion, const Miss& miss) {
  Run run{scenario_of(system, schedule, lesson.workload.end), {}, {}};
  play(run);
  return {.criterion = criterion,
          .schedule = schedule,
          .end = lesson.workload.end,
          .op = miss.op,
          .at = miss.at,
          .sentence = tell_miss(lesson, lesson.rubric[criterion], run, miss)};
}

// States of the small case that count as one run where progress is shown.
constexpr std::uint64_t kStatesPerSlice = 250;

Orders explored(const Lesson& lesson, std::uint64_t seed) {
  Exploring exploring(lesson, seed);
  while (!exploring.advance(kStatesPerSlice)) {
  }
  return exploring.orders();
}

// How many fault-free runs the rarest measured request is likely to need.
int fault_free_runs_due(const Lesson& lesson, std::int64_t operations) {
  std::int64_t most = 0;
  for (const Stream& stream : lesson.workload.streams) {
    const std::int64_t time = lesson.workload.end.us - lesson.system.client.patience.us;
    const std::int64_t requests =
        std::max<std::int64_t>(time / std::max<std::int64_t>(stream.every.us, 1), 1);
    most = std::max(most, operations / requests + 1);
  }
  return static_cast<int>(std::min<std::int64_t>(most, kFaultFreeRunsMax));
}

}  // namespace

struct Grading::Work {
  Work(const Lesson& the_lesson, Choices the_choices, Options the_options)
      : lesson(settled(the_lesson, the_choices)),
        choices(std::move(the_choices)),
        options(the_options),
        system(lesson.system),
        search(lesson, system, options.seed),
        schedules(options.schedules.value_or(lesson.envelope.schedules)),
        runs(options.runs.value_or(lesson.fault_process.runs)),
        fault_free_operations(options.fault_free_operations.value_or(kFaultFreeOperations)) {
    run.scenario.system = system;
    run.log.keep_messages = false;
    for (std::size_t i = 0; i < lesson.rubric.size(); ++i) {
      if (!is_wanted(lesson.rubric[i])) continue;
      if (lesson.rubric[i].side == Side::safety) {
        counts.push_back({i});
      } else if (lesson.rubric[i].measure == Measure::cost) {
        cost_criterion = i;
      } else {
        tallies.emplace_back(lesson, i);
        tally_criteria.push_back(i);
      }
    }
  }

  bool is_wanted(const Criterion& criterion) const {
    return !options.only || pool_of(criterion) == *options.only;
  }

  bool has_pool(Pool pool) const {
    return std::any_of(lesson.rubric.begin(), lesson.rubric.end(),
                       [&](const Criterion& c) { return is_wanted(c) && pool_of(c) == pool; });
  }

  bool wants_fault_free() const {
    return fault_free_done < kFaultFreeRunsMax &&
           !std::all_of(tallies.begin(), tallies.end(),
                        [this](const Tally& tally) { return tally.enough(fault_free_operations); });
  }

  static bool keeps(const Count& count, const Criterion& criterion) {
    return count.violated + count.undecided <= criterion.limit;
  }

  // Whether no further run can make these settings pass, as far as whole pools tell.
  bool is_lost() {
    for (const Count& count : counts) {
      if (!keeps(count, lesson.rubric[count.criterion])) return true;
    }
    const bool sampled_whole = sampled_done == runs && fault_free_done == 0;
    if (!sampled_whole || !has_pool(Pool::sampled)) return false;
    if (cost_criterion && !cost_mark().pass) return true;
    for (std::size_t i = 0; i < tallies.size(); ++i) {
      const bool sampled = pool_of(lesson.rubric[tally_criteria[i]]) == Pool::sampled;
      if (sampled && !tallies[i].mark().pass) return true;
    }
    return false;
  }

  // Where only the verdict is wanted the small case comes last, and only if all else is well.
  bool wants_orders() {
    if (lesson.small_case.script.empty() || counts.empty() || explored_all) return false;
    if (!options.survey) return true;
    return std::all_of(tallies.begin(), tallies.end(),
                       [](Tally& tally) { return tally.mark().pass; });
  }

  void explore_some() {
    if (!exploring) exploring.emplace(lesson, options.seed);
    explored_all = exploring->advance(kStatesPerSlice);
    ++slices_done;
    if (!explored_all) return;
    result.orders = exploring->orders();
    exploring.reset();
  }

  // One run of the pool whose turn it is; false when all are done.
  bool step() {
    if (options.survey && is_lost()) return false;
    if (schedules_done < schedules && !counts.empty()) {
      search_one(search.schedule(++schedules_done));
    } else if (sampled_done < runs && has_pool(Pool::sampled)) {
      measure_one(Pool::sampled, sampled_run(lesson, options.seed, ++sampled_done));
    } else if (wants_fault_free()) {
      measure_one(Pool::fault_free, fault_free_run(lesson, options.seed, ++fault_free_done));
      result.fault_free_operations += static_cast<std::int64_t>(run.log.operations.size());
    } else if (wants_orders()) {
      explore_some();
    } else {
      return false;
    }
    return true;
  }

  void play_schedule(const Schedule& schedule, Time end) {
    run.scenario.script = schedule.script;
    run.scenario.seed = schedule.seed;
    run.scenario.end = end;
    play(run);
  }

  void search_one(const Schedule& schedule) {
    play_schedule(schedule, lesson.script_end);
    bool violated = false;
    bool undecided = false;
    for (Count& count : counts) {
      const check::Answer answer = examine(lesson.rubric[count.criterion], run);
      if (answer == check::Answer::undecided) {
        ++count.undecided;
        undecided = true;
      }
      if (answer != check::Answer::violated) continue;
      ++count.violated;
      if (!violated && result.violated == 0) first = {schedule, count.criterion};
      violated = true;
    }
    result.violated += violated ? 1 : 0;
    result.undecided += undecided && !violated ? 1 : 0;
  }

  void measure_one(Pool pool, const Schedule& schedule) {
    play_schedule(schedule, lesson.workload.end);
    for (std::size_t i = 0; i < tallies.size(); ++i) {
      const Criterion& criterion = lesson.rubric[tally_criteria[i]];
      if (pool_of(criterion) == pool) tallies[i].add(run, schedule.number);
    }
    if (pool != Pool::sampled) return;
    const std::int64_t before = spent_before;
    spent_before = spent();
    costs.push_back(spent_before - before);
    result.available += answers_all(run) ? 1 : 0;
  }

  std::int64_t spent() const {
    std::int64_t sum = 0;
    for (const Tally& tally : tallies) sum += tally.spent();
    return sum;
  }

  void finish() {
    result.choices = choices;
    result.seed = options.seed;
    result.rubric = lesson.rubric;
    result.schedules = schedules_done;
    result.runs = sampled_done;
    mark_safety();
    mark_others();
    std::sort(result.marks.begin(), result.marks.end(),
              [](const Mark& a, const Mark& b) { return a.criterion < b.criterion; });
    result.pass = std::all_of(result.marks.begin(), result.marks.end(),
                              [](const Mark& mark) { return mark.pass; });
    if (options.survey) return;
    if (result.violated > 0) {
      result.first_violation = told_violation(lesson, system, first.criterion, first.schedule);
    } else if (result.orders && result.orders->broken) {
      const Orders::Broken& broken = *result.orders->broken;
      result.first_violation = told_violation(lesson, system, broken.criterion, broken.schedule);
    }
  }

  void mark_safety() {
    for (const Count& count : counts) {
      Mark mark;
      mark.criterion = count.criterion;
      mark.value = mark.low = mark.high = count.violated;
      mark.samples = schedules_done;
      const bool open_end = result.orders && result.orders->undecided;
      mark.undecided = count.undecided + (open_end ? 1 : 0);
      mark.pass = mark.value + mark.undecided <= lesson.rubric[count.criterion].limit &&
                  !broken_in_orders(result, count.criterion);
      result.marks.push_back(mark);
    }
  }

  // A sum over all that has a price, as one run costs it on average.
  Mark cost_mark() const {
    Mark mark;
    mark.criterion = *cost_criterion;
    const Estimate cost = costs.empty() ? Estimate{} : mean(costs);
    mark.value = cost.value;
    mark.low = cost.low;
    mark.high = cost.high;
    mark.samples = sampled_done;
    mark.pass = mark.value <= lesson.rubric[*cost_criterion].limit;
    return mark;
  }

  void mark_others() {
    if (cost_criterion) result.marks.push_back(cost_mark());
    for (Tally& tally : tallies) {
      const Mark mark = tally.mark();
      result.marks.push_back(mark);
      if (mark.pass || options.survey || !tally.first_miss()) continue;
      const Miss& miss = *tally.first_miss();
      const bool sampled = pool_of(lesson.rubric[mark.criterion]) == Pool::sampled;
      const Schedule schedule = sampled ? sampled_run(lesson, options.seed, miss.run)
                                        : fault_free_run(lesson, options.seed, miss.run);
      result.examples.push_back(told_example(lesson, system, schedule, mark.criterion, miss));
    }
  }

  struct Found {
    Schedule schedule;
    std::size_t criterion = 0;
  };

  Lesson lesson;
  Choices choices;
  Options options;
  System system;
  Search search;
  int schedules = 0;
  int runs = 0;
  std::int64_t fault_free_operations = 0;  // due at every site, of every latency
  Run run;
  std::vector<Count> counts;
  std::vector<Tally> tallies;
  std::vector<std::size_t> tally_criteria;
  std::optional<std::size_t> cost_criterion;
  std::vector<std::int64_t> costs;  // by sampled run
  std::int64_t spent_before = 0;    // by all of them
  int schedules_done = 0;
  int sampled_done = 0;
  int fault_free_done = 0;
  std::optional<Exploring> exploring;
  bool explored_all = false;
  int slices_done = 0;  // of the small case
  bool done = false;
  Found first;
  Grade result;
};

Grading::Grading(const Lesson& lesson, Choices choices, Options options)
    : work_(std::make_unique<Work>(lesson, std::move(choices), options)) {}
Grading::~Grading() = default;
Grading::Grading(Grading&&) noexcept = default;
Grading& Grading::operator=(Grading&&) noexcept = default;

bool Grading::advance(int runs_max) {
  for (int i = 0; i < runs_max && !work_->done; ++i) {
    if (work_->step()) continue;
    work_->finish();
    work_->done = true;
  }
  return work_->done;
}

int Grading::runs_done() const {
  return work_->schedules_done + work_->sampled_done + work_->fault_free_done + work_->slices_done;
}

int Grading::runs_due() const {
  const Work& work = *work_;
  if (work.done) return runs_done();
  const int searched = work.counts.empty() ? 0 : work.schedules;
  const int sampled = work.has_pool(Pool::sampled) ? work.runs : 0;
  const int fault_free = work.has_pool(Pool::fault_free)
                             ? fault_free_runs_due(work.lesson, work.fault_free_operations)
                             : 0;
  const auto slices = static_cast<int>(work.lesson.small_case.states / kStatesPerSlice);
  return searched + sampled + std::max(fault_free, work.fault_free_done + 1) +
         std::max(slices, work.slices_done);
}

const Grade& Grading::grade() const {
  ENSURE(work_->done);
  return work_->result;
}

Grade grade(const Lesson& lesson, const Choices& choices, const Grading::Options& options) {
  Grading grading(lesson, choices, options);
  while (!grading.advance(1000)) {
  }
  return grading.grade();
}

Grade grade(const Lesson& lesson, const Solution& solution, const Grading::Options& options) {
  return grade(in_situation(lesson, solution.situation), solution.choices, options);
}

bool broken_in_orders(const Grade& grade, std::size_t criterion) {
  return grade.orders && grade.orders->broken && grade.orders->broken->criterion == criterion;
}

bool side_passes(const Grade& grade, Side side) {
  return std::all_of(grade.marks.begin(), grade.marks.end(), [&](const Mark& mark) {
    return mark.pass || grade.rubric[mark.criterion].side != side;
  });
}

bool side_undecided(const Grade& grade, Side side) {
  bool undecided = false;
  for (const Mark& mark : grade.marks) {
    const Criterion& criterion = grade.rubric[mark.criterion];
    if (criterion.side != side || mark.pass) continue;
    if (mark.undecided == 0 || mark.value > criterion.limit) return false;
    if (broken_in_orders(grade, mark.criterion)) return false;
    undecided = true;
  }
  return undecided;
}

std::optional<Violation> violation_in(const Lesson& lesson, const Choices& choices,
                                      std::uint64_t seed, int number) {
  const Lesson own = settled(lesson, choices);
  if (number == 0) {
    if (own.small_case.script.empty()) return std::nullopt;
    const Orders orders = explored(own, seed);
    if (!orders.broken) return std::nullopt;
    return told_violation(own, own.system, orders.broken->criterion, orders.broken->schedule);
  }
  const Schedule schedule = Search(own, own.system, seed).schedule(number);
  Run run{scenario_of(own.system, schedule, own.script_end), {}, {}};
  play(run);
  for (std::size_t i = 0; i < own.rubric.size(); ++i) {
    if (own.rubric[i].side != Side::safety) continue;
    if (examine(own.rubric[i], run) != check::Answer::violated) continue;
    return told_violation(own, own.system, i, schedule);
  }
  return std::nullopt;
}

Scenario scenario_for(const Lesson& lesson, const Choices& choices, const Schedule& schedule) {
  const Lesson own = settled(lesson, choices);
  return scenario_of(own.system, schedule, own.script_end);
}

}  // namespace caplab::lesson
