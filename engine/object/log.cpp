#include "engine/object/log.h"

#include <algorithm>

#include "engine/base/fingerprint.h"

namespace caplab::object {
namespace {

void keep_newest(Entries& entries) {
  if (entries.size() <= kLogEntriesMax) return;
  entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(kLogEntriesMax));
}

void insert_sorted(Entries& entries, const LogEntry& entry) {
  entries.insert(std::upper_bound(entries.begin(), entries.end(), entry), entry);
}

// An entry older than everything a full log shows has scrolled off; that is not a loss.
bool scrolled_off(const Entries& mine, const LogEntry& entry) {
  return mine.size() == kLogEntriesMax && entry < mine.front();
}

bool has(const Entries& mine, const LogEntry& entry) {
  return scrolled_off(mine, entry) || std::binary_search(mine.begin(), mine.end(), entry);
}

}  // namespace

Effect append_entry(const Entries& entries, const LogEntry& entry) {
  Entries next = entries;
  insert_sorted(next, entry);
  keep_newest(next);
  return {true, true, std::move(next)};
}

bool unite(Version& mine, const Version& theirs) {
  auto& entries = std::get<Entries>(mine.content);
  bool changed = false;
  for (const LogEntry& entry : std::get<Entries>(theirs.content)) {
    if (has(entries, entry)) continue;
    insert_sorted(entries, entry);
    keep_newest(entries);
    changed = true;
  }
  if (mine.stamp < theirs.stamp) {
    mine.stamp = theirs.stamp;
    mine.writer_op = theirs.writer_op;
    changed = true;
  }
  return changed;
}

// Both are sorted, so one walk over both is enough.
bool includes(const Entries& mine, const Entries& theirs) {
  auto at = mine.begin();
  for (const LogEntry& entry : theirs) {
    if (scrolled_off(mine, entry)) continue;
    while (at != mine.end() && *at < entry) ++at;
    if (at == mine.end() || *at != entry) return false;
  }
  return true;
}

std::int64_t digest_entries(const Entries& entries) {
  Fingerprint print;
  for (const LogEntry& entry : entries) {
    print.mix(entry.stamp.time.us).mix(std::uint64_t{index(entry.stamp.writer)}).mix(entry.value);
  }
  return static_cast<std::int64_t>(print.digest() >> 1);
}

}  // namespace caplab::object
