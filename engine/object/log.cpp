#include "engine/object/log.h"

#include "engine/base/fingerprint.h"

namespace caplab::object {

Effect append_entry(const Entries& entries, const LogEntry& entry) {
  Entries next = entries;
  LogUnion::insert(next, entry);
  return {true, true, std::move(next)};
}

// In a full log the post may have scrolled off before its reply does.
Entries orphans(const Entries& shown) {
  Entries alone;
  if (shown.size() == kLogEntriesMax) return alone;
  for (const LogEntry& entry : shown) {
    const bool answers = std::any_of(shown.begin(), shown.end(), [&](const LogEntry& post) {
      return post.value == entry.reply_to;
    });
    if (entry.reply_to != 0 && !answers) alone.push_back(entry);
  }
  return alone;
}

std::int64_t digest_entries(const Entries& entries) {
  Fingerprint print;
  for (const LogEntry& entry : entries) {
    print.mix(entry.stamp.time.us).mix(std::uint64_t{index(entry.stamp.writer)}).mix(entry.value);
    if (entry.reply_to != 0) print.mix(std::int64_t{entry.reply_to});
  }
  return static_cast<std::int64_t>(print.digest() >> 1);
}

}  // namespace caplab::object
