// Orders of versions for random histories, as a system might have had them.
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/base/rng.h"
#include "engine/history/history.h"

namespace caplab::test {

// Mostly the updates of each key in order of their calls, some exchanged with a neighbour. Of those
// of unknown outcome every other one.
inline std::vector<std::vector<std::uint32_t>> random_version_order(const history::History& history,
                                                                    std::uint64_t seed) {
  Rng rng(seed, 77);
  std::vector<std::vector<std::uint32_t>> order(1);
  for (std::uint32_t i = 0; i < history.operations.size(); ++i) {
    const history::Operation& op = history.operations[i];
    const auto key = static_cast<std::size_t>(op.key);
    order.resize(std::max(order.size(), key + 1));
    const bool happened = op.outcome == history::Outcome::ok ||
                          (op.outcome == history::Outcome::unknown && rng.chance({1, 2}));
    if (happened && op.accepted && !history::is_read(op.function)) order[key].push_back(i);
  }
  for (std::vector<std::uint32_t>& versions : order) {
    for (std::size_t i = 1; i < versions.size(); ++i) {
      if (rng.chance({1, 4})) std::swap(versions[i - 1], versions[i]);
    }
  }
  return order;
}

}  // namespace caplab::test
