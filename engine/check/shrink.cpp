// First a violated window around where the search ended, then the shortest violated beginning of
// that, then large pieces, halved until they are single operations (after Zeller & Hildebrandt
// 2002). Freeing instead of removing keeps the evidence honest: with its write removed, any read
// would look violated. In the end all is removed that the core's results do not come from.
#include "engine/check/shrink.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/check/search.h"

namespace caplab::check {
namespace {

// No single attempt may eat the whole budget.
constexpr std::int64_t kAttemptsAtLeast = 4;

constexpr std::size_t kWindow = 16;  // operations on both sides at first; then four times as many

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

Parts bound(Parts parts, Binding binding) {
  for (Part& part : parts) part.binding = binding;
  return parts;
}

Parts freed(Parts parts) { return bound(std::move(parts), Binding::in_time); }

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
Answer answer_on(Shrinking& shrinking, const Problem& problem, std::size_t parts) {
  const std::int64_t steps = std::min(shrinking.steps_left, shrinking.attempt_steps_max);
  const Found found = search(problem, steps);
  shrinking.steps_left -= found.work + static_cast<std::int64_t>(parts);
  return found.answer;
}

Answer answer_on(Shrinking& shrinking, const Parts& parts) {
  const Problem problem = make_problem(shrinking.history, shrinking.options, parts);
  return answer_on(shrinking, problem, parts.size());
}

// Keeps `rest` and frees all others if that is violated, too; returns whether it is. Freed ones
// that do not matter now will never matter again: what binds only becomes less.
bool try_to_keep(Shrinking& shrinking, const Parts& rest, const Parts& others) {
  const Parts parts = together(rest, others);
  const Problem problem = make_problem(shrinking.history, shrinking.options, parts);
  if (answer_on(shrinking, problem, parts.size()) != Answer::violated) return false;
  shrinking.kept = rest;
  shrinking.freed.clear();
  std::vector<bool> is_kept(shrinking.history.operations.size(), false);
  for (const Part& part : rest) is_kept[part.operation] = true;
  for (const Action& action : problem.actions) {
    if (is_kept[action.operation]) continue;
    shrinking.freed.push_back({.operation = action.operation, .binding = Binding::in_time});
  }
  return true;
}

bool try_to_free(Shrinking& shrinking, std::size_t begin, std::size_t end) {
  const auto [piece, rest] = cut(shrinking.kept, begin, end);
  return try_to_keep(shrinking, rest, together(freed(piece), shrinking.freed));
}

// What is violated is mostly near to where the best order ended.
void keep_window(Shrinking& shrinking, std::int64_t reached) {
  const std::size_t count = shrinking.kept.size();
  const auto end = std::find_if(
      shrinking.kept.begin(), shrinking.kept.end(), [&shrinking, reached](const Part& part) {
        return end_of(shrinking.history.operations[part.operation]) > reached;
      });
  const auto middle = static_cast<std::size_t>(end - shrinking.kept.begin());
  for (std::size_t size = kWindow; size < count && shrinking.steps_left > 0; size *= 4) {
    const std::size_t first = middle > size ? middle - size : 0;
    const auto [window, others] = cut(shrinking.kept, first, std::min(middle + size, count));
    if (try_to_keep(shrinking, window, freed(others))) return;
  }
}

// The more operations bind, the less fits: the shortest violated beginning is found by halving.
void free_end(Shrinking& shrinking) {
  std::size_t too_short = 0;
  while (shrinking.kept.size() - too_short > 1 && shrinking.steps_left > 0) {
    const std::size_t middle = too_short + (shrinking.kept.size() - too_short) / 2;
    if (!try_to_free(shrinking, middle, shrinking.kept.size())) too_short = middle;
  }
}

// Offers all pieces with `size` operations of `parts` from `first` on to `spare`, the last first;
// returns whether one could be spared.
template <typename Spare>
bool spare_pieces(const Shrinking& shrinking, const Parts& parts, std::size_t first,
                  std::size_t size, Spare spare) {
  bool spared = false;
  for (std::size_t end = parts.size(); end > first && shrinking.steps_left > 0;) {
    const std::size_t begin = end - first > size ? end - size : first;
    spared = spare(begin, end) || spared;
    end = begin;
  }
  return spared;
}

template <typename Spare>
void spare_all(const Shrinking& shrinking, const Parts& parts, std::size_t first, Spare spare) {
  for (std::size_t size = (parts.size() - first) / 2; size > 1; size /= 2) {
    spare_pieces(shrinking, parts, first, size, spare);
  }
  while (spare_pieces(shrinking, parts, first, 1, spare)) {
  }
}

// Reads go first: with fewer of them, fewer writes are needed to tell where their values come from.
void free_all(Shrinking& shrinking) {
  const auto is_effect = [&shrinking](const Part& part) {
    return !history::is_read(shrinking.history.operations[part.operation].function);
  };
  const auto reads =
      std::stable_partition(shrinking.kept.begin(), shrinking.kept.end() - 1, is_effect);
  const auto effects = static_cast<std::size_t>(reads - shrinking.kept.begin());
  const auto spare = [&shrinking](std::size_t begin, std::size_t end) {
    return try_to_free(shrinking, begin, end);
  };
  spare_all(shrinking, shrinking.kept, effects, spare);
  spare_all(shrinking, shrinking.kept, 0, spare);
}

// Whether `support` is enough for the core without its last operation, and for that one alone;
// times are no matter there.
struct Supported {
  bool others = false;
  bool last = false;
  bool operator==(const Supported&) const = default;
};

Supported supported_by(Shrinking& shrinking, const Parts& support) {
  const auto [last, others] = cut(shrinking.kept, shrinking.kept.size() - 1, shrinking.kept.size());
  const Parts with_others = together(others, together(bound(last, Binding::any_time), support));
  const Parts with_last = together(last, together(bound(others, Binding::any_time), support));
  return {.others = answer_on(shrinking, with_others) == Answer::holds,
          .last = answer_on(shrinking, with_last) == Answer::holds};
}

// The best to tell first: what ended last before the core's end, and only then what came later.
void sort_by_nearness(const Shrinking& shrinking, Parts& support) {
  const history::Operation& last = shrinking.history.operations[shrinking.kept.back().operation];
  const auto key = [&](const Part& part) {
    const history::Operation& op = shrinking.history.operations[part.operation];
    const bool later = op.called > end_of(last);
    return std::tuple(later, later ? op.called : -end_of(op), part.operation);
  };
  std::sort(support.begin(), support.end(),
            [&key](const Part& a, const Part& b) { return key(a) < key(b); });
}

// Of all other operations, those that cannot be removed without making more results inexplicable.
Parts find_support(Shrinking& shrinking, std::span<const Part> parts) {
  Parts support;
  for (const Part& part : parts) {
    const bool is_kept =
        std::any_of(shrinking.kept.begin(), shrinking.kept.end(),
                    [&part](const Part& kept) { return kept.operation == part.operation; });
    if (!is_kept) support.push_back({.operation = part.operation, .binding = Binding::any_time});
  }
  sort_by_nearness(shrinking, support);
  const Supported before = supported_by(shrinking, support);
  spare_all(shrinking, support, 0, [&](std::size_t begin, std::size_t end) {
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
                std::span<const Part> parts, std::int64_t reached) {
  const std::int64_t steps_max = options.explain_steps_max;
  Shrinking shrinking{.history = history,
                      .options = options,
                      .steps_left = steps_max,
                      .attempt_steps_max = steps_max / kAttemptsAtLeast,
                      .kept = {parts.begin(), parts.end()},
                      .freed = {}};
  if (steps_max <= 0) return {.core = operations_of(shrinking.kept), .support = {}};
  sort_by_end(history, shrinking.kept);
  keep_window(shrinking, reached);
  free_end(shrinking);
  free_all(shrinking);
  const Parts support = find_support(shrinking, parts);
  return {.core = operations_of(shrinking.kept), .support = operations_of(support)};
}

}  // namespace caplab::check
