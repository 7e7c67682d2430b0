// What a protocol is told and what it wishes for. A protocol owns no clock, no chance and no
// network: it gets its own clock's reading, asks for timers by range, and hands messages out.
#pragma once
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "engine/base/ids.h"
#include "engine/base/time.h"
#include "engine/proto/message.h"

namespace caplab {

// What a node knows without asking.
struct Ctx {
  NodeId self = kNobody;
  LocalTime now{0};  // this node's own clock, skewed
  int replicas = 0;  // nodes 0 .. replicas-1 hold copies
  NodeSet alive;     // replicas whose heartbeats arrive, as far as this node can tell; has self
  std::span<const NodeId> nearest;  // all replicas by distance; a replica itself comes first
  std::span<const SiteId> sites;    // by NodeId: where each node stands
  object::Conflict conflict = object::Conflict::natural;  // the store's policy
};

enum class TimerKind : std::uint8_t {
  patience,
  round_timeout,
  backoff,
  election,        // raft: no leader has been heard for so long
  leader_beat,     // raft: the leader shows itself
  commit_wait,     // raft: a stamp is certainly past
  primary_silent,  // primary_backup: nothing was heard from the primary for too long
  takeover,        // primary_backup: time to ask for votes
  stop_serving,    // primary_backup: who answered this beat may follow another by now
  apply,           // primary_backup: a standby shows what it has on disk
  gossip,          // crdt: time to tell the neighbours
  replication,     // multi_master: time to offer changes again
  anti_entropy,    // quorum: time to compare copies with another replica
};

// Inputs.
struct Receive {
  NodeId from;
  const Message& message;
};
struct TimerFired {
  TimerKind kind = TimerKind::patience;
  std::uint32_t tag = 0;
};
// A client's own user wants an operation.
struct Invoke {
  Ask ask;
};
// The node's heartbeat: time to look after what waits for a silent peer.
struct Heartbeat {};
using Input = std::variant<Receive, TimerFired, Invoke, Heartbeat>;

// Outputs.
struct Send {
  NodeId to = kNobody;
  Message message;
};
// Fires once after a time that the world draws from [min, max] on this node's clock.
struct SetTimer {
  TimerKind kind = TimerKind::patience;
  std::uint32_t tag = 0;
  Duration min;
  Duration max;
};
// A client's operation has ended.
struct Finish {
  Reply reply;
};
// This replica's copy of a key has changed; for the record only.
struct Stored {
  Key key{0};
  object::Stamp stamp;
  OpId writer_op = kNoOp;
  std::int64_t digest = 0;
};
// A request whose client was told that it is noted will not be done; for the record only.
struct Overturned {
  Key key{0};
  OpId op = kNoOp;
};
using Output = std::variant<Send, SetTimer, Finish, Stored, Overturned>;
using Outbox = std::vector<Output>;

// For std::visit with one lambda an alternative.
template <typename... Cases>
struct overload : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
overload(Cases...) -> overload<Cases...>;

}  // namespace caplab
