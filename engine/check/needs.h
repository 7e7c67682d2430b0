// Which states of one object some operations still have to find, and which ones can still be
// brought about: a state that is needed and cannot come back must not be left.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/problem.h"

namespace caplab::check {

class Needs {
 public:
  // Of all actions of the problem, which must outlive it.
  explicit Needs(const Problem& problem);

  void put_next(const Action& action) { count(action, -1); }
  void take_back(const Action& action) { count(action, 1); }

  // Whether going from one state to the other by `action`, which is not put yet, leads nowhere.
  bool forbid(const Action& action, std::int64_t from, std::int64_t to) const;

 private:
  void count(const Action& action, int change);

  const Problem& problem_;
  std::size_t observations_left_ = 0;
  std::vector<std::int32_t> needs_left_;  // by tracked state: certain actions that must find it
  std::vector<std::int32_t> makes_left_;  // and actions that can bring it about
};

}  // namespace caplab::check
