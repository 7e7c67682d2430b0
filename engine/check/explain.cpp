// Shrinks, walks the orders of what is left, and says in one sentence where they end.
#include "engine/check/explain.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/check/content.h"
#include "engine/check/deduction.h"
#include "engine/check/evidence.h"
#include "engine/check/orders.h"
#include "engine/check/phrases.h"
#include "engine/check/search.h"
#include "engine/check/shrink.h"

namespace caplab::check {
namespace {

using history::Function;
using history::History;
using history::Operation;

constexpr std::size_t kWalkedMax = 12;           // operations whose orders are walked
constexpr std::int64_t kOrderStepsMax = 50'000;  // beyond either, a sentence names no content

std::vector<std::string> contents_found(const History& history, const Options& options,
                                        const Problem& problem, const Ends& ends) {
  std::vector<std::string> found;
  for (const Misfit& misfit : ends.misfits) {
    std::vector<std::size_t> order;
    for (const std::size_t action : misfit.order) {
      order.push_back(problem.actions[action].operation);
    }
    std::string content = content_after(history, options, order);
    if (std::find(found.begin(), found.end(), content) == found.end()) {
      found.push_back(std::move(content));
    }
  }
  return found;
}

std::string no_order_text(const Verdict& verdict) {
  return "No order of these " + std::to_string(verdict.operations.size()) +
         " operations respects time and explains every result";
}

std::vector<Part> parts_of(const std::vector<std::size_t>& operations) {
  std::vector<Part> parts;
  for (const std::size_t at : operations) {
    parts.push_back({.operation = static_cast<std::uint32_t>(at)});
  }
  return parts;
}

// `other_results`: orders are ruled out by other results than the stuck operation's, too.
std::string sentence(const History& history, const Options& options, const Verdict& verdict,
                     bool other_results) {
  const std::string count = std::to_string(verdict.operations.size());
  const Operation& op = history.operations[verdict.stuck];
  const std::string object = object_text(history, options, op);
  const std::string claim = claim_text(history, op);
  if (verdict.operations.size() == 1) {
    return "No order of the other operations explains that " + claim + ": " + object +
           " starts with " + verdict.found.front() + ".";
  }
  return "In every order of these " + count + " operations that respects time" +
         (other_results ? " and explains the earlier results" : "") + ", " + object + " holds " +
         found_text(verdict.found) + " at that point, but " + claim + ".";
}

bool can_misfit(const Action& action) {
  return action.observes || action.function == Function::cas ||
         action.function == Function::withdraw;
}

// For few operations: all their orders, and what the object holds where they end.
void tell_orders(const History& history, const Options& options, const Problem& problem,
                 Verdict& verdict) {
  const Ends ends = walk_orders(problem, kOrderStepsMax);
  if (!ends.complete || ends.stuck == kNoOperation) return;
  verdict.stuck = problem.actions[ends.stuck].operation;
  verdict.found = contents_found(history, options, problem, ends);
  verdict.why = sentence(history, options, verdict, !ends.only_stuck_misfits);
}

// For many: only where the best order ends.
void tell_best_order(const History& history, const Options& options, Problem problem,
                     Verdict& verdict) {
  // Without foresight the search goes on until something does not fit.
  problem.tracked = 0;
  problem.lost_for_good = false;
  problem.hopeless = kNoAction;
  const Found found = search(problem, options.explain_steps_max);
  if (found.answer != Answer::violated) return;
  const auto stuck =
      std::find_if(problem.actions.begin(), problem.actions.end(), [&found](const Action& action) {
        return action.returned == found.reached && can_misfit(action);
      });
  if (stuck == problem.actions.end()) return;
  verdict.stuck = stuck->operation;
  verdict.why = no_order_text(verdict) + ": the best order ends before " +
                claim_text(history, history.operations[verdict.stuck]) + ".";
}

// Without a chain: what must come before the operation that fits nowhere, and what after it.
void tell_times(const History& history, Verdict& verdict) {
  if (verdict.stuck == kNoOperation || verdict.found.empty()) return;
  verdict.reason.contradiction = Contradiction::unfitting;
  verdict.reason.read = verdict.stuck;
  const Operation& stuck = history.operations[verdict.stuck];
  for (const std::size_t i : verdict.operations) {
    const Operation& op = history.operations[i];
    Link link{i, verdict.stuck, Because::time, kNoOperation};
    if (op.returned < stuck.called) verdict.reason.chain.push_back(link);
    std::swap(link.before, link.after);
    if (stuck.returned < op.called) verdict.reason.chain.push_back(link);
  }
}

}  // namespace

void explain(const History& history, const Options& options, std::span<const Part> parts,
             std::int64_t reached, Verdict& verdict) {
  const Evidence evidence = shrink(history, options, parts, reached);
  verdict.core.assign(evidence.core.begin(), evidence.core.end());
  verdict.operations = verdict.core;
  verdict.operations.insert(verdict.operations.end(), evidence.support.begin(),
                            evidence.support.end());
  if (options.explain_steps_max > 0)
    verdict.reason = deduce(history, options, verdict.core, kRealTime);
  for (const std::size_t named : operations_of(verdict.reason)) {
    verdict.operations.push_back(named);
  }
  std::sort(verdict.operations.begin(), verdict.operations.end());
  verdict.operations.erase(std::unique(verdict.operations.begin(), verdict.operations.end()),
                           verdict.operations.end());
  verdict.why = no_order_text(verdict) + ".";
  if (options.explain_steps_max <= 0) return;
  const Problem problem = make_problem(history, options, parts_of(verdict.operations));
  if (verdict.operations.size() <= kWalkedMax) tell_orders(history, options, problem, verdict);
  if (verdict.stuck == kNoOperation) tell_best_order(history, options, problem, verdict);
  if (verdict.reason.contradiction == Contradiction::none) tell_times(history, verdict);
}

}  // namespace caplab::check
