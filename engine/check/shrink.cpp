// First the shortest beginning of the history that is violated; then large pieces of that, halved
// until they are single operations (after Zeller & Hildebrandt 2002). Freeing instead of removing
// keeps the evidence honest: with its write removed, any read would look violated.
#include "engine/check/shrink.h"

#include <algorithm>
#include <utility>

#include "engine/check/search.h"

namespace caplab::check {
namespace {

// No single attempt may eat the whole budget.
constexpr std::int64_t kAttemptsAtLeast = 8;

struct Shrinking {
  const history::History& history;
  const Options& options;
  std::vector<Part> kept;
  std::vector<Part> freed;
  std::int64_t steps_left;
  std::int64_t attempt_steps_max;
};

// When an operation's outcome became known; one that never returned counts from its call.
std::int64_t end_of(const history::Operation& op) {
  return op.outcome == history::Outcome::unknown ? op.called : op.returned;
}

void sort_by_end(Shrinking& shrinking) {
  const auto key = [&shrinking](const Part& part) {
    return std::pair(end_of(shrinking.history.operations[part.operation]), part.operation);
  };
  std::sort(shrinking.kept.begin(), shrinking.kept.end(),
            [&key](const Part& a, const Part& b) { return key(a) < key(b); });
}

// An attempt costs at least its set-up, so that the budget bounds the number of attempts.
bool violated(Shrinking& shrinking, const std::vector<Part>& parts) {
  const std::int64_t steps = std::min(shrinking.steps_left, shrinking.attempt_steps_max);
  const Found found = search(make_problem(shrinking.history, shrinking.options, parts), steps);
  shrinking.steps_left -= found.work + static_cast<std::int64_t>(parts.size());
  return found.answer == Answer::violated;
}

// Frees the kept ones in [begin, end) if what is left is violated then; returns whether it did.
bool try_to_free(Shrinking& shrinking, std::size_t begin, std::size_t end) {
  std::vector<Part> parts = shrinking.kept;
  for (std::size_t i = begin; i < end; ++i) parts[i].freed = true;
  parts.insert(parts.end(), shrinking.freed.begin(), shrinking.freed.end());
  if (!violated(shrinking, parts)) return false;
  const auto at = [&](std::size_t i) {
    return shrinking.kept.begin() + static_cast<std::ptrdiff_t>(i);
  };
  for (std::size_t i = begin; i < end; ++i) {
    shrinking.freed.push_back({.operation = shrinking.kept[i].operation, .freed = true});
  }
  shrinking.kept.erase(at(begin), at(end));
  return true;
}

// The more operations bind, the less fits: the shortest violated beginning is found by halving.
void free_end(Shrinking& shrinking) {
  std::size_t too_short = 0;
  while (shrinking.kept.size() - too_short > 1 && shrinking.steps_left > 0) {
    const std::size_t middle = too_short + (shrinking.kept.size() - too_short) / 2;
    if (!try_to_free(shrinking, middle, shrinking.kept.size())) too_short = middle;
  }
}

// Tries all pieces of `size` operations, the last first; returns whether one could be spared.
bool free_pieces(Shrinking& shrinking, std::size_t size) {
  bool freed = false;
  for (std::size_t end = shrinking.kept.size(); end > 0 && shrinking.steps_left > 0;) {
    const std::size_t begin = end > size ? end - size : 0;
    freed = try_to_free(shrinking, begin, end) || freed;
    end = begin;
  }
  return freed;
}

}  // namespace

std::vector<std::uint32_t> shrink(const history::History& history, const Options& options,
                                  std::span<const Part> parts, std::int64_t steps_max) {
  Shrinking shrinking{.history = history,
                      .options = options,
                      .kept = {parts.begin(), parts.end()},
                      .freed = {},
                      .steps_left = steps_max,
                      .attempt_steps_max = steps_max / kAttemptsAtLeast};
  sort_by_end(shrinking);
  free_end(shrinking);
  for (std::size_t size = shrinking.kept.size() / 2; size > 1; size /= 2) {
    free_pieces(shrinking, size);
  }
  while (free_pieces(shrinking, 1)) {
  }
  std::vector<std::uint32_t> kept;
  for (const Part& part : shrinking.kept) kept.push_back(part.operation);
  std::sort(kept.begin(), kept.end());
  return kept;
}

}  // namespace caplab::check
