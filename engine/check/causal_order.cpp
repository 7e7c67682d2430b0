// A process's own order, and from each write to those who read it.
#include "engine/check/causal_order.h"

#include "engine/check/outdated.h"

namespace caplab::check {

Reason causal_objection(const Accesses& accesses, const ReadsFrom& reads_from, Precedence& order,
                        std::int64_t& work) {
  order.add_reads();
  if (!order.close(work)) return comes_before_itself(order);
  return outdated_read(accesses, reads_from, order, work);
}

}  // namespace caplab::check
