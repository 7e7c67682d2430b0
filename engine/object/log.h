// A log: entries in the order of their stamps. Two versions unite, so an entry that any replica
// holds is never lost to another's write.
#pragma once
#include "engine/object/object.h"

namespace caplab::object {

Effect append_entry(const Entries& entries, const LogEntry& entry);

// Returns whether `mine` changed. Keeps the newest kLogEntriesMax.
bool unite(Version& mine, const Version& theirs);

bool includes(const Entries& mine, const Entries& theirs);

std::int64_t digest_entries(const Entries& entries);

}  // namespace caplab::object
