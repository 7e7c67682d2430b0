// Every site takes writes by itself and answers at once; the documents' revision trees are brought
// together afterwards, pair by pair. Two writes made from one revision are both kept: all replicas
// show the same winner, and the others stay as conflicts until a write resolves them. A reader may
// see an old winner, and a writer's revision may lose to one that was never seen.
// After: Apache CouchDB documentation, "Replication and conflict model", "CouchDB Replication
// Protocol" and "Compaction".
#pragma once
#include <vector>

#include "engine/proto/step.h"

namespace caplab::multi_master {

enum class Replication : std::uint8_t {
  continuous,  // a change is offered as soon as it is made, and again until it is confirmed
  periodic,    // only when the period is over
};

struct Config {
  Replication replication = Replication::continuous;
  Duration period = milliseconds(1000);
  // CouchDB's _revs_limit: so many revisions of each branch are remembered. A replica that stays
  // behind by more cannot tell that the others have built on what it shows, and calls it a
  // conflict.
  std::uint32_t revisions_kept = 1000;
  bool operator==(const Config&) const = default;
};

// The numbers of changes survive a crash, as CouchDB's update sequence does.
struct Durable {
  std::vector<object::Version> versions;                 // by key: the winner
  std::vector<SharedValue<object::RevisionTree>> trees;  // by key
  std::vector<std::uint32_t> changed_at;                 // by key: the number of its latest change
  std::uint32_t changes = 0;
  bool operator==(const Durable&) const = default;
};

// CouchDB's checkpoints: how far the replication to one target has come.
struct Target {
  NodeId node = kNobody;
  std::vector<std::uint32_t> confirmed;  // by key: my changes that it has
  bool operator==(const Target&) const = default;
};

struct State {
  Config config;
  Durable durable;
  std::vector<Target> targets;
  bool replicating = false;  // the timer is set
  bool operator==(const State&) const = default;
};

State initial_state(const Config& config, int keys, const object::Content& content);
void step(State& state, const Ctx& ctx, const Input& input, Outbox& out);

// Keeps the trees, and forgets how far its targets have come.
State restarted(const State& state);

// Whether every target has confirmed all changes.
bool all_confirmed(const State& state);

}  // namespace caplab::multi_master
