// The grade: what the simulation did under the learner's choices, on four sides. There is no
// total; every criterion must be met.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/json_writer.h"
#include "engine/lesson/lesson.h"
#include "engine/lesson/orders.h"
#include "engine/lesson/search.h"
#include "engine/lesson/tally.h"
#include "engine/lesson/tell.h"
#include "engine/sim/log.h"

namespace caplab::lesson {

// A broken promise of safety, ready to be told and played.
struct Violation {
  Schedule schedule;               // shrunk: the fewest events that still violate the criterion
  int found_in = 0;                // the number of the schedule; 0: an order of the small case
  std::size_t criterion = 0;       // index into Grade::rubric
  Time breaks_at;                  // when it breaks: the page pauses here
  std::vector<OpId> operations;    // that violate it, the one that breaks it last
  std::vector<Fragment> sentence;  // in the lesson's words
  bool operator==(const Violation&) const = default;
};

// One of the requests for which a criterion of the other sides was not met.
struct Example {
  std::size_t criterion = 0;
  Schedule schedule;  // the whole run, as it was drawn
  Time end;           // of that run
  OpId op = kNoOp;    // kNoOp: it is about the run as a whole
  Time at;
  std::vector<Fragment> sentence;
  bool operator==(const Example&) const = default;
};

struct Grade {
  Choices choices;
  std::uint64_t seed = 1;
  bool pass = false;
  std::vector<Criterion> rubric;  // the lesson's, as the choices make it
  std::vector<Mark> marks;        // one for each of `rubric`
  int schedules = 0;
  int violated = 0;   // schedules that break any safety criterion
  int undecided = 0;  // schedules that break none, as far as the checker got
  int runs = 0;       // sampled
  // Of those, in which every request was answered: available in the sense of CAP, where every node
  // that runs must answer. See answers_all.
  int available = 0;
  std::int64_t fault_free_operations = 0;
  std::optional<Orders> orders;  // of the small case, where the lesson has one
  std::optional<Violation> first_violation;
  std::vector<Example> examples;  // one for every failed criterion of the other sides
  bool operator==(const Grade&) const = default;
};

// Grading in slices, so that a page can show its progress: call `advance` until it is done. The
// result does not depend on the sizes of the slices.
class Grading {
 public:
  struct Options {
    std::uint64_t seed = 1;
    std::optional<int> schedules;  // instead of the lesson's
    std::optional<int> runs;
    // Instead of kFaultFreeOperations: to look over many settings, not to grade one.
    std::optional<std::int64_t> fault_free_operations = std::nullopt;
    // Only `pass` is wanted, and all marks of what passes: a grade that is lost ends early, and
    // nothing is shrunk or told.
    bool survey = false;
    // Only the runs of this pool, and the marks that come from them.
    std::optional<Pool> only = std::nullopt;
  };
  Grading(const Lesson& lesson, Choices choices, Options options);
  ~Grading();
  Grading(Grading&&) noexcept;
  Grading& operator=(Grading&&) noexcept;

  // Does at most `runs_max` runs; returns whether all is done. The last call also shrinks and
  // tells the first violation, which takes a few hundred short runs more.
  bool advance(int runs_max);
  int runs_done() const;
  // An estimate until all is done: how many runs the latencies need shows on the way.
  int runs_due() const;

  // REQUIRES: advance returned true.
  const Grade& grade() const;

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

Grade grade(const Lesson& lesson, const Choices& choices, const Grading::Options& options);

// A solution's choices, graded in its situation.
Grade grade(const Lesson& lesson, const Solution& solution, const Grading::Options& options);

// Whether an order of the small case does the harm that the criterion names.
bool broken_in_orders(const Grade& grade, std::size_t criterion);

bool side_passes(const Grade& grade, Side side);

// Whether a side fails only because the checker ran out of budget.
bool side_undecided(const Grade& grade, Side side);

// Schedule `number` of the search alone: what "#lesson=…&schedule=17" opens; 0: the small case.
// The first promise of safety that it breaks, shrunk and told; empty where it breaks none.
// REQUIRES: number >= 0.
std::optional<Violation> violation_in(const Lesson& lesson, const Choices& choices,
                                      std::uint64_t seed, int number);

// The scenario to play a schedule of the search with, as it was found or as it was shrunk.
Scenario scenario_for(const Lesson& lesson, const Choices& choices, const Schedule& schedule);

// "#lesson=bank&seed=1&choose=withdraw:one&schedule=17": opens the schedule in the page.
std::string violation_link(const Lesson& lesson, const Grade& grade, const Violation& violation);

// A sentence as JSON: [{"text", "op", "time"}], the last two where a piece points to something.
void write_fragments(json::Writer& out, const std::vector<Fragment>& fragments);

// As `caplab grade --json` prints it; the page reads it as well.
std::string grade_json(const Lesson& lesson, const Grade& grade);

// One choice that the learner's prediction made, held against the run.
struct PredictionResult {
  std::size_t happened = 0;  // the option that is true of the run; their number where none is
  Time refuted_at = kNever;  // when the picked one became untrue; kNever where it was right
  OpId op = kNoOp;           // the operation that shows it
  bool operator==(const PredictionResult&) const = default;
};
// Whether as many calls ended so as the condition says.
bool holds(const Condition& condition, const Log& log);

PredictionResult check_prediction(const Prediction& prediction, std::size_t picked, const Log& log);

}  // namespace caplab::lesson
