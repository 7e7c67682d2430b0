// A map in which the last write of each key wins; which one that is, the writers' clocks say.
// (Shapiro et al. 2011, §3.2.1: a last-write-wins register for each key.)
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/object/edit_id.h"

namespace caplab::object {

struct LwwMap {
  struct Entry {
    std::int64_t key = 0;
    EditId written;
    std::int64_t value = 0;
    bool removed = false;
    std::int64_t place() const { return key; }
    auto operator<=>(const Entry&) const = default;
  };
  std::vector<Entry> entries;  // by key
  bool operator==(const LwwMap&) const = default;
};

// Return whether it counts: a write that a clock puts before the present one is lost at once.
bool put(LwwMap& map, std::int64_t key, std::int64_t value, const EditId& dot);
bool erase(LwwMap& map, std::int64_t key, const EditId& dot);

std::optional<std::int64_t> find(const LwwMap& map, std::int64_t key);

// Returns whether `mine` changed.
bool merge(LwwMap& mine, const LwwMap& theirs);
bool covers(const LwwMap& mine, const LwwMap& theirs);

}  // namespace caplab::object
