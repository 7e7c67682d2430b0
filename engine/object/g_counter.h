// A counter that only grows: each writer counts its own, the total is the sum, and of two counts of
// one writer the larger is the later. (Shapiro et al. 2011, §3.1.2, specification 6.)
#pragma once
#include <compare>
#include <cstdint>
#include <vector>

#include "engine/base/ids.h"

namespace caplab::object {

struct GCounter {
  struct Part {
    NodeId writer = kNobody;  // kNobody: what was there at the start
    std::int64_t total = 0;
    NodeId place() const { return writer; }
    auto operator<=>(const Part&) const = default;
  };
  std::vector<Part> parts;  // by writer
  bool operator==(const GCounter&) const = default;
};

// A counter that starts above zero has that total in its parts: totals are sums of parts, and a
// total kept beside them would be counted by none or by all. REQUIRES: total >= 0.
GCounter grow_only_from(std::int64_t total);

// REQUIRES: amount >= 0, and the writer's own part is up to date here.
void add(GCounter& counter, NodeId writer, std::int64_t amount);

std::int64_t total_of(const GCounter& counter);

// Returns whether `mine` changed.
bool merge(GCounter& mine, const GCounter& theirs);
bool covers(const GCounter& mine, const GCounter& theirs);

}  // namespace caplab::object
