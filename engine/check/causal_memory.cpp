// Besides causal consistency's patterns those of each process's own order (Bouajjani et al. 2017,
// WriteHBInitRead and CyclicHB). The order of a process's last operation contains those of its
// earlier ones, so one a process is enough.
#include "engine/check/causal_memory.h"

#include <string_view>

#include "engine/check/causal_order.h"
#include "engine/check/causal_search.h"
#include "engine/check/explained.h"
#include "engine/check/judged_reads.h"
#include "engine/check/own_reads.h"

namespace caplab::check {
Reason causal_memory_objection(const Accesses& accesses, const ReadsFrom& reads_from,
                               const Options&, std::int64_t& work) {
  Precedence causal(accesses, reads_from);
  Reason reason = causal_objection(accesses, reads_from, causal, work);
  for (std::size_t process = 0; process < accesses.processes(); ++process) {
    if (reason.contradiction != Contradiction::none || work > accesses.steps_max) break;
    Precedence own = causal;
    reason = own_reads_objection(process, accesses, reads_from, own, work);
  }
  return reason;
}

namespace {

Verdict decide(const history::History& history, const Options& options) {
  constexpr std::string_view kHolds =
      "Every result is explained by what had led to it, and each process's by one order.";
  if (are_accesses(history, options)) {
    return check_by_reads(history, options, causal_memory_objection, kHolds);
  }
  return check_by_search(history, options, CausalModel::causal_memory, kHolds);
}

}  // namespace

Verdict check_causal_memory(const history::History& history, const Options& options) {
  return explained(history, options, decide, &kCausesAndOwnOrder);
}

}  // namespace caplab::check
