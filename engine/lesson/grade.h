// The grade: what the simulation did under the learner's choices, on four sides. There is no
// total; every criterion must be met.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/lesson/lesson.h"
#include "engine/sim/log.h"

namespace caplab::lesson {

// One run that the search placed faults into.
struct Schedule {
  int number = 0;  // as in "violated in schedule 17"; 1-based
  std::uint64_t seed = 1;
  std::vector<TimedCommand> script;  // the lesson's, shifted, with the faults
  bool operator==(const Schedule&) const = default;
};

// A piece of the told violation that points to what it tells of.
struct Fragment {
  std::string text;
  OpId op = kNoOp;   // the operation it tells of, if any
  Time at = kNever;  // the moment it tells of, if any
  bool operator==(const Fragment&) const = default;
};

struct Violation {
  Schedule schedule;               // shrunk: the fewest events that still violate the criterion
  int found_in = 0;                // the number of the schedule that the search found
  std::size_t criterion = 0;       // index into Lesson::rubric
  Time breaks_at;                  // when it breaks: the page pauses here
  std::vector<OpId> operations;    // that violate it
  std::vector<Fragment> sentence;  // in the lesson's words
  bool operator==(const Violation&) const = default;
};

struct Mark {
  std::size_t criterion = 0;  // index into Lesson::rubric
  bool pass = false;
  std::int64_t value = 0;  // in the criterion's unit, see Criterion::limit
  // A 95 % interval of `value` (Wilson for shares, order statistics for percentiles); equal to
  // value where the number is a count.
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::int64_t samples = 0;  // what it was measured on: schedules, requests, answers
  std::int64_t cost = 0;  // repair: in the lesson's unit, of all sampled runs per 1,000 confirmed
  bool operator==(const Mark&) const = default;
};

struct Grade {
  Choices choices;
  std::uint64_t seed = 1;
  bool pass = false;
  std::vector<Mark> marks;  // as in Lesson::rubric
  int schedules = 0;
  int violated = 0;  // schedules that break any safety criterion
  int undecided = 0;
  int runs = 0;  // sampled
  std::int64_t fault_free_operations = 0;
  std::optional<Violation> first_violation;
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
  };
  Grading(Lesson lesson, Choices choices, Options options);

  // Does at most `runs_max` runs; returns whether all is done.
  bool advance(int runs_max);
  int runs_done() const;
  int runs_due() const;

  // REQUIRES: advance returned true.
  const Grade& grade() const;
};

Grade grade(const Lesson& lesson, const Choices& choices, const Grading::Options& options);

bool side_passes(const Lesson& lesson, const Grade& grade, Side side);

// As `caplab grade --json` prints it; the page reads it as well.
std::string grade_json(const Lesson& lesson, const Grade& grade);

// One choice that the learner's prediction made, held against the run.
struct PredictionResult {
  std::size_t happened = 0;  // the option that is true of the run
  Time refuted_at = kNever;  // when the picked one became untrue; kNever where it was right
  OpId op = kNoOp;           // the operation that shows it
  bool operator==(const PredictionResult&) const = default;
};
PredictionResult check_prediction(const Prediction& prediction, std::size_t picked, const Log& log);

}  // namespace caplab::lesson
