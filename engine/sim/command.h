// What the outside does to a running system. The page, lesson scripts, the fault search and tests
// have no other way in.
#pragma once
#include <compare>
#include <optional>
#include <variant>
#include <vector>

#include "engine/base/ids.h"
#include "engine/base/rng.h"
#include "engine/base/time.h"

namespace caplab {

// Cuts every link from `from` to `to`; with `both_ways` also back. A cut site is
// {its nodes, all others}. Links inside a set stay.
struct Cut {
  NodeSet from;
  NodeSet to;
  bool both_ways = true;
  bool operator==(const Cut&) const = default;
};
// Mends every link.
struct Heal {
  bool operator==(const Heal&) const = default;
};
// Adds `extra` to every latency from `from` to `to` until the time is over.
struct SlowLink {
  NodeSet from;
  NodeSet to;
  Duration extra;
  Duration lasts;
  bool operator==(const SlowLink&) const = default;
};
// Sets the share of messages lost from `from` to `to`.
struct Lose {
  NodeSet from;
  NodeSet to;
  Ratio share;
  bool operator==(const Lose&) const = default;
};
// Stops a node; what was not durable is gone, messages to it are lost.
struct Crash {
  NodeId node = kNobody;
  bool operator==(const Crash&) const = default;
};
struct Restart {
  NodeId node = kNobody;
  bool operator==(const Restart&) const = default;
};
// Sets how far a node's clock is ahead of true time, and how fast it runs away.
struct SkewClock {
  NodeId node = kNobody;
  Duration offset;
  std::int64_t drift_ppm = 0;  // microseconds a second
  bool operator==(const SkewClock&) const = default;
};
// A client calls one of the scenario's operations.
struct Call {
  NodeId client = kNobody;
  std::uint16_t operation = 0;  // index into System::operations
  Key key{0};
  std::int64_t amount = 0;
  std::int64_t expected = 0;  // compare_and_set, and a charge's idempotency key
  std::int32_t item = 0;      // what the operation is about, where its object has several things
  bool arrives = false;       // the second half of a transfer
  bool operator==(const Call&) const = default;
};

// Sets the share of messages from `from` to `to` that arrive twice.
struct Duplicate {
  NodeSet from;
  NodeSet to;
  Ratio share;
  bool operator==(const Duplicate&) const = default;
};
// A node stands still, as a process does while it collects garbage: what arrives waits at its door
// and its timers fire late. Nothing is lost, and its clock runs on.
struct Pause {
  NodeId node = kNobody;
  bool operator==(const Pause&) const = default;
};
struct Resume {
  NodeId node = kNobody;
  bool operator==(const Resume&) const = default;
};
// From now on the node's disk says that it has written and has not: the next crash takes the node
// back to what it had stored at this moment.
struct LoseDisk {
  NodeId node = kNobody;
  bool operator==(const LoseDisk&) const = default;
};
// A client goes to another site: other replicas are near, and what cuts that site off cuts it off.
struct Move {
  NodeId client = kNobody;
  SiteId site{0};
  bool operator==(const Move&) const = default;
};

// An operator makes a replica the one that decides: a failover by hand. Where a store has nobody to
// replace, or the replica does not run, nothing happens, which is recorded.
struct Promote {
  NodeId node = kNobody;
  std::optional<StoreId> store;  // none: of every store
  bool operator==(const Promote&) const = default;
};

using Command = std::variant<Cut, Heal, SlowLink, Lose, Crash, Restart, SkewClock, Call, Duplicate,
                             Pause, Resume, LoseDisk, Move, Promote>;

struct TimedCommand {
  Time at;
  Command command;
  bool operator==(const TimedCommand&) const = default;
};

bool is_fault(const Command& command);   // everything but Call
bool is_mishap(const Command& command);  // a fault that nobody wants: everything but Call and Move

}  // namespace caplab
