// One run of the swarm: everything about it follows from a seed, its options too. First clients ask
// while faults strike, then the network is mended, and then progress is demanded. Invariants are
// checked after every event.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/check/verdict.h"
#include "engine/sim/world.h"
#include "tests/invariants.h"
#include "tests/scenarios.h"

namespace caplab::test {

// What is tried together.
enum class SwarmKind : std::uint8_t {
  primary_backup,
  quorum,  // one level below serial
  serial,
  mixed,           // quorum, every operation at a level of its own
  quorum_options,  // quorum with every option there is, at one level or mixed
  raft,            // a level that promises linearizable reads and writes
  raft_weak,       // any levels
  cache,
  outbox,
  home_region,
  more_faults,  // any of all these, under every fault there is
  crdt,
  multi_master,
  broadcast,
  objects,  // every type, on any protocol at any level, under any policy that is defined there
};
inline constexpr SwarmKind kSwarmKinds[] = {
    SwarmKind::primary_backup, SwarmKind::quorum,         SwarmKind::serial,      SwarmKind::mixed,
    SwarmKind::raft,           SwarmKind::raft_weak,      SwarmKind::cache,       SwarmKind::outbox,
    SwarmKind::home_region,    SwarmKind::quorum_options, SwarmKind::more_faults, SwarmKind::crdt,
    SwarmKind::multi_master,   SwarmKind::broadcast,      SwarmKind::objects};
std::string_view name_of(SwarmKind kind);
std::optional<SwarmKind> swarm_kind_named(std::string_view name);

struct SwarmOptions {
  Shape shape;
  std::optional<Level> level;  // none: any
  Duration every;              // between requests
  Duration patience;
  Duration heartbeat;
  int burst = 1;  // calls at most at once
  int faults = 0;
  int fault_kinds = kFaultKinds;
  int heals = 0;
  Ratio loss;  // of all messages, until the first heal
  Ratio duplication;
  bool crashes = false;  // whether nodes may crash
  bool skews = true;     // whether clocks may be set
};

SwarmOptions draw_options(SwarmKind kind, Rng& rng);
std::string text_of(const SwarmOptions& options);

Scenario draw_scenario(const SwarmOptions& options, Rng& rng);

// Whether what the first store's clients saw is linearizable.
check::Verdict verdict_on(const Scenario& scenario, const Log& log);

struct SwarmResult {
  std::optional<std::string> broken;  // what, and the way to repeat it
  bool undecided = false;             // whether its history is linearizable took too long to say
};

// Plays the run of this seed.
SwarmResult play_swarm(SwarmKind kind, std::uint64_t seed);

}  // namespace caplab::test
