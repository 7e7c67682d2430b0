// Edit distance with neighbour swaps (Damerau's four edits, in the optimal string alignment form),
// one table row at a time.
#include "engine/base/nearest.h"

#include <algorithm>
#include <cstddef>

namespace caplab {
namespace {

constexpr std::size_t kLettersMax = 64;  // longer words are not typing mistakes

using Row = std::vector<std::size_t>;

std::size_t edits_between(std::string_view a, std::string_view b) {
  Row before_last;
  Row last(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    Row row(b.size() + 1, i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = std::move(last);
    last = std::move(row);
  }
  return last[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& words) {
  if (word.size() > kLettersMax) return {};
  std::string_view best;
  std::size_t edits_best = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (std::string_view candidate : words) {
    if (candidate.size() > kLettersMax) continue;
    const std::size_t edits = edits_between(word, candidate);
    if (edits >= edits_best) continue;
    best = candidate;
    edits_best = edits;
  }
  return best;
}

}  // namespace caplab
