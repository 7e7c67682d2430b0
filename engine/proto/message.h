// What nodes say to each other: one small struct a message. The world adds the sender, the
// receiver and the store.
#pragma once
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/ids.h"
#include "engine/base/shared_value.h"
#include "engine/history/history.h"
#include "engine/object/object.h"
#include "engine/object/revision_tree.h"
#include "engine/proto/home_region_message.h"
#include "engine/proto/level.h"
#include "engine/proto/outbox_message.h"
#include "engine/proto/primary_backup_message.h"
#include "engine/proto/raft_message.h"

namespace caplab {

using history::Outcome;

// Numbers one coordinator's piece of work, so that answers find it again.
using RoundId = std::uint32_t;
inline constexpr RoundId kNoRound = 0;

// A client asks a replica, or a replica passes a client's request on.
struct Ask {
  OpId op = kNoOp;
  NodeId client = kNobody;
  Key key{0};
  Level level = Level::one;
  object::Request request;
  // What the client's session has seen of the key: a write of its is to come after it.
  object::Stamp floor = {};
  object::VectorClock context{};  // what the client has read of an object that keeps siblings
  bool operator==(const Ask&) const = default;
};

// A replica answers a client.
struct Reply {
  OpId op = kNoOp;
  Outcome outcome = Outcome::ok;
  object::Answer answer;
  Key key{0};  // what was asked about; told with siblings, whose context is the client's to keep
  bool operator==(const Reply&) const = default;
};

struct ReadAsk {
  RoundId round = kNoRound;
  Key key{0};
  bool operator==(const ReadAsk&) const = default;
};

struct ReadReply {
  RoundId round = kNoRound;
  object::Version version;
  bool operator==(const ReadReply&) const = default;
};

struct WriteAsk {
  RoundId round = kNoRound;  // kNoRound: no answer is wanted
  Key key{0};
  object::Version version;
  bool operator==(const WriteAsk&) const = default;
};

struct WriteReply {
  RoundId round = kNoRound;
  bool operator==(const WriteReply&) const = default;
};

// A backup confirms which version of a key it holds.
struct CopyReply {
  RoundId round = kNoRound;
  Key key{0};
  object::Stamp stamp;
  bool operator==(const CopyReply&) const = default;
};

// Paxos (Lamport 2001, "Paxos Made Simple" §2.2): phase 1.
struct Prepare {
  RoundId round = kNoRound;
  Key key{0};
  object::Stamp ballot;
  bool operator==(const Prepare&) const = default;
};

struct Promise {
  RoundId round = kNoRound;
  bool promised = false;
  object::Stamp ballot;           // the ballot asked for, or the higher one that forbids it
  object::Stamp accepted_ballot;  // of an accepted proposal that is not yet committed here
  object::Version accepted;
  object::Version current;  // what this replica holds as committed
  bool operator==(const Promise&) const = default;
};

// Paxos phase 2.
struct Propose {
  RoundId round = kNoRound;
  Key key{0};
  object::Stamp ballot;
  object::Version version;
  bool operator==(const Propose&) const = default;
};

struct ProposeReply {
  RoundId round = kNoRound;
  bool accepted = false;
  object::Stamp ballot;  // as in Promise
  bool operator==(const ProposeReply&) const = default;
};

// The value is chosen: replicas store it.
struct Commit {
  RoundId round = kNoRound;
  Key key{0};
  object::Version version;
  bool operator==(const Commit&) const = default;
};

// Keep this for a replica that is out of reach, until it confirms it.
struct HintAsk {
  RoundId round = kNoRound;  // kNoRound: no answer is wanted
  Key key{0};
  NodeId home = kNobody;  // the one that it is for
  object::Version version;
  bool operator==(const HintAsk&) const = default;
};

// Anti-entropy: what one replica holds of the keys that both keep …
struct Digest {
  struct Entry {
    Key key{0};
    object::Stamp stamp;
    std::int64_t digest = 0;
    bool operator==(const Entry&) const = default;
  };
  std::vector<Entry> keys;
  bool operator==(const Digest&) const = default;
};

// … and, of each key where the other differs, what that holds.
struct SyncCopy {
  Key key{0};
  object::Version version;
  bool operator==(const SyncCopy&) const = default;
};

// A heartbeat: "I am here". The node itself hears it, no store does.
struct Ping {
  bool operator==(const Ping&) const = default;
};

// A replica tells a client that it has not got what the client's session builds on; it has done
// nothing.
struct Behind {
  OpId op = kNoOp;
  bool operator==(const Behind&) const = default;
};

// A copy tells a neighbour its state of one key, or what that neighbour has not confirmed of it.
struct Gossip {
  std::uint32_t number = 0;  // of the sender's changes that are in it
  Key key{0};
  bool whole = true;  // false: a delta
  object::Version version;
  bool operator==(const Gossip&) const = default;
};

struct GossipReply {
  std::uint32_t number = 0;
  Key key{0};
  bool operator==(const GossipReply&) const = default;
};

// A client that holds a copy asks its replica for what it lacks.
struct NewsAsk {
  bool operator==(const NewsAsk&) const = default;
};

// CouchDB's replication of one document (CouchDB documentation, "CouchDB Replication Protocol"):
// the source names its leaves, the target says which it lacks and some that it has, the source
// sends the leaves, each with its line of ancestors. A target that lacks nothing has all of the
// source's changes up to `number`.
struct RevisionOffer {
  std::uint32_t number = 0;
  Key key{0};
  SharedValue<std::vector<object::RevisionId>> leaves;  // sorted
  bool operator==(const RevisionOffer&) const = default;
};

struct RevisionAsk {
  std::uint32_t number = 0;
  Key key{0};
  std::vector<object::RevisionId> missing;
  std::vector<object::RevisionId> known;  // with all before them; sorted
  bool operator==(const RevisionAsk&) const = default;
};

struct RevisionCopy {
  std::uint32_t number = 0;
  Key key{0};
  bool whole = true;  // false: without what the target has said that it knows
  object::RevisionTree part;
  bool operator==(const RevisionCopy&) const = default;
};

using Message =
    std::variant<Ping, Ask, Reply, ReadAsk, ReadReply, WriteAsk, WriteReply, Prepare, Promise,
                 Propose, ProposeReply, Commit, CopyReply, raft::Beat, raft::BeatReply,
                 raft::Append, raft::AppendReply, raft::VoteAsk, raft::VoteReply, raft::Snapshot,
                 raft::SyncAsk, raft::SyncReply, Deliver, Delivered, HomeCopy, Routed, Handover,
                 OwnerCopy, primary_backup::EpochWrite, primary_backup::EpochWriteReply,
                 primary_backup::EpochNotice, primary_backup::Beat, primary_backup::BeatReply,
                 primary_backup::TakeoverAsk, primary_backup::TakeoverReply, HintAsk, Behind,
                 Gossip, GossipReply, NewsAsk, RevisionOffer, RevisionAsk, RevisionCopy, Digest,
                 SyncCopy, raft::TimeoutNow>;

// The alternatives of Message, in its order, as a number for logs and pictures.
enum class MessageKind : std::uint8_t {
  ping,
  ask,
  reply,
  read_ask,
  read_reply,
  write_ask,
  write_reply,
  prepare,
  promise,
  propose,
  propose_reply,
  commit,
  copy_reply,
  raft_beat,
  raft_beat_reply,
  raft_append,
  raft_append_reply,
  raft_vote_ask,
  raft_vote_reply,
  raft_snapshot,
  raft_sync_ask,
  raft_sync_reply,
  deliver,
  delivered,
  home_copy,
  routed,
  handover,
  owner_copy,
  epoch_write,
  epoch_write_reply,
  epoch_notice,
  primary_beat,
  primary_beat_reply,
  takeover_ask,
  takeover_reply,
  hint_ask,
  behind,
  gossip,
  gossip_reply,
  news_ask,
  revision_offer,
  revision_ask,
  revision_copy,
  digest,
  sync_copy,
  raft_timeout_now,
};

inline MessageKind kind_of(const Message& message) {
  return static_cast<MessageKind>(message.index());
}

}  // namespace caplab
