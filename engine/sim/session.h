// A scenario being played: it can step, run, go to any moment back and forth, take commands, and
// fork (a copy is a fork). Wherever it goes, it is what the straight run would be there.
#pragma once
#include <vector>

#include "engine/sim/world.h"

namespace caplab {

struct Checkpoint {
  World world;
  LogMark mark;
};

class Session {
 public:
  explicit Session(Scenario scenario);

  const Scenario& scenario() const { return scenario_; }
  const World& world() const { return world_; }
  // What has happened up to now; going back shortens it.
  const Log& log() const { return log_; }
  Time now() const { return world_.now; }
  bool at_end() const { return next_time(scenario_, world_) == kNever; }

  // One event forward; false at the end.
  bool step();
  // One event back; false at the start.
  bool step_back();
  // Plays on until everything up to and including `until` has happened, or `events_max` events
  // have; returns how many it took.
  std::uint64_t run(Time until, std::uint64_t events_max = UINT64_MAX);
  // Goes to the moment when everything up to and including `at` has happened, and nothing later.
  // REQUIRES: at is not before the start.
  void seek(Time at);

  // Makes `command` happen, one microsecond from now. It becomes part of the script, so going back
  // and forth over this moment repeats it.
  void apply(const Command& command);

  const std::vector<Checkpoint>& checkpoints() const { return checkpoints_; }

 private:
  void step_and_keep();
  void restore(const Checkpoint& checkpoint);

  Scenario scenario_;
  World world_;
  Log log_;
  std::vector<Checkpoint> checkpoints_;  // by world.steps; the first is the start
};

}  // namespace caplab
