// Registers by a judge, other objects by search.
#include "engine/check/session_verdict.h"

#include <string>

#include "engine/check/explained.h"
#include "engine/check/judged_reads.h"
#include "engine/check/known_versions.h"
#include "engine/check/session_search.h"

namespace caplab::check {
namespace {

using history::History;

std::string text_of(const History& history, std::size_t operation) {
  const history::Operation& op = history.operations[operation];
  return "\"" + operation_text(history, op) + "\" of process " + std::to_string(op.process);
}

std::string reading_text(const Options& options) {
  return options.version_order.empty() ? ", in whatever order the versions came."
                                       : ", by the order the system gave the versions.";
}

std::string cycle_text(const History& history, const Reason& reason) {
  std::string text = "Each of these would come before the next, and the last before the first: ";
  for (std::size_t i = 0; i < reason.chain.size(); ++i) {
    text += (i == 0 ? "" : "; ") + text_of(history, reason.chain[i].before);
  }
  return text;
}

std::string violated_text(const History& history, const Reason& reason) {
  switch (reason.contradiction) {
    case Contradiction::none:
    case Contradiction::unfitting: break;
    case Contradiction::no_writer:
      return text_of(history, reason.read) + " found what nobody wrote";
    case Contradiction::cycle: return cycle_text(history, reason);
    case Contradiction::outdated:
      return text_of(history, reason.read) + " is older than " + text_of(history, reason.newer) +
             ", which it had to see";
  }
  return "No way to see the updates explains every result";
}

std::string undecided_text(const Options& options, const SessionFound& found) {
  std::string text = "No answer within " + std::to_string(options.steps_max) + " steps";
  if (found.updates > 0) {
    text += "; at best " + std::to_string(found.placed_max) + " of " +
            std::to_string(found.updates) + " updates were put in an order";
  }
  return text + "; a larger budget may find one.";
}

Verdict search_verdict(const SessionFound& found) {
  Verdict verdict;
  verdict.answer = found.answer;
  verdict.work = found.work;
  verdict.operations = found.operations;
  verdict.core = found.operations;
  return verdict;
}

Verdict judge_registers(const History& history, const Options& options,
                        const SessionChecks& checks) {
  if (options.version_order.empty()) {
    return check_by_reads(history, options, checks.in_any_order, checks.holds);
  }
  return check_by_reads(history, options, checks.in_known_order, checks.holds);
}

}  // namespace

Verdict decide_session(const History& recorded, const Options& options,
                       const SessionChecks& checks) {
  const History history = with_known_outcomes(recorded, options);
  Verdict verdict;
  SessionFound found;
  if (are_accesses(history, options)) {
    verdict = judge_registers(history, options, checks);
  } else {
    found = search_session(history, options, checks.guarantee);
    verdict = search_verdict(found);
  }
  switch (verdict.answer) {
    case Answer::holds: verdict.why = std::string(checks.holds) + reading_text(options); break;
    case Answer::violated:
      verdict.why = violated_text(recorded, verdict.reason) + reading_text(options);
      break;
    case Answer::undecided: verdict.why = undecided_text(options, found); break;
  }
  return verdict;
}

// A search names evidence of its own, which stays where the budget for a smaller one ran out.
Verdict explain_session(const History& history, const Options& options, Decide decide) {
  const Verdict decided = decide(history, options);
  const bool told = decided.answer == Answer::violated && options.explain_steps_max > 0;
  Verdict verdict = explained(history, options, decide, nullptr, decided);
  if (!told) return verdict;
  const bool searched = !are_accesses(history, options) && !decided.operations.empty();
  if (searched && decided.operations.size() < verdict.operations.size()) return decided;
  if (verdict.why.empty()) return verdict;
  verdict.why.pop_back();  // the full stop
  verdict.why += reading_text(options);
  return verdict;
}

}  // namespace caplab::check
