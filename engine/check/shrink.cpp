// Large pieces first, halved until they are single operations (Zeller & Hildebrandt 2002, without
// their complements). Freeing instead of removing keeps the evidence honest: with its write
// removed, any read would look violated.
#include "engine/check/shrink.h"

#include <algorithm>

#include "engine/check/search.h"

namespace caplab::check {
namespace {

// No single attempt may eat the whole budget.
constexpr std::int64_t kAttemptsAtLeast = 8;

struct Shrinking {
  const history::History& history;
  const Options& options;
  std::vector<Part> parts;
  std::int64_t steps_left;
  std::int64_t attempt_steps_max;
};

bool still_violated(Shrinking& shrinking) {
  const std::int64_t steps = std::min(shrinking.steps_left, shrinking.attempt_steps_max);
  const Problem problem = make_problem(shrinking.history, shrinking.options, shrinking.parts);
  const Found found = search(problem, steps);
  // An attempt costs at least its set-up, so that the budget bounds the number of attempts.
  shrinking.steps_left -= found.work + static_cast<std::int64_t>(shrinking.parts.size());
  return found.answer == Answer::violated;
}

// Tries to free all of [begin, end); returns whether that freed any.
bool try_to_free(Shrinking& shrinking, std::size_t begin, std::size_t end) {
  const std::vector<Part> before = shrinking.parts;
  bool changes = false;
  for (std::size_t i = begin; i < end; ++i) {
    changes = changes || !shrinking.parts[i].freed;
    shrinking.parts[i].freed = true;
  }
  if (changes && still_violated(shrinking)) return true;
  shrinking.parts = before;
  return false;
}

// The latest operations go first: evidence from early in a history is the easier one to follow.
bool free_pieces(Shrinking& shrinking, std::size_t size) {
  bool freed = false;
  for (std::size_t end = shrinking.parts.size(); end > 0 && shrinking.steps_left > 0;) {
    const std::size_t begin = end > size ? end - size : 0;
    freed = try_to_free(shrinking, begin, end) || freed;
    end = begin;
  }
  return freed;
}

void drop_freed(Shrinking& shrinking) {
  std::erase_if(shrinking.parts, [](const Part& part) { return part.freed; });
}

}  // namespace

std::vector<std::uint32_t> shrink(const history::History& history, const Options& options,
                                  std::span<const Part> parts, std::int64_t steps_max) {
  Shrinking shrinking{.history = history,
                      .options = options,
                      .parts = {parts.begin(), parts.end()},
                      .steps_left = steps_max,
                      .attempt_steps_max = steps_max / kAttemptsAtLeast};
  for (std::size_t size = parts.size() / 2; size > 1; size /= 2) free_pieces(shrinking, size);
  while (free_pieces(shrinking, 1)) {
  }
  drop_freed(shrinking);
  std::vector<std::uint32_t> kept;
  for (const Part& part : shrinking.parts) kept.push_back(part.operation);
  std::sort(kept.begin(), kept.end());
  return kept;
}

}  // namespace caplab::check
