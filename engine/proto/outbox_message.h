// What an outbox and its home say to each other.
#pragma once
#include <cstdint>

#include "engine/base/ids.h"
#include "engine/object/object.h"
#include "engine/proto/level.h"

namespace caplab {

// Numbers the requests in one replica's outbox, from 1 up, in the order in which they were noted.
// With the replica it is the key by which home knows a request again.
using Sequence = std::uint32_t;

// Here is the next request in my outbox.
struct Deliver {
  Sequence sequence = 0;
  OpId op = kNoOp;
  Key key{0};
  Level level = Level::queued;
  object::Request request;
  bool operator==(const Deliver&) const = default;
};

// I have decided on it, now or when it came before.
struct Delivered {
  Sequence sequence = 0;
  Key key{0};
  object::Answer answer;
  bool operator==(const Delivered&) const = default;
};

// What home holds, and the last of the receiver's requests that is in it. Confirmed by CopyReply.
struct HomeCopy {
  Key key{0};
  object::Version version;
  Sequence included = 0;
  bool operator==(const HomeCopy&) const = default;
};

}  // namespace caplab
