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
  std::size_t first_to_return() const;

  const Problem& problem_;
  std::int64_t steps_left_;
  std::vector<bool> in_order_;
  std::vector<std::size_t> order_;
  std::vector<Misfit> misfits_;
  std::vector<std::size_t> fitted_;
  std::size_t stuck_ = kNoOperation;
};

// Among the certain actions that are missing; earlier ones first among equals.
std::size_t Walk::first_to_return() const {
  std::size_t first = kNoOperation;
  for (std::size_t i = 0; i < problem_.certain; ++i) {
    if (in_order_[i]) continue;
    const bool earlier =
        first == kNoOperation || problem_.actions[i].returned < problem_.actions[first].returned;
    if (earlier) first = i;
  }
  return first;
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
  const std::size_t first = first_to_return();
  if (first == kNoOperation) return;
  const std::int64_t deadline = problem_.actions[first].returned;
  if (stuck_ == kNoOperation || deadline > problem_.actions[stuck_].returned) stuck_ = first;
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
  ends.stuck = stuck_;
  const auto is_stuck = [this](std::size_t action) { return action == stuck_; };
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
