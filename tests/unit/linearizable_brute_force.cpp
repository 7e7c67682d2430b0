// Definition by definition: an order, real time, results explained.
#include "tests/unit/linearizable_brute_force.h"

#include <algorithm>
#include <map>
#include <vector>

#include "tests/unit/plain_object.h"

namespace caplab::test {
namespace {

using check::Options;
using history::Function;
using history::History;
using history::Operation;
using history::Outcome;

using Objects = std::map<std::int32_t, PlainObject>;

bool happened(const Operation& op, const Options& options) {
  if (op.outcome != Outcome::fail) return true;
  return op.function == Function::cas && options.failed_cas == check::FailedCas::mismatch;
}

struct Attempt {
  const History& history;
  const Options& options;
  std::vector<const Operation*> left;
};

bool must_wait(const Attempt& attempt, const Operation& op) {
  return std::any_of(attempt.left.begin(), attempt.left.end(), [&op](const Operation* other) {
    return other->outcome != Outcome::unknown && other->returned < op.called;
  });
}

bool orders_exist(const Attempt& attempt, const Objects& objects) {
  const bool done = std::all_of(attempt.left.begin(), attempt.left.end(), [](const Operation* op) {
    return op->outcome == Outcome::unknown;
  });
  if (done) return true;
  for (std::size_t i = 0; i < attempt.left.size(); ++i) {
    const Operation& op = *attempt.left[i];
    if (must_wait(attempt, op)) continue;
    Objects after = objects;
    if (!explains(attempt.history, attempt.options, after[op.key], op)) continue;
    Attempt rest = attempt;
    rest.left.erase(rest.left.begin() + static_cast<std::ptrdiff_t>(i));
    if (orders_exist(rest, after)) return true;
  }
  return false;
}

}  // namespace

bool linearizable_brute_force(const History& history, const Options& options) {
  Attempt attempt{history, options, {}};
  Objects objects;
  for (const Operation& op : history.operations) {
    if (!happened(op, options)) continue;
    attempt.left.push_back(&op);
    objects[op.key] = plain_start(history, options);
  }
  return orders_exist(attempt, objects);
}

}  // namespace caplab::test
