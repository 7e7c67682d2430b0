// What must be true after every event of a run, each by name: invariants of objects, replicas and
// Paxos, kept outside the protocols' code and knowing only their states. Some hold always, others
// because a run's settings promise them.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/sim/world.h"
#include "tests/invariants_crdt.h"
#include "tests/invariants_primary_backup.h"
#include "tests/invariants_raft.h"
#include "tests/invariants_text.h"

namespace caplab::test {

struct Promises {
  bool one_order = false;          // operations take effect one by one, in real time
  bool reads_meet_writes = false;  // a read shows every write that was acknowledged before it
  bool reads_agree = false;        // a read shows whatever an earlier one showed
  bool writes_stay = true;         // somebody keeps what was acknowledged, until it is replaced
};

// What the first store promises when all operations are at `level`, or at any levels, under the
// faults of the scenario.
Promises promises_of(const Scenario& scenario, std::optional<Level> level);

struct Broken {
  std::string name;     // "paxos.promise_never_falls"
  std::string message;  // who and what
};

// What one protocol adds: called after each event, with the same world and log as before.
using Watcher = std::function<std::optional<Broken>(const World&, const Log&)>;

// Watches the first store of one run.
class Invariants {
 public:
  // `scenario` must outlive this.
  Invariants(const Scenario& scenario, const Promises& promises, const World& start);

  // REQUIRES: called after each event, with the same world and log as before.
  std::optional<Broken> after_event(const World& world, const Log& log);

  // Whether what the replicas wrote is one line of versions, each made from the one before.
  std::optional<Broken> at_end(const Log& log) const;

 private:
  struct Copy {
    object::Version version;
    quorum::Acceptor acceptor;
    bool operator==(const Copy&) const = default;
  };
  struct Change {
    NodeId node;
    Key key;
    Copy before;
    Copy after;
  };
  // Everything that the checks look at; each returns what is broken, or nothing.
  struct Moment {
    const World& world;
    const Log& log;
    std::vector<Change> changes;
    std::vector<const Operation*> ended;    // operations that returned with ok
    std::vector<const Operation*> refused;  // or with fail
  };
  using Check = std::string (Invariants::*)(const Moment&);
  struct Named {
    const char* name;
    Check check;
  };
  static const std::vector<Named>& all();

  std::string time_never_falls(const Moment& moment);
  std::string stamp_never_falls(const Moment& moment);
  std::string one_content_per_stamp(const Moment& moment);
  std::string never_below_zero(const Moment& moment);
  std::string records_are_sound(const Moment& moment);
  std::string entries_survive(const Moment& moment);
  std::string entries_in_order(const Moment& moment);
  std::string no_append_twice(const Moment& moment);
  std::string promise_never_falls(const Moment& moment);
  std::string accepts_only_promised(const Moment& moment);
  std::string one_value_per_ballot(const Moment& moment);
  std::string siblings_go_only_to_who_knew(const Moment& moment);
  std::string hints_are_for_others(const Moment& moment);
  std::string copies_only_at_homes(const Moment& moment);
  std::string acknowledged_write_is_held(const Moment& moment);
  std::string sync_shows_what_all_hold(const Moment& moment);
  std::string acknowledged_entries_survive(const Moment& moment);
  std::string never_overdraws(const Moment& moment);
  std::string refused_leaves_no_trace(const Moment& moment);
  std::string reads_meet_writes(const Moment& moment);
  std::string reads_agree(const Moment& moment);

  Moment moment_of(const World& world, const Log& log);
  std::size_t place(NodeId node, Key key) const;
  std::string name(NodeId node) const;
  bool is_held(const World& world, const Log& log, const Operation& operation) const;
  int holders_needed(const Operation& operation) const;
  NodeSet holders_of(const Operation& operation) const;

  const Scenario& scenario_;
  Promises promises_;
  std::size_t keys_ = 0;
  Time time_;
  std::size_t events_ = 0;
  std::vector<Copy> copies_;           // replica × key
  std::vector<std::uint32_t> epochs_;  // by replica: how often it had crashed
  std::vector<Watcher> watchers_;
  // By key: what was accepted under each ballot, and what was written under each stamp.
  using ByStamp = std::map<std::pair<Key, object::Stamp>, object::Version>;
  ByStamp accepted_;
  ByStamp written_;
  PrimaryBackupInvariants primary_backup_;
  RaftInvariants raft_;
  // Raft with ApplyAt::append: copies show what may be rolled back.
  bool tentative_ = false;
  CrdtInvariants crdt_;
  MultiMasterInvariants masters_;
};

}  // namespace caplab::test
