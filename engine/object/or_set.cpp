#include "engine/object/or_set.h"

#include "engine/object/sorted_union.h"

namespace caplab::object {

void add(OrSet& set, std::int64_t value, const EditId& dot) {
  item_at(set.elements, std::pair{value, dot}, OrSet::Element{value, dot, false});
}

bool remove(OrSet& set, std::int64_t value) {
  bool changed = false;
  for (OrSet::Element& element : set.elements) {
    if (element.value != value || element.removed) continue;
    element.removed = true;
    changed = true;
  }
  return changed;
}

bool contains(const OrSet& set, std::int64_t value) {
  return std::any_of(set.elements.begin(), set.elements.end(), [&](const OrSet::Element& element) {
    return element.value == value && !element.removed;
  });
}

std::vector<std::int64_t> values_of(const OrSet& set) {
  std::vector<std::int64_t> values;
  for (const OrSet::Element& element : set.elements) {
    if (element.removed || (!values.empty() && values.back() == element.value)) continue;
    values.push_back(element.value);
  }
  return values;
}

bool merge(OrSet& mine, const OrSet& theirs) {
  return unite_sorted(mine.elements, theirs.elements,
                      [](OrSet::Element& a, const OrSet::Element& b) {
                        if (a.removed || !b.removed) return false;
                        a.removed = true;
                        return true;
                      });
}

bool covers(const OrSet& mine, const OrSet& theirs) {
  return covers_sorted(
      mine.elements, theirs.elements,
      [](const OrSet::Element& a, const OrSet::Element& b) { return a.removed || !b.removed; });
}

}  // namespace caplab::object
