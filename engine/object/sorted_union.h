// Sets as sorted vectors, each item once by its place(). All replicated types are such sets whose
// items only grow, so one union serves them all. (Shapiro, Preguiça, Baquero, Zawirski, "A
// comprehensive study of Convergent and Commutative Replicated Data Types", INRIA RR-7506, 2011,
// §2.3: a state that only moves up in a semilattice converges.)
#pragma once
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

namespace caplab::object {

// `grow(mine, theirs)` brings an item that both have up to both and returns whether it changed.
// Returns whether `mine` changed.
template <typename Item, typename Grow>
bool unite_sorted(std::vector<Item>& mine, const std::vector<Item>& theirs, Grow grow) {
  bool changed = false;
  auto at = mine.begin();
  for (const Item& item : theirs) {
    while (at != mine.end() && at->place() < item.place()) ++at;
    if (at != mine.end() && at->place() == item.place()) {
      changed = grow(*at, item) || changed;
    } else {
      at = mine.insert(at, item);
      changed = true;
    }
  }
  return changed;
}

// `has(mine, theirs)`: whether my item knows all that theirs does.
template <typename Item, typename Has>
bool covers_sorted(const std::vector<Item>& mine, const std::vector<Item>& theirs, Has has) {
  auto at = mine.begin();
  for (const Item& item : theirs) {
    while (at != mine.end() && at->place() < item.place()) ++at;
    if (at == mine.end() || at->place() != item.place() || !has(*at, item)) return false;
  }
  return true;
}

// The item at `place`, made fresh there where there was none.
template <typename Item, typename Place>
Item& item_at(std::vector<Item>& items, const Place& place, const Item& fresh) {
  const auto before = [](const Item& item, const Place& key) { return item.place() < key; };
  auto found = std::lower_bound(items.begin(), items.end(), place, before);
  if (found == items.end() || found->place() != place) found = items.insert(found, fresh);
  return *found;
}

// What is in `now` and not, or not like this, in `before`.
template <typename Item>
std::vector<Item> difference_sorted(const std::vector<Item>& now, const std::vector<Item>& before) {
  std::vector<Item> news;
  std::set_difference(now.begin(), now.end(), before.begin(), before.end(),
                      std::back_inserter(news));
  return news;
}

}  // namespace caplab::object
