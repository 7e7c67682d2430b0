// Shrinks, walks the orders of what is left, and says in one sentence where they end.
#include "engine/check/explain.h"

#include <algorithm>
#include <string>

#include "engine/base/text.h"
#include "engine/check/content.h"
#include "engine/check/orders.h"
#include "engine/check/search.h"
#include "engine/check/shrink.h"

namespace caplab::check {
namespace {

using history::Function;
using history::History;
using history::Operation;

constexpr std::size_t kFoundMax = 3;             // contents named in a sentence
constexpr std::size_t kWalkedMax = 12;           // operations whose orders are walked
constexpr std::int64_t kOrderStepsMax = 50'000;  // beyond either, a sentence names no content

std::string object_text(const History& history, const Options& options, const Operation& op) {
  const bool kv = options.object == history::ObjectType::kv;
  const std::string type = kv ? "key" : std::string(name_of(options.object));
  if (history.key_names.empty()) return "the " + type;
  return type + " " + history.key_names[static_cast<std::size_t>(op.key)].text;
}

std::string result_text(const History& history, const Operation& op) {
  if (!op.results) return value_text(history, op.result);
  std::vector<std::string> texts;
  for (const history::Value value : *op.results) texts.push_back(value_text(history, value));
  return "[" + join(texts, ", ") + "]";
}

// What the operation claims to have met, as a clause: "process 2 read 1".
std::string claim_text(const History& history, const Operation& op) {
  const std::string process = "process " + std::to_string(op.process);
  const std::string argument = value_text(history, op.argument);
  switch (op.function) {
    case Function::cas:
      return process + "'s compare-and-set " +
             (op.accepted && op.outcome == history::Outcome::ok ? "found " : "did not find ") +
             argument;
    case Function::withdraw:
      return process + (op.accepted ? " was paid " : " was declined ") + argument;
    default: return process + " read " + result_text(history, op);
  }
}

std::string found_text(const std::vector<std::string>& found) {
  if (found.size() > kFoundMax) {
    const std::vector<std::string> some(found.begin(), found.begin() + kFoundMax);
    return join(some, ", ") + " or something else";
  }
  return join(found, " or ");
}

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

}  // namespace

void explain(const History& history, const Options& options, std::span<const Part> parts,
             std::int64_t reached, Verdict& verdict) {
  const Evidence evidence = shrink(history, options, parts, reached);
  verdict.core.assign(evidence.core.begin(), evidence.core.end());
  verdict.operations = verdict.core;
  verdict.operations.insert(verdict.operations.end(), evidence.support.begin(),
                            evidence.support.end());
  std::sort(verdict.operations.begin(), verdict.operations.end());
  verdict.why = no_order_text(verdict) + ".";
  if (options.explain_steps_max <= 0) return;
  const Problem problem = make_problem(history, options, parts_of(verdict.operations));
  if (verdict.operations.size() <= kWalkedMax) tell_orders(history, options, problem, verdict);
  if (verdict.stuck == kNoOperation) tell_best_order(history, options, problem, verdict);
}

}  // namespace caplab::check
