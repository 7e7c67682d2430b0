// What nodes say to each other: one small struct a message. The world adds the sender, the
// receiver and the store.
#pragma once
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/ids.h"
#include "engine/history/history.h"
#include "engine/object/object.h"
#include "engine/proto/level.h"

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

using Message =
    std::variant<Ping, Ask, Reply, ReadAsk, ReadReply, WriteAsk, WriteReply, Prepare, Promise,
                 Propose, ProposeReply, Commit, CopyReply, HintAsk, Digest, SyncCopy>;

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
  hint_ask,
  digest,
  sync_copy,
};

inline MessageKind kind_of(const Message& message) {
  return static_cast<MessageKind>(message.index());
}

}  // namespace caplab
