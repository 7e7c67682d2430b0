// Besides causal consistency's patterns one more (Bouajjani et al. 2017, CyclicCF): who read one of
// two writes though knowing of both has settled that the other one is older.
#include "engine/check/causal_convergence.h"

#include <string_view>

#include "engine/check/causal_order.h"
#include "engine/check/causal_search.h"
#include "engine/check/explained.h"
#include "engine/check/judged_reads.h"
#include "engine/check/outdated.h"

namespace caplab::check {
namespace {

void settle(std::size_t read, const Accesses& accesses, const ReadsFrom& reads_from,
            const Precedence& causal, Precedence& settled, std::int64_t& work) {
  const std::int32_t writer = reads_from.writer[read];
  if (writer < 0) return;
  const auto found = static_cast<std::size_t>(writer);
  for (std::size_t process = 0; process < accesses.processes(); ++process) {
    ++work;
    const std::size_t other = causal.last_write(read, process);
    if (other == kNoOperation || other == found || causal.comes_before(other, found)) continue;
    settled.add({other, found, Because::replaced, read});
  }
}

}  // namespace

Reason causal_convergence_objection(const Accesses& accesses, const ReadsFrom& reads_from,
                                    const Options&, std::int64_t& work) {
  Precedence causal(accesses, reads_from);
  const Reason reason = causal_objection(accesses, reads_from, causal, work);
  if (reason.contradiction != Contradiction::none) return reason;
  Precedence settled = causal;
  for (std::size_t read = 0; read < accesses.all.size(); ++read) {
    if (work > accesses.steps_max) break;
    settle(read, accesses, reads_from, causal, settled, work);
  }
  return settled.close(work) ? Reason{} : comes_before_itself(settled);
}

namespace {

Verdict decide(const history::History& history, const Options& options) {
  constexpr std::string_view kHolds =
      "Every result is explained by what had led to it, and all settle conflicting writes in the "
      "same order.";
  if (are_accesses(history, options)) {
    return check_by_reads(history, options, causal_convergence_objection, kHolds);
  }
  return check_by_search(history, options, CausalModel::causal_convergence, kHolds);
}

}  // namespace

Verdict check_causal_convergence(const history::History& history, const Options& options) {
  return explained(history, options, decide, &kCausesAndConflicts);
}

}  // namespace caplab::check
