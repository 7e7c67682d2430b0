// Plain recursion, as deep as there are actions.
#include "engine/check/orders.h"

#include <algorithm>

namespace caplab::check {
namespace {

class Walk {
 public:
  Walk(const Problem& problem, std::int64_t steps_max)
      : problem_(problem), steps_left_(steps_max), in_order_(problem.actions.size(), false) {}

  Ends ends();

 private:
  void visit(const std::vector<std::int64_t>& state);
  void try_next(std::size_t action, const std::vector<std::int64_t>& state);
  std::int64_t first_return() const;
  std::size_t stuck() const;

  const Problem& problem_;
  std::int64_t steps_left_;
  std::vector<bool> in_order_;
  std::vector<std::size_t> order_;
  std::vector<Misfit> misfits_;
  std::vector<std::size_t> fitted_;
  std::int64_t reached_ = kBeforeAll;  // what returned before is in the best order
};

// Of the certain actions that are missing; kNotReturned where none is.
std::int64_t Walk::first_return() const {
  std::int64_t first = history::kNotReturned;
  for (std::size_t i = 0; i < problem_.certain; ++i) {
    if (!in_order_[i]) first = std::min(first, problem_.actions[i].returned);
  }
  return first;
}

// Among those that return where the best order ends, the one that did not fit.
std::size_t Walk::stuck() const {
  for (const Misfit& misfit : misfits_) {
    if (problem_.actions[misfit.action].returned == reached_) return misfit.action;
  }
  return kNoOperation;
}

void Walk::try_next(std::size_t action, const std::vector<std::int64_t>& state) {
  std::vector<std::int64_t> next(state.size());
  if (!problem_.step(problem_, problem_.actions[action], state.data(), next.data())) {
    if (problem_.actions[action].certain) misfits_.push_back({action, order_});
    return;
  }
  fitted_.push_back(action);
  in_order_[action] = true;
  order_.push_back(action);
  visit(next);
  order_.pop_back();
  in_order_[action] = false;
}

void Walk::visit(const std::vector<std::int64_t>& state) {
  const std::int64_t deadline = first_return();
  reached_ = std::max(reached_, deadline);
  if (deadline == history::kNotReturned) return;
  for (std::size_t i = 0; i < problem_.actions.size(); ++i) {
    if (in_order_[i] || problem_.actions[i].called > deadline) continue;
    if (--steps_left_ < 0) return;
    try_next(i, state);
  }
}

Ends Walk::ends() {
  visit(problem_.start);
  Ends ends;
  ends.complete = steps_left_ >= 0;
  ends.stuck = stuck();
  const auto is_stuck = [&ends](std::size_t action) { return action == ends.stuck; };
  ends.only_stuck_misfits = std::none_of(fitted_.begin(), fitted_.end(), is_stuck);
  for (Misfit& misfit : misfits_) {
    if (!is_stuck(misfit.action)) ends.only_stuck_misfits = false;
    if (is_stuck(misfit.action)) ends.misfits.push_back(std::move(misfit));
  }
  return ends;
}

}  // namespace

Ends walk_orders(const Problem& problem, std::int64_t steps_max) {
  return Walk(problem, steps_max).ends();
}

}  // namespace caplab::check
