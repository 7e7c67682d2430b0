// The search for a run that breaks a promise: schedules that place the envelope's faults into the
// lesson's script, between neighbouring moments at which something happens. Numbered: the same
// lesson, system, seed and number are the same schedule, whoever asks and in whatever order.
#pragma once
#include <cstdint>
#include <vector>

#include "engine/lesson/lesson.h"

namespace caplab::lesson {

// One run as it was set up: by the search, or drawn from the workload and the fault process.
struct Schedule {
  int number = 0;  // as in "violated in schedule 17"; 1-based; 0: not of the search
  std::uint64_t seed = 1;
  std::vector<TimedCommand> script;  // the lesson's, shifted, with the faults
  // Of an order of the small case: see Scenario::due; and when it ends.
  std::vector<Time> due = {};
  Time end = {};
  bool operator==(const Schedule&) const = default;
};

// The weathers among which schedules choose: each costs one more run, which shows its moments.
inline constexpr std::size_t kWeathers = 16;

class Search {
 public:
  Search(const Lesson& lesson, const System& system, std::uint64_t seed);

  // Schedule 1 is the lesson's own script under `seed`, schedule 2 the same without its faults; the
  // others go round through the kinds of faults, the sides and the directions. REQUIRES: number >
  // 0.
  Schedule schedule(int number);

 private:
  // What schedules of one kind do. Faults replace the script's own, or are added to them.
  enum class Mishap : std::uint8_t {
    none,
    pause,
    doubling,
    crash,
    lost_disk,
    slow,
    loss,
    drift,
    move,
    promotion,
  };
  struct Kind {
    int cuts = 0;
    bool skews = false;
    bool shifts = false;
    bool keeps_faults = false;
    Mishap mishap = Mishap::none;
  };
  struct Weather {
    std::uint64_t seed = 0;
    std::vector<Time> moments;  // empty until it was asked for
  };
  struct Draft;

  void list_kinds();
  void list_cuts();
  const Weather& weather(std::size_t number);
  Schedule searched(int number);
  void add_own_faults(std::vector<TimedCommand>& script) const;
  void place_cuts(const Kind& kind, std::uint64_t round, Draft& draft);
  void place_skews(Draft& draft) const;
  bool is_allowed(const Kind& kind) const;
  bool is_allowed(Mishap mishap) const;
  void place_mishap(Mishap mishap, Draft& draft) const;
  void place_pause(Draft& draft) const;
  void place_crash(bool loses_disk, Draft& draft) const;
  void place_slowness(Draft& draft) const;
  void place_drift(Draft& draft) const;
  void place_move(Draft& draft) const;
  void place_promotion(Draft& draft) const;
  NodeId any_replica(Draft& draft) const;
  static Time any_time(Draft& draft);  // between two moments
  static Duration part_of(Duration most, Draft& draft);
  void shift_calls(Draft& draft) const;
  Time shifted(Time planned, Draft& draft) const;

  Scenario plain_;                    // the lesson's script without its faults
  std::vector<TimedCommand> faults_;  // the script's own
  Envelope envelope_;
  std::vector<Kind> kinds_;
  std::vector<Cut> cuts_;  // every side in every direction
  std::uint64_t seed_ = 1;
  std::vector<Weather> weathers_;
};

// The scenario that plays `schedule` under the learner's settings, to `end` or as long as an order
// of the small case takes.
Scenario scenario_of(const System& system, const Schedule& schedule, Time end);

}  // namespace caplab::lesson
