// What a store with a primary promises, checked from outside: epochs, and what becomes of
// acknowledged writes when somebody else takes over.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/sim/world.h"

namespace caplab::test {

struct Broken;
struct Promises;

// What the first store promises at `level`. REQUIRES: it is a primary_backup store.
Promises promises_of_primary_backup(const Scenario& scenario, Level level);

// Whether a replica of the first store may give up versions with later stamps for earlier ones: it
// does where it follows a new primary, who took over by itself or was promoted by hand.
bool may_roll_back(const Scenario& scenario);

// Whether backups of the first store take over by themselves.
bool fails_over(const System& system);

// Whether a write that the first store acknowledged can never be lost.
bool keeps_acknowledged(const Scenario& scenario);

// How many replicas must hold a write when its client is told.
int holders_needed_by(const primary_backup::Config& config, int replicas);

class PrimaryBackupInvariants {
 public:
  PrimaryBackupInvariants(const Scenario& scenario, const World& start);

  // REQUIRES: called after each event, with the same world and log as before.
  std::optional<Broken> after_event(const World& world, const Log& log);

  // How many acknowledged writes the latest primary's copies do not come from.
  int lost(const World& world) const;

 private:
  // A version is named by its key and its stamp.
  using Name = std::pair<Key, object::Stamp>;

  const primary_backup::State& state_of(const World& world, std::size_t node) const;
  std::size_t latest_primary(const World& world) const;
  void note_new_versions(const World& world);
  std::vector<const Operation*> newly_acknowledged(const Log& log);
  bool comes_from(Name tip, const object::Stamp& wanted) const;
  bool is_lost(const World& world, const Operation& write) const;

  std::string one_primary_per_epoch(const World& world);
  std::string epochs_never_fall(const World& world);
  std::string acknowledged_writes_survive(const World& world) const;

  const Scenario& scenario_;
  bool watches_ = false;  // the first store has a primary
  std::size_t events_ = 0;
  std::vector<primary_backup::Durable> before_;  // by replica
  std::map<Name, object::Stamp> made_from_;      // each version, and the one before it
  std::set<Name> fenced_;                        // made by a primary whose epoch was over
  std::map<std::uint32_t, NodeId> primaries_;    // by the number of the epoch
  std::vector<Operation> acknowledged_;          // writes
};

}  // namespace caplab::test
