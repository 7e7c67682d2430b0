#include "engine/object/vector_clock.h"

#include <algorithm>

namespace caplab::object {
namespace {

// Where the node stands in the sorted row, or would stand.
template <typename Row>
auto place_of(Row& row, NodeId node) {
  return std::lower_bound(row.begin(), row.end(), node,
                          [](const Dot& dot, NodeId wanted) { return dot.node < wanted; });
}

}  // namespace

std::uint32_t VectorClock::count_of(NodeId node) const {
  const auto found = place_of(newest, node);
  return found != newest.end() && found->node == node ? found->count : 0;
}

bool VectorClock::learn(const Dot& dot) {
  if (knows(dot)) return false;
  const auto found = place_of(newest, dot.node);
  if (found != newest.end() && found->node == dot.node) {
    found->count = dot.count;
  } else {
    newest.insert(found, dot);
  }
  return true;
}

Dot VectorClock::advance(NodeId node) {
  const Dot next{node, count_of(node) + 1};
  learn(next);
  return next;
}

bool merge(VectorClock& mine, const VectorClock& theirs) {
  bool changed = false;
  for (const Dot& dot : theirs.newest) {
    if (mine.learn(dot)) changed = true;
  }
  return changed;
}

bool covers(const VectorClock& mine, const VectorClock& theirs) {
  return std::all_of(theirs.newest.begin(), theirs.newest.end(),
                     [&](const Dot& dot) { return mine.knows(dot); });
}

}  // namespace caplab::object
