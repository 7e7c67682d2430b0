// One primary decides, backups copy. Three modes: a single copy, asynchronous (answer first, copy
// afterwards) and synchronous (answer when every backup has it). Writes always go to the primary;
// reads at level `primary` too, at level `any` the replica that was asked answers from its copy.
// There is no failover here: a primary that is cut off is out of reach.
// After: PostgreSQL documentation, "Log-Shipping Standby Servers" (synchronous replication), and
// MySQL Reference Manual, "Replication" (asynchronous).
#pragma once
#include <vector>

#include "engine/proto/step.h"

namespace caplab::primary_backup {

enum class Mode : std::uint8_t { single_copy, asynchronous, synchronous };

struct Config {
  Mode mode = Mode::asynchronous;
  NodeId primary{0};
  Duration timeout = milliseconds(1500);  // how long the primary waits for its backups
  bool operator==(const Config&) const = default;
};

// A write, and what waits for it: itself, and reads that saw it before every backup had it.
struct Round {
  RoundId id = kNoRound;
  Key key{0};
  NodeSet missing;  // backups that have not confirmed it
  struct Waiting {
    NodeId client = kNobody;
    bool is_write = false;
    Reply reply;
    bool operator==(const Waiting&) const = default;
  };
  std::vector<Waiting> waiting;
  bool overdue = false;  // its timer has gone off: nothing waits for it any more
  bool operator==(const Round&) const = default;
};

struct Durable {
  std::vector<object::Version> versions;  // by key
  bool operator==(const Durable&) const = default;
};

struct State {
  Config config;
  Durable durable;
  RoundId next_round = 1;
  std::vector<Round> rounds;       // primary: writes not yet confirmed by all, oldest first
  std::vector<NodeSet> confirmed;  // primary: by key, the backups that hold its newest version
  bool operator==(const State&) const = default;
};

State initial_state(const Config& config, int keys, const object::Content& content);
void step(State& state, const Ctx& ctx, const Input& input, Outbox& out);

// Keeps what is on disk; forgets what was under way.
State restarted(const State& state);

}  // namespace caplab::primary_backup
