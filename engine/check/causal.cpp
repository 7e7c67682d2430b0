// With every value written once, so that it is known who read from whom, three patterns are all
// that can go wrong (Bouajjani et al. 2017, table 3: CyclicCO, WriteCOInitRead, WriteCORead; and
// ThinAirRead, which is found before). "Leads to" is the least transitive order that contains each
// process's order and leads from every write to its reads.
#include "engine/check/causal.h"

#include <string_view>

#include "engine/check/causal_order.h"
#include "engine/check/causal_search.h"
#include "engine/check/explained.h"
#include "engine/check/judged_reads.h"

namespace caplab::check {
namespace {

Reason object_to(const Accesses& accesses, const ReadsFrom& reads_from, const Options&,
                 std::int64_t& work) {
  Precedence order(accesses, reads_from);
  return causal_objection(accesses, reads_from, order, work);
}

Verdict decide(const history::History& history, const Options& options) {
  constexpr std::string_view kHolds = "Every result is explained by what had led to it.";
  if (are_accesses(history, options)) {
    return check_by_reads(history, options, object_to, kHolds);
  }
  return check_by_search(history, options, CausalModel::causal, kHolds);
}

}  // namespace

Verdict check_causal(const history::History& history, const Options& options) {
  return explained(history, options, decide, &kCauses);
}

}  // namespace caplab::check
