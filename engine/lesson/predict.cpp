// What was predicted against what happened in the run.
#include <algorithm>

#include "engine/lesson/grade.h"

namespace caplab::lesson {
namespace {

bool shows_value(const Operation& op, std::optional<std::int64_t> value) {
  if (!value) return true;
  const std::vector<object::Number> values = object::values_of(op.answer.shown.content);
  return std::find(values.begin(), values.end(), *value) != values.end();
}

bool ended_as(const Operation& op, const Condition& condition) {
  if (op.returned == kNever) return false;
  switch (condition.ended) {
    case Condition::Ended::accepted:
      return op.outcome == Outcome::ok && op.answer.accepted && shows_value(op, condition.shows);
    case Condition::Ended::declined: return op.outcome == Outcome::ok && !op.answer.accepted;
    case Condition::Ended::refused: return op.outcome == Outcome::fail;
    case Condition::Ended::unknown: return op.outcome == Outcome::unknown;
  }
  return false;
}

// What the call named: with a lease of fixed length, what its holder means to write.
std::int64_t amount_named(const object::Request& request) {
  const bool leased = request.verb == object::Verb::acquire && request.expected != 0;
  return leased ? request.expected : request.amount;
}

// The calls that a condition counts, in order of their returns.
std::vector<const Operation*> counted(const Condition& condition, const Log& log) {
  std::vector<const Operation*> ops;
  for (const Operation& op : log.operations) {
    if (op.operation != condition.operation) continue;
    const std::int64_t amount = amount_named(op.request);
    if (amount == condition.amount.value_or(amount)) ops.push_back(&op);
  }
  std::stable_sort(ops.begin(), ops.end(), [](const Operation* a, const Operation* b) {
    return a->returned < b->returned;
  });
  return ops;
}

}  // namespace

bool holds(const Condition& condition, const Log& log) {
  const std::vector<const Operation*> ops = counted(condition, log);
  const auto count = std::count_if(ops.begin(), ops.end(),
                                   [&](const Operation* op) { return ended_as(*op, condition); });
  return count >= condition.min && count <= condition.max;
}

namespace {

bool is_true(const Prediction::Option& option, const Log& log) {
  return std::all_of(option.when.begin(), option.when.end(),
                     [&](const Condition& condition) { return holds(condition, log); });
}

struct Moment {
  Time at = kNever;
  OpId op = kNoOp;
};

// The return after which `condition` could no longer come true: one too many, or too few left.
Moment refutation(const Condition& condition, const Log& log) {
  const std::vector<const Operation*> ops = counted(condition, log);
  auto possible = static_cast<std::int64_t>(ops.size());
  if (possible < condition.min) return {};  // what refutes it is a call that was never made
  std::int64_t so = 0;
  for (const Operation* op : ops) {
    if (op->returned == kNever) break;
    const bool ended_so = ended_as(*op, condition);
    so += ended_so ? 1 : 0;
    possible -= ended_so ? 0 : 1;
    if (so > condition.max || possible < condition.min) return {op->returned, op->op};
  }
  return {};
}

// Of several refutations the first; the end of the run where only that refutes.
Moment refutation(const Prediction::Option& option, const Log& log) {
  Moment first;
  for (const Condition& condition : option.when) {
    const Moment moment = refutation(condition, log);
    if (moment.at < first.at) first = moment;
  }
  if (first.at == kNever && !log.events.empty()) first.at = log.events.back().at;
  return first;
}

}  // namespace

PredictionResult check_prediction(const Prediction& prediction, std::size_t picked,
                                  const Log& log) {
  PredictionResult result;
  const auto& options = prediction.options;
  const auto happened =
      std::find_if(options.begin(), options.end(),
                   [&](const Prediction::Option& option) { return is_true(option, log); });
  result.happened = static_cast<std::size_t>(happened - options.begin());
  if (is_true(options[picked], log)) return result;
  const Moment moment = refutation(options[picked], log);
  result.refuted_at = moment.at;
  result.op = moment.op;
  return result;
}

}  // namespace caplab::lesson
