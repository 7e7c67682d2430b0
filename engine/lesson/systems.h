// Named systems as data: which protocol with which options stands for a database, the levels that
// its users choose from under their own names, what its documentation claims, and runs that show
// what the claim means. Every system stands on the same three sites, one replica and one client at
// each, and keeps one register.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "engine/sim/scenario.h"

namespace caplab::lesson {

// A level as its users know it.
struct NamedLevel {
  std::string name;  // "w: majority"
  Level level = Level::one;
  bool reads = false;
  bool writes = false;
  bool operator==(const NamedLevel&) const = default;
};

// A pair of levels that people really run, by index into NamedSystem::levels.
struct Configuration {
  std::string id;  // "w1"
  std::size_t read = 0;
  std::size_t write = 0;
  std::string documented;  // "PA/EL"; empty: none is documented
  std::string source;      // of the documented letters
  std::string note;        // why what is measured differs, where it does
  bool operator==(const Configuration&) const = default;
};

// What one call of a run must come to.
struct Expectation {
  enum class Ended : std::uint8_t { accepted, declined, refused, unknown };
  std::size_t call = 0;  // among the run's calls, in the order in which they begin
  Ended ended = Ended::accepted;
  std::vector<std::int64_t> shows;  // a read's value, or values where it kept several; may be empty
  std::optional<std::uint32_t> conflicts;  // how many other values were kept beside it
  Duration at_least;                       // how long it took
  bool operator==(const Expectation&) const = default;
};

// What reads of two groups as of one moment must come to: whether some of them show the later of
// two writes and not the earlier. There must be moments before both writes and after both.
struct Together {
  StoreId later{0};
  StoreId earlier{0};
  bool apart = false;
  bool operator==(const Together&) const = default;
};

struct SystemRun {
  std::string shows;  // one sentence
  std::vector<TimedCommand> script;
  Time end;
  std::vector<Expectation> expect;
  std::optional<System> groups;  // several stores in place of the system's one
  std::vector<Together> together;
  bool operator==(const SystemRun&) const = default;
};

struct NamedSystem {
  std::string id;
  std::string name;
  System system;  // an operation for each verb and level that goes with it, see operation_at
  std::vector<NamedLevel> levels;
  std::vector<Configuration> configurations;  // the first is the default
  std::string claim;
  std::string source;
  std::string leaves_out;
  std::vector<SystemRun> runs;
  bool operator==(const NamedSystem&) const = default;
};

// The operation that reads (or writes) the register at a level.
// REQUIRES: the level is one for reading (or writing).
std::uint16_t operation_at(object::Verb verb, std::size_t level);

// Notes every mistake in `report`.
std::vector<NamedSystem> load_systems(std::string_view json, json::Report& report);

// The run as it is written down. REQUIRES: the run is one of the system's.
Scenario scenario_of(const NamedSystem& system, const SystemRun& run, std::uint64_t seed);

// The first expectation of a run that did not come true, in a sentence; nothing where all did.
std::optional<std::string> broken_expectation(const NamedSystem& system, const SystemRun& run,
                                              std::uint64_t seed);

}  // namespace caplab::lesson
