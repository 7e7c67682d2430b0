// Two counts for each tracked state.
#include "engine/check/needs.h"

namespace caplab::check {

Needs::Needs(const Problem& problem)
    : problem_(problem), needs_left_(problem.tracked, 0), makes_left_(problem.tracked, 0) {
  for (const Action& action : problem.actions) count(action, 1);
}

void Needs::count(const Action& action, int change) {
  if (action.certain && action.observes) observations_left_ += static_cast<std::size_t>(change);
  if (problem_.tracked == 0) return;
  if (action.certain && action.needs != kNoState) {
    needs_left_[static_cast<std::size_t>(action.needs)] += change;
  }
  if (action.makes != kNoState) makes_left_[static_cast<std::size_t>(action.makes)] += change;
}

bool Needs::forbid(const Action& action, std::int64_t from, std::int64_t to) const {
  if (problem_.tracked == 0 || from == to || from < 0) return false;
  if (problem_.lost_for_good && to == Trie::kNowhere && observations_left_ > 0) return true;
  const auto at = static_cast<std::size_t>(from);
  const int own_need = action.certain && action.needs == from ? 1 : 0;
  const int own_make = action.makes == from ? 1 : 0;
  return needs_left_[at] > own_need && makes_left_[at] == own_make;
}

}  // namespace caplab::check
