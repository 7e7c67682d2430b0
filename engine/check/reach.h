// Whether updates that are still to come can lead an object to what a read has shown. Only a "no"
// is certain: it saves a search the rest of a way that leads nowhere.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/options.h"
#include "engine/check/problem.h"

namespace caplab::check {

class Reach {
 public:
  // REQUIRES: `read` is a read of the problem, of an object of `type`. Both must outlive it.
  Reach(const Problem& problem, history::ObjectType type, const Action& read);

  // What may come or not, and what will come, in any order.
  struct Left {
    std::vector<const Action*> may;
    std::vector<const Action*> must;
  };
  bool is_possible(const std::int64_t* state, const Left& left) const;

  // Moves to what will come all that can bring something that is shown and not there yet: at least
  // one of those that do the same must. (Of a set or a log; of others nothing is said.)
  void settle(const std::int64_t* state, Left& left) const;

 private:
  bool sets_right(const std::int64_t* state, const Action& action) const;
  bool continues(std::int64_t state, const Action& action) const;
  bool sum_is_possible(std::int64_t state, const Left& left) const;
  bool elements_are_possible(const std::int64_t* state, const Left& left) const;
  bool entries_are_possible(std::ptrdiff_t place, const Left& left) const;
  bool path_is_possible(std::int64_t state, const Left& left) const;

  const Problem* problem_;
  history::ObjectType type_;
  const Action* read_;
  std::vector<std::int64_t> path_;  // log, kv: the nodes from the root to what was shown
};

}  // namespace caplab::check
