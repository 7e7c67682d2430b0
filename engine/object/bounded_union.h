// What logs and records have in common: a sorted set of at most so many, of which the oldest
// scroll off. Two of them unite, so that what any replica holds is never lost to another's write.
#pragma once
#include <algorithm>
#include <cstddef>
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
    bool changed = false;
    for (const Item& item : theirs) {
      if (scrolled_off(mine, item)) continue;
      if (std::binary_search(mine.begin(), mine.end(), item)) continue;
      insert(mine, item);
      changed = true;
    }
    return changed;
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
