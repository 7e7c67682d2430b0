#include "engine/object/lww_map.h"

#include "engine/object/sorted_union.h"

namespace caplab::object {
namespace {

bool replace_if_later(LwwMap::Entry& mine, const LwwMap::Entry& theirs) {
  if (theirs.written <= mine.written) return false;
  mine = theirs;
  return true;
}

bool write(LwwMap& map, const LwwMap::Entry& entry) {
  LwwMap::Entry& mine = item_at(map.entries, entry.key, entry);
  return mine == entry || replace_if_later(mine, entry);
}

}  // namespace

bool put(LwwMap& map, std::int64_t key, std::int64_t value, const EditId& dot) {
  return write(map, {key, dot, value, false});
}

bool erase(LwwMap& map, std::int64_t key, const EditId& dot) {
  return write(map, {key, dot, 0, true});
}

std::optional<std::int64_t> find(const LwwMap& map, std::int64_t key) {
  const auto found = std::find_if(map.entries.begin(), map.entries.end(),
                                  [&](const LwwMap::Entry& entry) { return entry.key == key; });
  if (found == map.entries.end() || found->removed) return std::nullopt;
  return found->value;
}

bool merge(LwwMap& mine, const LwwMap& theirs) {
  return unite_sorted(mine.entries, theirs.entries, replace_if_later);
}

bool covers(const LwwMap& mine, const LwwMap& theirs) {
  return covers_sorted(
      mine.entries, theirs.entries,
      [](const LwwMap::Entry& a, const LwwMap::Entry& b) { return a.written >= b.written; });
}

}  // namespace caplab::object
