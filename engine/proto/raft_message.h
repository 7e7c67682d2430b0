// What the replicas of a Raft group say to each other, and the log entry that it is about. The
// section numbers are those of Ongaro and Ousterhout, "In Search of an Understandable Consensus
// Algorithm" (extended version, 2014).
#pragma once
#include <vector>

#include "engine/base/ids.h"
#include "engine/base/time.h"
#include "engine/object/object.h"

namespace caplab::raft {

using Term = std::uint32_t;   // numbers elections; a term has at most one leader
using Index = std::uint32_t;  // a place in the log; the first is 1

// One request, decided where it stands in the log: by what the entries before it have left.
struct Entry {
  Term term = 0;
  OpId op = kNoOp;  // kNoOp: the empty entry that opens a term (§8)
  Key key{0};
  object::Request request;
  object::Stamp stamp;  // rises along the log
  bool operator==(const Entry&) const = default;
};

// Goes with what a leader sends and comes back with the answer.
struct Pulse {
  std::uint32_t round = 0;    // of asking "do you still follow me?"
  LocalTime sent{INT64_MIN};  // on the leader's clock
  bool operator==(const Pulse&) const = default;
};

// The leader is there; AppendEntries without entries (§5.2).
struct Beat {
  Term term = 0;
  Index previous = 0;  // what the receiver must hold for this to fit
  Term previous_term = 0;
  Index commit = 0;
  Pulse pulse;
  LocalTime safe{INT64_MIN};  // no entry after `commit` has a stamp up to this
  bool operator==(const Beat&) const = default;
};

// AppendEntries (§5.3).
struct Append {
  Beat head;
  std::vector<Entry> entries;
  bool operator==(const Append&) const = default;
};

struct AppendReply {
  Term term = 0;
  bool accepted = false;
  Index index = 0;  // accepted: equal up to here; else the `previous` that does not fit
  Index retry = 0;  // refused: where to try next
  Pulse pulse;
  bool operator==(const AppendReply&) const = default;
};

struct BeatReply {
  AppendReply answer;
  bool operator==(const BeatReply&) const = default;
};

// RequestVote (§5.2), or the question whether it would be granted (Ongaro 2014, §9.6).
struct VoteAsk {
  Term term = 0;
  Index last = 0;
  Term last_term = 0;
  bool trial = false;
  bool handed_over = false;  // the leader wants it, so followers need not be loyal to it
  bool operator==(const VoteAsk&) const = default;
};

struct VoteReply {
  Term term = 0;   // the voter's own
  Term asked = 0;  // of the request
  bool granted = false;
  bool trial = false;
  bool operator==(const VoteReply&) const = default;
};

// InstallSnapshot (§7): everything that the log up to `last` has led to.
struct Snapshot {
  Term term = 0;
  Index last = 0;
  Term last_term = 0;
  LocalTime last_stamp{INT64_MIN};
  Pulse pulse;
  std::vector<object::Version> versions;  // by key
  bool operator==(const Snapshot&) const = default;
};

// A replica asks the leader how far the log is committed.
struct SyncAsk {
  std::uint32_t round = 0;
  bool operator==(const SyncAsk&) const = default;
};

struct SyncReply {
  std::uint32_t round = 0;
  bool leads = false;
  Index commit = 0;
  bool operator==(const SyncReply&) const = default;
};

// A leader has one follower stand for election at once (Ongaro 2014, §3.10).
struct TimeoutNow {
  Term term = 0;  // the leader's
  bool operator==(const TimeoutNow&) const = default;
};

}  // namespace caplab::raft
