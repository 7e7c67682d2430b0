// Radio buttons whose ids differ only behind the last dot are one group.
#include "web/focus.h"

namespace caplab::web {
namespace {

bool can_be_used(const TreeItem& item) {
  return item.enabled && item.role != "text" && item.role != "heading" && item.role != "progress";
}

std::string group_of(const TreeItem& item) { return item.id.substr(0, item.id.rfind('.')); }

bool same_group(const TreeItem& a, const TreeItem& b) {
  return a.role == "radio" && b.role == "radio" && group_of(a) == group_of(b);
}

// Of a group the chosen button, or the first where none is chosen.
bool stands_for_group(const Tree& tree, const TreeItem& item) {
  const TreeItem* first = nullptr;
  for (const TreeItem& other : tree.items) {
    if (!same_group(item, other)) continue;
    if (other.value == "true") return other.id == item.id;
    if (!first) first = &other;
  }
  return first && first->id == item.id;
}

bool is_stop(const Tree& tree, const TreeItem& item) {
  return can_be_used(item) && (item.role != "radio" || stands_for_group(tree, item));
}

std::size_t position_of(const Tree& tree, const std::string& id) {
  std::size_t at = 0;
  while (at < tree.items.size() && tree.items[at].id != id) ++at;
  return at;
}

// The first item in the wanted direction that `fits`; `id` itself comes last.
template <typename Fits>
std::string first_that(const Tree& tree, const std::string& id, bool back, Fits fits) {
  const std::size_t count = tree.items.size();
  const std::size_t from = position_of(tree, id);
  const bool found = from < count;
  for (std::size_t step = found ? 1 : 0; step <= count; ++step) {
    std::size_t at = 0;
    if (found) at = back ? (from + count - step % count) % count : (from + step) % count;
    if (!found && step == count) break;
    if (!found) at = back ? count - 1 - step : step;
    if (fits(tree.items[at])) return tree.items[at].id;
  }
  return "";
}

}  // namespace

std::string next_focus(const Tree& tree, const std::string& id, bool back) {
  return first_that(tree, id, back, [&](const TreeItem& item) { return is_stop(tree, item); });
}

std::string next_radio(const Tree& tree, const std::string& id, bool back) {
  const TreeItem* here = tree.find(id);
  if (!here || here->role != "radio") return id;
  return first_that(tree, id, back, [&](const TreeItem& item) {
    return can_be_used(item) && same_group(item, *here);
  });
}

}  // namespace caplab::web
