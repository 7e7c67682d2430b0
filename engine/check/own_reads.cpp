// The least order that contains the given one and in which a write that comes before a read of the
// same key comes before the write that was read (HB of Bouajjani et al. 2017, section 3.3).
#include "engine/check/own_reads.h"

#include "engine/check/outdated.h"

namespace caplab::check {
namespace {

// Whether anything new was added.
bool settle(std::size_t read, const Accesses& accesses, const ReadsFrom& reads_from,
            Precedence& order, std::int64_t& work) {
  const std::int32_t writer = reads_from.writer[read];
  if (writer < 0) return false;
  const auto found = static_cast<std::size_t>(writer);
  bool added = false;
  for (std::size_t process = 0; process < accesses.processes(); ++process) {
    ++work;
    const std::size_t other = order.last_write(read, process);
    if (other == kNoOperation || other == found || order.comes_before(other, found)) continue;
    order.add({other, found, Because::replaced, read});
    added = true;
  }
  return added;
}

}  // namespace

Reason own_reads_objection(std::size_t process, const Accesses& accesses,
                           const ReadsFrom& reads_from, Precedence& order, std::int64_t& work) {
  for (bool added = true; added && work <= accesses.steps_max;) {
    added = false;
    for (std::size_t i = accesses.begins[process]; i < accesses.begins[process + 1]; ++i) {
      if (work > accesses.steps_max) break;
      added = settle(i, accesses, reads_from, order, work) || added;
    }
    if (!order.close(work)) return comes_before_itself(order);
  }
  return outdated_read_of(process, accesses, reads_from, order, work);
}

}  // namespace caplab::check
