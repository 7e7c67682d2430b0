// A log: entries in the order of their stamps; an entry may answer another.
#pragma once
#include "engine/object/bounded_union.h"
#include "engine/object/object.h"

namespace caplab::object {

using LogUnion = BoundedUnion<LogEntry, kLogEntriesMax>;

Effect append_entry(const Entries& entries, const LogEntry& entry);

// The replies that are shown without the post that they answer.
Entries orphans(const Entries& shown);

inline bool includes(const Entries& mine, const Entries& theirs) {
  return LogUnion::includes(mine, theirs);
}

std::int64_t digest_entries(const Entries& entries);

}  // namespace caplab::object
