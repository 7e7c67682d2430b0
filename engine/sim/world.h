// The whole simulated system at one instant: a plain value. A copy is a checkpoint, and stepping
// the copy gives the same as stepping the original.
#pragma once
#include <cstdint>
#include <vector>

#include "engine/base/rng.h"
#include "engine/sim/event_queue.h"
#include "engine/sim/log.h"
#include "engine/sim/scenario.h"

namespace caplab {

struct Clock {
  Duration offset;  // ahead of true time at `since`
  std::int64_t drift_ppm = 0;
  Time since;
  bool operator==(const Clock&) const = default;
};

LocalTime local_time(const Clock& clock, Time now);

struct Link {
  bool up = true;
  Ratio loss;
  Ratio duplication;
  Time slow_until;
  Duration slow_extra;
  bool operator==(const Link&) const = default;
};

struct Node {
  bool up = true;
  bool paused = false;
  std::uint32_t epoch = 0;  // counts restarts: timers set before one are void
  Clock clock;
  // By replica: when it was last heard. Silence is measured on a clock that nobody sets.
  std::vector<Time> heard;
  NodeSet alive;
  std::vector<StoreState> stores;  // by StoreId
  std::vector<Happening> door;     // what waits until the node is no longer paused
  std::vector<StoreState> disk;    // the stores as they were when the disk began to lie; or empty
  bool operator==(const Node&) const = default;
};

struct World {
  Time now;
  std::vector<Node> nodes;
  std::vector<Link> links;      // from × to, row by row
  std::vector<NodeId> nearest;  // node × replicas by distance, row by row
  std::vector<SiteId> sites;    // by NodeId
  EventQueue queue;
  Rng network;
  Rng timers;
  std::size_t next_command = 0;    // into Scenario::script
  std::uint32_t next_message = 1;  // numbers messages
  std::uint64_t steps = 0;         // events simulated so far
  // That replicas sent each other from site to site, without what a network adds; only where
  // System::weighs_messages says so, for it takes time.
  std::int64_t bytes = 0;
  bool operator==(const World&) const = default;
};

World make_world(const Scenario& scenario);

// When the next thing happens; kNever after the scenario's end.
Time next_time(const Scenario& scenario, const World& world);

// Simulates the next event. Returns false, and does nothing, when none is left.
bool step(const Scenario& scenario, World& world, Log& log);

// Simulates everything up to and including `until`; then `world.now` is at least `until`.
void run(const Scenario& scenario, World& world, Log& log, Time until);

// Simulates until this operation has been called and has ended.
// REQUIRES: it is, some time.
void run_until_ended(const Scenario& scenario, World& world, Log& log, OpId op);

// Everything at once, from the start to the end.
Log run_all(const Scenario& scenario, bool keep_messages);

// Makes one thing happen now, out of turn, or one command: for those who choose the order
// themselves.
void happen(const Scenario& scenario, World& world, Log& log, const Happening& happening);
void happen(const Scenario& scenario, World& world, Log& log, const Command& command);

// When the next thing that is planned happens: as drawn, unless the scenario says when it is due.
Time when_due(const Scenario& scenario, const World& world, Time drawn);
// Puts a thing into the queue for that time.
void plan(const Scenario& scenario, World& world, Time at, Happening&& happening);

// The number that two equal runs share.
std::uint64_t fingerprint(const World& world, const Log& log);

}  // namespace caplab
