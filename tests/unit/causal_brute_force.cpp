// A causal order is built by placing one operation after the other, each with every set of earlier
// ones that it may know of. Results of others than the model speaks of are not looked at: then an
// update has the effect that its caller was told.
#include "tests/unit/causal_brute_force.h"

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "tests/unit/plain_object.h"

namespace caplab::test {
namespace {

using check::Options;
using history::Function;
using history::History;
using history::Operation;
using history::Outcome;

using Mask = std::uint32_t;
using Objects = std::map<std::int32_t, PlainObject>;

Mask bit(std::size_t i) { return Mask{1} << i; }

class Twin {
 public:
  Twin(Clockless model, const History& history, const Options& options)
      : model_(model), history_(history), options_(options) {}

  bool holds(std::vector<Operation> told);

 private:
  Objects start() const;
  bool perform(Objects& objects, const Operation& op, bool looked_at) const;
  bool is_next(std::size_t i, Mask placed) const;
  bool replays(const std::vector<std::size_t>& order, Mask known, std::size_t last) const;
  bool some_order_explains(Mask left, Mask looked_at, Mask placed, const Objects& objects) const;
  bool explained(std::size_t i, Mask known) const;
  bool place(Mask placed);
  bool place(std::size_t i, Mask placed);
  bool own_order_exists(std::int64_t process) const;
  Mask own(std::int64_t process) const;

  Clockless model_;
  const History& history_;
  const Options& options_;
  std::vector<Operation> told_;
  std::vector<Mask> past_;  // by operation: what it knows of, without itself
  std::vector<std::size_t> order_;
  std::set<std::vector<Mask>> failed_;
};

Objects Twin::start() const {
  Objects objects;
  for (const Operation& op : told_) objects[op.key] = plain_start(history_, options_);
  return objects;
}

// A refused compare-and-set that is not looked at has no effect, an accepted one is a write.
bool Twin::perform(Objects& objects, const Operation& op, bool looked_at) const {
  PlainObject& object = objects[op.key];
  if (looked_at) return explains(history_, options_, object, op);
  if (op.function == Function::cas) {
    const bool accepted = op.accepted && op.outcome != Outcome::fail;
    if (accepted) object.value = op.argument2;
  } else if (!history::is_read(op.function)) {
    explains(history_, options_, object, op);
  }
  return true;
}

Mask Twin::own(std::int64_t process) const {
  Mask own = 0;
  for (std::size_t i = 0; i < told_.size(); ++i) {
    if (told_[i].process == process) own |= bit(i);
  }
  return own;
}

// Whether all that its process did before is placed.
bool Twin::is_next(std::size_t i, Mask placed) const {
  if ((placed & bit(i)) != 0) return false;
  const Mask before = own(told_[i].process) & (bit(i) - 1);
  return (before & ~placed) == 0;
}

// Whether what is known, in this order, leaves what the last one was told.
bool Twin::replays(const std::vector<std::size_t>& order, Mask known, std::size_t last) const {
  Objects objects = start();
  for (const std::size_t i : order) {
    if ((known & bit(i)) != 0) perform(objects, told_[i], false);
  }
  return perform(objects, told_[last], true);
}

// Some order of `left` that respects what each knew of.
bool Twin::some_order_explains(Mask left, Mask looked_at, Mask placed,
                               const Objects& objects) const {
  if (left == 0) return true;
  for (std::size_t i = 0; i < told_.size(); ++i) {
    if ((left & bit(i)) == 0 || (past_[i] & ~placed) != 0) continue;
    Objects after = objects;
    if (!perform(after, told_[i], (looked_at & bit(i)) != 0)) continue;
    if (some_order_explains(left & ~bit(i), looked_at, placed | bit(i), after)) return true;
  }
  return false;
}

bool Twin::explained(std::size_t i, Mask known) const {
  if (model_ == Clockless::causal_convergence) return replays(order_, known, i);
  const bool memory = model_ == Clockless::causal_memory;
  const Mask looked_at = bit(i) | (memory ? own(told_[i].process) : 0);
  return some_order_explains(known | bit(i), looked_at, 0, start());
}

bool Twin::place(std::size_t i, Mask placed) {
  const Mask must = own(told_[i].process) & (bit(i) - 1);
  for (Mask known = 0; known <= placed; ++known) {
    if ((known & ~placed) != 0 || (must & ~known) != 0) continue;
    bool closed = true;
    for (std::size_t j = 0; j < told_.size(); ++j) {
      if ((known & bit(j)) != 0 && (past_[j] & ~known) != 0) closed = false;
    }
    if (!closed) continue;
    past_[i] = known;
    bool holds = explained(i, known);
    order_.push_back(i);
    holds = holds && place(placed | bit(i));
    order_.pop_back();
    past_[i] = 0;
    if (holds) return true;
  }
  return false;
}

bool Twin::place(Mask placed) {
  if (order_.size() == told_.size()) return true;
  std::vector<Mask> state = past_;
  state.push_back(placed);
  // Where operations have one order for all, that belongs to what failed.
  if (model_ == Clockless::causal_convergence) {
    for (const std::size_t i : order_) state.push_back(static_cast<Mask>(i));
  }
  if (failed_.contains(state)) return false;
  for (std::size_t i = 0; i < told_.size(); ++i) {
    if (is_next(i, placed) && place(i, placed)) return true;
  }
  failed_.insert(state);
  return false;
}

// One order of all updates and the process's own operations that explains the latter.
bool Twin::own_order_exists(std::int64_t process) const {
  const Mask all = bit(told_.size()) - 1;
  return some_order_explains(all, own(process), 0, start());
}

bool Twin::holds(std::vector<Operation> told) {
  told_ = std::move(told);
  past_.assign(told_.size(), 0);
  if (model_ != Clockless::pram && model_ != Clockless::sequential) return place(0);
  for (std::size_t i = 0; i < told_.size(); ++i) past_[i] = own(told_[i].process) & (bit(i) - 1);
  if (model_ == Clockless::sequential) {
    const Mask all = bit(told_.size()) - 1;
    return some_order_explains(all, all, 0, start());
  }
  for (const Operation& op : told_) {
    if (!own_order_exists(op.process)) return false;
  }
  return true;
}

bool happened(const Operation& op, const Options& options) {
  if (op.outcome != Outcome::fail) return true;
  return op.function == Function::cas && options.failed_cas == check::FailedCas::mismatch;
}

}  // namespace

bool brute_force(Clockless model, const History& history, const Options& options) {
  std::vector<Operation> certain;
  std::vector<Operation> unknown;
  for (const Operation& op : history.operations) {
    if (!happened(op, options)) continue;
    if (op.outcome == Outcome::unknown && history::is_read(op.function)) continue;
    (op.outcome == Outcome::unknown ? unknown : certain).push_back(op);
  }
  for (Mask taken = 0; taken < bit(unknown.size()); ++taken) {
    std::vector<Operation> told = certain;
    for (std::size_t i = 0; i < unknown.size(); ++i) {
      if ((taken & bit(i)) == 0) continue;
      told.push_back(unknown[i]);
      told.back().outcome = Outcome::ok;
      told.back().accepted = true;
    }
    if (Twin(model, history, options).holds(told)) return true;
  }
  return false;
}

}  // namespace caplab::test
