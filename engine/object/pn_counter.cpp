#include "engine/object/pn_counter.h"

#include "engine/object/sorted_union.h"

namespace caplab::object {

PnCounter counter_from(std::int64_t total) {
  PnCounter counter;
  add(counter, kNobody, total);
  return counter;
}

void add(PnCounter& counter, NodeId writer, std::int64_t amount) {
  if (amount == 0) return;
  PnCounter::Part& part = item_at(counter.parts, writer, PnCounter::Part{writer, 0, 0});
  if (amount > 0) {
    part.added += amount;
  } else {
    part.taken -= amount;
  }
}

std::int64_t total_of(const PnCounter& counter) {
  std::int64_t total = 0;
  for (const PnCounter::Part& part : counter.parts) total += part.added - part.taken;
  return total;
}

bool merge(PnCounter& mine, const PnCounter& theirs) {
  return unite_sorted(mine.parts, theirs.parts, [](PnCounter::Part& a, const PnCounter::Part& b) {
    if (b.added <= a.added && b.taken <= a.taken) return false;
    a.added = std::max(a.added, b.added);
    a.taken = std::max(a.taken, b.taken);
    return true;
  });
}

bool covers(const PnCounter& mine, const PnCounter& theirs) {
  return covers_sorted(mine.parts, theirs.parts,
                       [](const PnCounter::Part& a, const PnCounter::Part& b) {
                         return a.added >= b.added && a.taken >= b.taken;
                       });
}

}  // namespace caplab::object
