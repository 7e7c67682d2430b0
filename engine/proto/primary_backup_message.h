// What primaries and backups say to each other where somebody else may become the primary: what is
// sent belongs to an epoch, the time of one primary.
#pragma once
#include <compare>
#include <cstdint>
#include <vector>

#include "engine/base/ids.h"
#include "engine/object/object.h"

namespace caplab::primary_backup {

// Later epochs have higher numbers. Two of one number exist only where nobody is asked before
// somebody takes over; then the primary's own number decides, so that one of the two gives way.
struct Epoch {
  std::uint32_t number = 0;
  NodeId primary = kNobody;
  auto operator<=>(const Epoch&) const = default;
};

// A write as this epoch's primary has it.
struct EpochWrite {
  Epoch epoch;
  std::uint32_t round = 0;  // 0: nobody waits for it
  Key key{0};
  object::Version version;
  bool operator==(const EpochWrite&) const = default;
};

struct EpochWriteReply {
  Epoch epoch;
  std::uint32_t round = 0;
  Key key{0};
  object::Stamp stamp;
  bool operator==(const EpochWriteReply&) const = default;
};

// To a primary whose epoch is over: a later one has been promised or has begun.
struct EpochNotice {
  Epoch epoch;
  bool operator==(const EpochNotice&) const = default;
};

// The primary is still there, and those who answer still follow it.
struct Beat {
  Epoch epoch;
  std::uint32_t number = 0;
  bool operator==(const Beat&) const = default;
};

struct BeatReply {
  Epoch epoch;
  std::uint32_t number = 0;
  bool operator==(const BeatReply&) const = default;
};

// A backup asks for the vote that makes it the primary of a new epoch.
struct TakeoverAsk {
  Epoch epoch;
  bool operator==(const TakeoverAsk&) const = default;
};

// A version, and the epoch whose primary sent it.
struct HeldVersion {
  Epoch epoch;
  object::Version version;
  bool operator==(const HeldVersion&) const = default;
};

struct TakeoverReply {
  Epoch epoch;  // the one asked for, or the latest that the voter knows
  bool granted = false;
  std::vector<HeldVersion> held;  // by key: with its vote a voter shows what it has
  bool operator==(const TakeoverReply&) const = default;
};

}  // namespace caplab::primary_backup
