// Which updates some results may come from. Any other update of which nothing else is known might
// as well never have happened.
#pragma once
#include <cstddef>
#include <utility>
#include <vector>

#include "engine/check/options.h"
#include "engine/history/history.h"

namespace caplab::check {

class Sources {
 public:
  // Of the history's operations, which must outlive it.
  Sources(const history::History& history, const Options& options);

  // In order of their calls. What a compare-and-set among them must have found counts, too.
  std::vector<std::size_t> of(const std::vector<std::size_t>& operations) const;

 private:
  void add(std::size_t operation, std::vector<std::size_t>& found) const;

  const history::History& history_;
  const bool by_value_;  // results come from writes of the same value, else from all of the key
  // What is written, and by which operation: by key and value, or by key alone.
  std::vector<std::pair<std::pair<std::int32_t, history::Value>, std::size_t>> updates_;
};

}  // namespace caplab::check
