// A set whose removals take away only what they saw: every addition has a name of its own, and a
// removal marks the names that are there. An addition at the same time is not among them, so it
// wins. (Shapiro et al. 2011, §3.3.5, specification 15, with the marks kept, so that states merge
// in any order.)
#pragma once
#include <compare>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/object/edit_id.h"

namespace caplab::object {

struct OrSet {
  struct Element {
    std::int64_t value = 0;
    EditId dot;  // of the addition
    bool removed = false;
    std::pair<std::int64_t, EditId> place() const { return {value, dot}; }
    auto operator<=>(const Element&) const = default;
  };
  std::vector<Element> elements;  // by value and dot
  bool operator==(const OrSet&) const = default;
};

// REQUIRES: the dot is new.
void add(OrSet& set, std::int64_t value, const EditId& dot);

// Returns whether there was anything to remove.
bool remove(OrSet& set, std::int64_t value);

bool contains(const OrSet& set, std::int64_t value);

// Sorted, each once.
std::vector<std::int64_t> values_of(const OrSet& set);

// Returns whether `mine` changed.
bool merge(OrSet& mine, const OrSet& theirs);
bool covers(const OrSet& mine, const OrSet& theirs);

}  // namespace caplab::object
