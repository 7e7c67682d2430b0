// Vector clocks: how many events of each node somebody knows of, so that it can be told whether one
// thing knew of another or both happened without knowledge of each other.
// After: Fidge, "Timestamps in Message-Passing Systems That Preserve the Partial Ordering" (1988),
// and Mattern, "Virtual Time and Global States of Distributed Systems" (1989).
#pragma once
#include <compare>
#include <cstdint>
#include <vector>

#include "engine/base/ids.h"

namespace caplab::object {

// One event: the count-th of its node, counted from 1.
struct Dot {
  NodeId node = kNobody;
  std::uint32_t count = 0;
  auto operator<=>(const Dot&) const = default;
};

struct VectorClock {
  std::vector<Dot> newest;  // by node, one each; a node that is not there is at 0

  std::uint32_t count_of(NodeId node) const;
  bool knows(const Dot& dot) const { return dot.count <= count_of(dot.node); }

  // Learns of the dot and of all of its node's before it. Returns whether that was news.
  bool learn(const Dot& dot);

  // The node's next event, which the clock then knows.
  Dot advance(NodeId node);

  bool operator==(const VectorClock&) const = default;
};

// Brings `mine` up to what both know. Returns whether `mine` changed.
bool merge(VectorClock& mine, const VectorClock& theirs);

// Whether `mine` knows everything that `theirs` does. Where neither covers the other, the two are
// concurrent.
bool covers(const VectorClock& mine, const VectorClock& theirs);

}  // namespace caplab::object
