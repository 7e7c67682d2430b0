// Shrinks, then looks for a chain of statements, then for one result that fits no order.
#include "engine/check/explained.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/check/misfit.h"
#include "engine/check/tell.h"

namespace caplab::check {
namespace {

using history::History;
using Positions = std::vector<std::size_t>;

Positions merged(const Positions& a, const Positions& b) {
  Positions all;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  return all;
}

void explain_violation(const History& history, const Options& options, Decide decide,
                       const Rules* rules, Verdict& verdict) {
  const Witness witness = find_witness(history, options, decide, verdict.reason);
  verdict.core = witness.core;
  verdict.stuck = witness.stuck;
  verdict.operations = merged(witness.core, witness.support);
  verdict.reason =
      rules == nullptr ? witness.reason : deduce(history, options, witness.core, *rules);
  if (verdict.reason.contradiction == Contradiction::none) {
    Unfitting unfitting = find_misfit(history, options, witness.core, witness.support);
    verdict.reason = std::move(unfitting.reason);
    verdict.found = std::move(unfitting.found);
  }
  verdict.operations = merged(verdict.operations, operations_of(verdict.reason));
}

}  // namespace

Verdict explained(const History& history, const Options& options, Decide decide,
                  const Rules* rules) {
  return explained(history, options, decide, rules, decide(history, options));
}

Verdict explained(const History& history, const Options& options, Decide decide, const Rules* rules,
                  Verdict decided) {
  Verdict verdict = std::move(decided);
  if (verdict.answer == Answer::violated) {
    if (options.explain_steps_max > 0) {
      explain_violation(history, options, decide, rules, verdict);
    } else {
      verdict.operations.clear();
      verdict.core.clear();
      verdict.reason = {};
    }
  }
  // What a model says of its own about an answer without an explanation stays.
  const bool is_explained = verdict.answer == Answer::violated && options.explain_steps_max > 0;
  if (is_explained || verdict.why.empty()) verdict.why = summary(history, options, verdict);
  return verdict;
}

}  // namespace caplab::check
