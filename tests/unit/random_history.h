// Random histories of a few operations, each from one seed: half of them truthful (some order
// explains them), the others with something changed.
#pragma once
#include <cstdint>
#include <string>

#include "engine/base/rng.h"
#include "engine/check/options.h"
#include "engine/history/history.h"

namespace caplab::test {

struct RandomHistory {
  history::History history;
  check::Options options;
  bool truthful = false;
};

struct Shape {
  int operations_max = 7;
  int processes_max = 4;
  int keys_max = 2;
  std::int64_t values_max = 3;  // few values repeat, many are told apart
  Ratio unknown{1, 6};
};

RandomHistory random_history(std::uint64_t seed, history::ObjectType type, const Shape& shape);

// The history as a file, and what to call to see it again, for the message of a failing test.
std::string replay_text(const RandomHistory& made, std::uint64_t seed, const std::string& test);

// Calls run(seed) for `count` seeds from `first`, or for as many as the environment's
// CAPLAB_HISTORIES says, or only for the one in CAPLAB_SEED: that is how a failure is replayed.
template <typename Run>
void for_seeds(std::uint64_t first, std::uint64_t count, Run run);

std::uint64_t seed_to_replay();                     // 0: none
std::uint64_t seeds_wanted(std::uint64_t usually);  // how many

template <typename Run>
void for_seeds(std::uint64_t first, std::uint64_t count, Run run) {
  const std::uint64_t only = seed_to_replay();
  if (only != 0) {
    run(only);
    return;
  }
  const std::uint64_t end = first + seeds_wanted(count);
  for (std::uint64_t seed = first; seed < end; ++seed) run(seed);
}

}  // namespace caplab::test
