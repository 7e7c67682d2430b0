#include "engine/object/siblings.h"

#include <algorithm>

#include "engine/base/ensure.h"
#include "engine/base/fingerprint.h"

namespace caplab::object {
namespace {

bool is_there(const Siblings& siblings, const Dot& dot) {
  return std::any_of(siblings.begin(), siblings.end(),
                     [&](const Sibling& sibling) { return sibling.dot == dot; });
}

bool is_replaced(const Siblings& by, const Dot& dot) {
  return std::any_of(by.begin(), by.end(), [&](const Sibling& sibling) {
    return sibling.dot != dot && sibling.past.knows(dot);
  });
}

void add(Siblings& siblings, const Sibling& sibling) {
  const auto after = std::find_if(siblings.begin(), siblings.end(),
                                  [&](const Sibling& other) { return sibling.dot < other.dot; });
  siblings.insert(after, sibling);
}

void drop_replaced(Siblings& siblings) {
  const Siblings all = siblings;
  std::erase_if(siblings, [&](const Sibling& sibling) { return is_replaced(all, sibling.dot); });
}

}  // namespace

// Nobody's dot 0 is known to every past.
Siblings first_sibling(Number value) { return {Sibling{{}, {}, {}, kNoOp, value}}; }

VectorClock context_of(const Siblings& siblings) {
  VectorClock context;
  for (const Sibling& sibling : siblings) {
    merge(context, sibling.past);
    context.learn(sibling.dot);
  }
  return context;
}

Siblings with_write(const Siblings& mine, NodeId node, const VectorClock& past, Stamp stamp,
                    OpId op, Number value) {
  VectorClock known = context_of(mine);
  merge(known, past);
  Siblings next = mine;
  add(next, {known.advance(node), past, stamp, op, value});
  drop_replaced(next);
  return next;
}

bool unite_siblings(Version& mine, const Version& theirs) {
  auto& siblings = std::get<Siblings>(mine.content);
  bool changed = false;
  for (const Sibling& sibling : std::get<Siblings>(theirs.content)) {
    if (is_there(siblings, sibling.dot) || is_replaced(siblings, sibling.dot)) continue;
    add(siblings, sibling);
    changed = true;
  }
  if (changed) drop_replaced(siblings);
  if (mine.stamp < theirs.stamp) {
    mine.stamp = theirs.stamp;
    mine.writer_op = theirs.writer_op;
    changed = true;
  }
  return changed;
}

bool includes_siblings(const Siblings& mine, const Siblings& theirs) {
  return std::all_of(theirs.begin(), theirs.end(), [&](const Sibling& sibling) {
    return is_there(mine, sibling.dot) || is_replaced(mine, sibling.dot);
  });
}

const Sibling& latest_of(const Siblings& siblings) {
  ENSURE(!siblings.empty());
  return *std::max_element(siblings.begin(), siblings.end(),
                           [](const Sibling& a, const Sibling& b) { return a.stamp < b.stamp; });
}

std::int64_t digest_siblings(const Siblings& siblings) {
  if (siblings.size() == 1) return siblings.front().value;
  Fingerprint print;
  for (const Sibling& sibling : siblings) {
    print.mix(std::uint64_t{index(sibling.dot.node)}).mix(std::uint64_t{sibling.dot.count});
    print.mix(sibling.value);
  }
  return static_cast<std::int64_t>(print.digest() >> 1);
}

}  // namespace caplab::object
