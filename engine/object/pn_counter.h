// A counter that goes up and down: two that only grow, side by side, one for what was added and one
// for what was taken away. (Shapiro et al. 2011, §3.1.3, specification 7.) It keeps no promise
// about its total: two writers that each see 100 may both take 80.
#pragma once
#include <compare>
#include <cstdint>
#include <vector>

#include "engine/base/ids.h"

namespace caplab::object {

struct PnCounter {
  struct Part {
    NodeId writer = kNobody;  // kNobody: what was there at the start
    std::int64_t added = 0;
    std::int64_t taken = 0;
    NodeId place() const { return writer; }
    auto operator<=>(const Part&) const = default;
  };
  std::vector<Part> parts;  // by writer
  bool operator==(const PnCounter&) const = default;
};

// The start is a part like any other, the same at every replica, so that it is counted once.
PnCounter counter_from(std::int64_t total);

// REQUIRES: the writer's own part is up to date here.
void add(PnCounter& counter, NodeId writer, std::int64_t amount);

std::int64_t total_of(const PnCounter& counter);

// Returns whether `mine` changed.
bool merge(PnCounter& mine, const PnCounter& theirs);
bool covers(const PnCounter& mine, const PnCounter& theirs);

}  // namespace caplab::object
