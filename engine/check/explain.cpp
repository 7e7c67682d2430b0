// Shrinks, walks the orders of what is left, and says in one sentence where they end.
#include "engine/check/explain.h"

#include <algorithm>
#include <string>

#include "engine/base/text.h"
#include "engine/check/content.h"
#include "engine/check/orders.h"
#include "engine/check/shrink.h"

namespace caplab::check {
namespace {

using history::Function;
using history::History;
using history::Operation;

constexpr std::size_t kFoundMax = 3;             // contents named in a sentence
constexpr std::int64_t kOrderStepsMax = 50'000;  // beyond these, a sentence names none

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

// `other_results`: orders are ruled out by other results than the stuck operation's, too.
std::string sentence(const History& history, const Options& options, const Verdict& verdict,
                     bool other_results) {
  const std::string count = std::to_string(verdict.operations.size());
  if (verdict.stuck == kNoOperation) {
    return "No order of these " + count + " operations respects time and explains every result.";
  }
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

}  // namespace

void explain(const History& history, const Options& options, std::span<const Part> parts,
             Verdict& verdict) {
  const Evidence evidence = shrink(history, options, parts, options.explain_steps_max);
  verdict.core.assign(evidence.core.begin(), evidence.core.end());
  verdict.operations = verdict.core;
  verdict.operations.insert(verdict.operations.end(), evidence.support.begin(),
                            evidence.support.end());
  std::sort(verdict.operations.begin(), verdict.operations.end());
  std::vector<Part> shown;
  for (const std::size_t at : verdict.operations) {
    shown.push_back({.operation = static_cast<std::uint32_t>(at)});
  }
  const Problem problem = make_problem(history, options, shown);
  const Ends ends = walk_orders(problem, kOrderStepsMax);
  if (ends.complete && ends.stuck != kNoOperation) {
    verdict.stuck = problem.actions[ends.stuck].operation;
    verdict.found = contents_found(history, options, problem, ends);
  }
  verdict.why = sentence(history, options, verdict, !ends.only_stuck_misfits);
}

}  // namespace caplab::check
