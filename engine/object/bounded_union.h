// What logs and records have in common: a sorted set of at most so many, of which the oldest
// scroll off. Two of them unite, so that what any replica holds is never lost to another's write.
#pragma once
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

namespace caplab::object {

template <typename Item, std::size_t kMost>
struct BoundedUnion {
  using Items = std::vector<Item>;

  static void insert(Items& items, const Item& item) {
    items.insert(std::upper_bound(items.begin(), items.end(), item), item);
    if (items.size() > kMost) {
      items.erase(items.begin(), items.end() - static_cast<std::ptrdiff_t>(kMost));
    }
  }

  // What is older than everything that a full list shows has scrolled off; that is not a loss.
  static bool scrolled_off(const Items& mine, const Item& item) {
    return mine.size() == kMost && item < mine.front();
  }

  // Returns whether `mine` changed.
  static bool unite(Items& mine, const Items& theirs) {
    if (includes(mine, theirs)) return false;
    Items both;
    both.reserve(mine.size() + theirs.size());
    std::set_union(mine.begin(), mine.end(), theirs.begin(), theirs.end(),
                   std::back_inserter(both));
    const std::size_t surplus = both.size() - std::min(both.size(), kMost);
    mine.assign(both.begin() + static_cast<std::ptrdiff_t>(surplus), both.end());
    return true;
  }

  // Both are sorted, so one walk over both is enough.
  static bool includes(const Items& mine, const Items& theirs) {
    auto at = mine.begin();
    for (const Item& item : theirs) {
      if (scrolled_off(mine, item)) continue;
      while (at != mine.end() && *at < item) ++at;
      if (at == mine.end() || *at != item) return false;
    }
    return true;
  }
};

}  // namespace caplab::object
