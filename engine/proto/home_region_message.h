// What replicas say to each other about keys that have a home.
#pragma once
#include <cstdint>

#include "engine/base/ids.h"
#include "engine/object/object.h"
#include "engine/proto/level.h"

namespace caplab {

// Numbers the homes that one key has had; every handover begins the next.
using HomeEpoch = std::uint32_t;

// A client's request on its way to the key's home, as its sender knows it: that of `epoch`.
struct Routed {
  HomeEpoch epoch = 0;
  NodeId asked = kNobody;  // the replica that the client asked
  OpId op = kNoOp;
  NodeId client = kNobody;
  Key key{0};
  object::Request request;
  bool operator==(const Routed&) const = default;
};

// You are the key's home from this epoch on; this is all that I had. I have stopped.
struct Handover {
  Key key{0};
  HomeEpoch epoch = 0;
  object::Version version;
  bool operator==(const Handover&) const = default;
};

// I am the key's home in this epoch, and this is what it holds. Confirmed by CopyReply.
struct OwnerCopy {
  Key key{0};
  HomeEpoch epoch = 0;
  object::Version version;
  bool operator==(const OwnerCopy&) const = default;
};

}  // namespace caplab
