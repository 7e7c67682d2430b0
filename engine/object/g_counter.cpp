#include "engine/object/g_counter.h"

#include "engine/base/ensure.h"
#include "engine/object/sorted_union.h"

namespace caplab::object {

GCounter grow_only_from(std::int64_t total) {
  GCounter counter;
  add(counter, kNobody, total);
  return counter;
}

void add(GCounter& counter, NodeId writer, std::int64_t amount) {
  ENSURE(amount >= 0);
  if (amount == 0) return;
  item_at(counter.parts, writer, GCounter::Part{writer, 0}).total += amount;
}

std::int64_t total_of(const GCounter& counter) {
  std::int64_t total = 0;
  for (const GCounter::Part& part : counter.parts) total += part.total;
  return total;
}

bool merge(GCounter& mine, const GCounter& theirs) {
  return unite_sorted(mine.parts, theirs.parts, [](GCounter::Part& a, const GCounter::Part& b) {
    if (b.total <= a.total) return false;
    a.total = b.total;
    return true;
  });
}

bool covers(const GCounter& mine, const GCounter& theirs) {
  return covers_sorted(
      mine.parts, theirs.parts,
      [](const GCounter::Part& a, const GCounter::Part& b) { return a.total >= b.total; });
}

}  // namespace caplab::object
