// A scenario being played: it can step, run, go to any moment back and forth, take commands, and
// fork. Wherever it goes, it is what the straight run would be there.
#pragma once
#include <vector>

#include "engine/base/result.h"
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
  const Log& log() const { return log_; }
  Time now() const { return world_.now; }
  bool at_end() const { return next_time(scenario_, world_) == kNever; }

  // One event forward; false at the end.
  bool step();
  // One event back; false at the start.
  bool step_back();
  // Plays on to `until`, at most `events_max` events; returns how many it took.
  std::uint64_t run(Time until, std::uint64_t events_max = UINT64_MAX);
  // Goes to the moment when everything up to and including `at` has happened.
  void seek(Time at);

  // From now on `command` is part of the script, at the present moment. The future that was
  // known is dropped.
  void apply(const Command& command);
  // Drops every command that the script had planned after now.
  void drop_future();

 private:
  void keep_checkpoint();
  void restore(std::size_t checkpoint);
  void seek_steps(std::uint64_t steps);

  Scenario scenario_;
  World world_;
  Log log_;
  std::vector<Checkpoint> checkpoints_;  // by steps; the first is the start
};

}  // namespace caplab
