// First the shortest beginning of the history that is violated; then large pieces of that, halved
// until they are single operations (after Zeller & Hildebrandt 2002). Freeing instead of removing
// keeps the evidence honest: with its write removed, any read would look violated. What is removed
// for good afterwards is what the core's results do not need.
#include "engine/check/shrink.h"

#include <algorithm>
#include <utility>

#include "engine/check/search.h"

namespace caplab::check {
namespace {

// No single attempt may eat the whole budget.
constexpr std::int64_t kAttemptsAtLeast = 8;

using Parts = std::vector<Part>;

struct Shrinking {
  const history::History& history;
  const Options& options;
  std::int64_t steps_left;
  std::int64_t attempt_steps_max;
  Parts kept;   // in order of their ends; the last one is where the beginning became violated
  Parts freed;  // the others, likewise
};

// When an operation's outcome became known; one that never returned counts from its call.
std::int64_t end_of(const history::Operation& op) {
  return op.outcome == history::Outcome::unknown ? op.called : op.returned;
}

void sort_by_end(const history::History& history, Parts& parts) {
  const auto key = [&history](const Part& part) {
    return std::pair(end_of(history.operations[part.operation]), part.operation);
  };
  std::sort(parts.begin(), parts.end(),
            [&key](const Part& a, const Part& b) { return key(a) < key(b); });
}

Parts freed(Parts parts) {
  for (Part& part : parts) part.freed = true;
  return parts;
}

Parts together(Parts a, const Parts& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// `parts` cut in two: those in [begin, end), and all others.
std::pair<Parts, Parts> cut(const Parts& parts, std::size_t begin, std::size_t end) {
  std::pair<Parts, Parts> pieces;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool inside = begin <= i && i < end;
    (inside ? pieces.first : pieces.second).push_back(parts[i]);
  }
  return pieces;
}

// An attempt costs at least its set-up, so that the budget bounds the number of attempts.
Answer answer_on(Shrinking& shrinking, const Parts& parts) {
  const std::int64_t steps = std::min(shrinking.steps_left, shrinking.attempt_steps_max);
  const Found found = search(make_problem(shrinking.history, shrinking.options, parts), steps);
  shrinking.steps_left -= found.work + static_cast<std::int64_t>(parts.size());
  return found.answer;
}

// Frees the kept ones in [begin, end) if what is left is violated then; returns whether it did.
bool try_to_free(Shrinking& shrinking, std::size_t begin, std::size_t end) {
  const auto [piece, rest] = cut(shrinking.kept, begin, end);
  const Parts others = together(freed(piece), shrinking.freed);
  if (answer_on(shrinking, together(rest, others)) != Answer::violated) return false;
  shrinking.kept = rest;
  shrinking.freed = others;
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

// Offers all pieces of `parts` with `size` operations to `spare`, the last first; returns whether
// one could be spared.
template <typename Spare>
bool spare_pieces(const Shrinking& shrinking, const Parts& parts, std::size_t size, Spare spare) {
  bool spared = false;
  for (std::size_t end = parts.size(); end > 0 && shrinking.steps_left > 0;) {
    const std::size_t begin = end > size ? end - size : 0;
    spared = spare(begin, end) || spared;
    end = begin;
  }
  return spared;
}

template <typename Spare>
void spare_all(const Shrinking& shrinking, const Parts& parts, Spare spare) {
  for (std::size_t size = parts.size() / 2; size > 1; size /= 2) {
    spare_pieces(shrinking, parts, size, spare);
  }
  while (spare_pieces(shrinking, parts, 1, spare)) {
  }
}

// Whether `support` is enough for the core without its last operation, and for that one alone.
struct Supported {
  bool others = false;
  bool last = false;
  bool operator==(const Supported&) const = default;
};

Supported supported_by(Shrinking& shrinking, const Parts& support) {
  const auto [last, others] = cut(shrinking.kept, shrinking.kept.size() - 1, shrinking.kept.size());
  const Parts with_others = together(others, together(freed(last), support));
  const Parts with_last = together(last, together(freed(others), support));
  return {.others = answer_on(shrinking, with_others) == Answer::holds,
          .last = answer_on(shrinking, with_last) == Answer::holds};
}

// Of the freed operations, those that cannot be removed without making more results inexplicable.
Parts find_support(Shrinking& shrinking) {
  Parts support = shrinking.freed;
  sort_by_end(shrinking.history, support);
  const Supported before = supported_by(shrinking, support);
  spare_all(shrinking, support, [&](std::size_t begin, std::size_t end) {
    const auto [piece, rest] = cut(support, begin, end);
    if (supported_by(shrinking, rest) != before) return false;
    support = rest;
    return true;
  });
  const bool enough = shrinking.steps_left > 0 && before.others;
  return enough ? support : Parts{};
}

std::vector<std::uint32_t> operations_of(const Parts& parts) {
  std::vector<std::uint32_t> operations;
  for (const Part& part : parts) operations.push_back(part.operation);
  std::sort(operations.begin(), operations.end());
  return operations;
}

}  // namespace

Evidence shrink(const history::History& history, const Options& options,
                std::span<const Part> parts, std::int64_t steps_max) {
  Shrinking shrinking{.history = history,
                      .options = options,
                      .steps_left = steps_max,
                      .attempt_steps_max = steps_max / kAttemptsAtLeast,
                      .kept = {parts.begin(), parts.end()},
                      .freed = {}};
  sort_by_end(history, shrinking.kept);
  free_end(shrinking);
  spare_all(shrinking, shrinking.kept, [&shrinking](std::size_t begin, std::size_t end) {
    return try_to_free(shrinking, begin, end);
  });
  const Parts support = find_support(shrinking);
  return {.core = operations_of(shrinking.kept), .support = operations_of(support)};
}

}  // namespace caplab::check
