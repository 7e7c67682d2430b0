// What one criterion of availability, latency or repair comes to over many runs. Runs are added
// one by one; the mark is made at the end.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/lesson/broken.h"
#include "engine/lesson/lesson.h"
#include "engine/lesson/run.h"
#include "engine/sim/metrics.h"

namespace caplab::lesson {

// One criterion's result.
struct Mark {
  std::size_t criterion = 0;  // index into the rubric under which it was made
  bool pass = false;
  std::int64_t value = 0;  // in the criterion's unit, see Criterion::limit; kNever.us: never
  // A 95 % interval of `value`; equal to it where it is a count. Of shares Wilson's, with the runs'
  // design effect: requests of one run share its fault. Of percentiles by order statistics.
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::int64_t samples = 0;    // what it was measured on: schedules, requests, answers, runs
  std::int64_t undecided = 0;  // safety: schedules that the checker could not decide
  std::int64_t cost = 0;  // repair: in the lesson's unit, of all sampled runs per 1,000 confirmed
  bool operator==(const Mark&) const = default;
};

// Where runs come from.
enum class Pool : std::uint8_t { searched, sampled, fault_free };

Pool pool_of(const Criterion& criterion);

// How long after the mending requests still count as made during the cut.
inline constexpr Duration kAftermath = seconds(10);

// How many operations a latency is measured on at least, at every site that calls them.
inline constexpr std::int64_t kFaultFreeOperations = 10'000;

// One request that a criterion counts against the settings.
struct Miss {
  int run = 0;      // its number in the pool
  OpId op = kNoOp;  // kNoOp: the run as a whole
  Time at;          // when it ended, or was called
  bool operator==(const Miss&) const = default;
};

class Tally {
 public:
  // REQUIRES: lesson.rubric[criterion] is not of the safety side.
  Tally(const Lesson& lesson, std::size_t criterion);

  // REQUIRES: the run is of the criterion's pool and has been played to its end.
  void add(const Run& run, int number);

  // Whether a latency has been measured often enough; always true for the other measures.
  bool enough(std::int64_t operations = kFaultFreeOperations) const;

  Mark mark();

  // What its misses cost in all runs so far, in the lesson's unit.
  std::int64_t spent() const;

  // The first miss at the site or client that the mark is about. REQUIRES: mark() was called.
  const std::optional<Miss>& first_miss() const { return first_miss_; }

 private:
  // What is counted apart: a client (worst), a site (p99); everything else has one part.
  struct Part {
    std::int64_t misses = 0;
    std::int64_t all = 0;
    std::vector<Cluster> runs;  // misses of all, by run
    int last_run = 0;
    std::vector<std::int64_t> samples;
    bool expected = false;  // latency: the workload has such requests here
    std::optional<Miss> first_miss;
  };

  void add_useful(const Run& run, int number);
  void add_latency(const Run& run, int number);
  void add_unknown(const Run& run, int number);
  void add_late(const Run& run, int number);
  void add_sales(const Run& run, int number);
  void add_traffic(const Run& run, int number);
  void add_convergence(const Run& run, int number);
  void add_broken(const Run& run, int number, const std::vector<Broken>& broken);
  Part& part_of(const System& system, const Operation& op);
  void count(Part& part, bool missed, const Miss& miss);
  void mark_share(Mark& mark, const Part& part) const;
  void mark_rate(Mark& mark, const Part& part) const;
  void mark_quantile(Mark& mark, Part& part, std::int64_t per_mille) const;
  void mark_mean(Mark& mark, const Part& part) const;
  void mark_latency(Mark& mark);
  Part* worst_part();

  Criterion criterion_;
  std::size_t position_ = 0;
  std::vector<Part> parts_;
  std::optional<Miss> first_miss_;
};

}  // namespace caplab::lesson
