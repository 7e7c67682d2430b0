// Why one operation did not take another into account: read off the run, not off the settings.
#pragma once
#include <cstdint>

#include "engine/lesson/run.h"

namespace caplab::lesson {

enum class Cause : std::uint8_t {
  skew,  // a clock that was wrong made the other's version count as older than what it replaced
  overwritten,  // it was known, until a later version that was made without it replaced it
  cut,          // the line between the two was cut
  race,         // both were under way at the same time
  unheard,      // the news was still on its way
  known,        // it was known where it was asked for; that it did not count has another reason
};

struct Why {
  Cause cause = Cause::unheard;
  Time at = kNever;       // cut: when
  Time mended = kNever;   // cut: when it ended, if it did in the time looked at
  Cut cut;                // cut: what
  OpId by = kNoOp;        // overwritten: what replaced it
  NodeId node = kNobody;  // skew: whose clock; else the replica that did not know
  Duration offset;        // skew: how far ahead; negative: behind
};

// The replica that `op`'s client asks.
NodeId coordinator_of(const Run& run, const Operation& op);

// Whether a later version takes the place of an earlier one, rather than uniting with it.
bool replaces(const StoreSpec& store);

// REQUIRES: `missed` may have happened.
Why why_unseen(const Run& run, const Operation& op, const Operation& missed);

// The last cut in force at any time from `first` to `last` that `node` lies behind, on either
// side; `at` is kNever where there was none.
Why cut_around(const Run& run, NodeId node, Time first, Time last);

}  // namespace caplab::lesson
