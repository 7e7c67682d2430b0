// A log: entries stand in the order of their stamps whatever the order of their coming, none is
// lost, and the newest kLogEntriesMax are kept.
#include "engine/object/log.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/base/rng.h"

using namespace caplab;
using namespace caplab::object;

namespace {

LogEntry entry(std::int64_t time, unsigned writer = 0) {
  return {Stamp{LocalTime{time}, NodeId{static_cast<std::uint8_t>(writer)}}, time * 10,
          OpId{static_cast<std::uint32_t>(time)}};
}

Entries entries_from(std::int64_t first, std::int64_t last) {
  Entries entries;
  for (std::int64_t time = first; time <= last; ++time) entries.push_back(entry(time));
  return entries;
}

Entries appended(const Entries& entries, const LogEntry& added) {
  return std::get<Entries>(append_entry(entries, added).next);
}

}  // namespace

TEST_CASE("an append adds the entry with its stamp and its operation") {
  const Stamp stamp{LocalTime{30}, NodeId{2}};
  const Content before = entries_from(1, 2);
  const Effect effect = apply(before, {Verb::append, 77}, stamp, OpId{9});
  CHECK(effect.accepted);
  CHECK(effect.changed);
  Entries expected = entries_from(1, 2);
  expected.push_back({stamp, 77, OpId{9}});
  CHECK(effect.next == Content{expected});
}

TEST_CASE("a log's read shows the entries and leaves them") {
  const Content content = entries_from(1, 3);
  const Effect effect = apply(content, {Verb::read}, Stamp{}, OpId{0});
  CHECK(effect.accepted);
  CHECK_FALSE(effect.changed);
  CHECK(effect.next == content);
}

TEST_CASE("entries stand by stamp in whatever order they come") {
  Entries shuffled = entries_from(1, 20);
  Rng rng(3, 0);
  for (int round = 0; round < 50; ++round) {
    for (std::size_t i = shuffled.size() - 1; i > 0; --i) {
      std::swap(shuffled[i], shuffled[static_cast<std::size_t>(rng.below(i + 1))]);
    }
    Entries log;
    for (const LogEntry& each : shuffled) log = appended(log, each);
    REQUIRE(log == entries_from(1, 20));
  }
}

TEST_CASE("entries of one time go by their writers") {
  Entries log = appended({}, entry(5, 2));
  log = appended(log, entry(5, 0));
  log = appended(log, entry(5, 1));
  CHECK(log == Entries{entry(5, 0), entry(5, 1), entry(5, 2)});
}

TEST_CASE("a full log lets its oldest entry go") {
  const auto most = static_cast<std::int64_t>(kLogEntriesMax);
  Entries log = entries_from(1, most);
  log = appended(log, entry(most + 1));
  CHECK(log == entries_from(2, most + 1));

  SECTION("and a late entry that is older than all it shows scrolls off at once") {
    CHECK(appended(log, entry(0)) == log);
  }
  SECTION("but one in the middle stays") {
    const Entries later = appended(log, entry(most, 3));
    CHECK(later.size() == kLogEntriesMax);
    CHECK(std::binary_search(later.begin(), later.end(), entry(most, 3)));
    CHECK(later.front() == entry(3));
  }
}

TEST_CASE("what has scrolled off a full log counts as included in it") {
  const auto most = static_cast<std::int64_t>(kLogEntriesMax);
  const Entries full = entries_from(10, most + 9);
  CHECK(includes(full, entries_from(1, 20)));
  CHECK_FALSE(includes(full, entries_from(most + 9, most + 10)));
  const Entries not_full = entries_from(10, most + 8);
  CHECK_FALSE(includes(not_full, entries_from(9, 10)));
}

TEST_CASE("logs that differ have digests that differ") {
  const std::int64_t digest_of_three = digest(Content{entries_from(1, 3)});
  CHECK(digest_of_three == digest(Content{entries_from(1, 3)}));
  CHECK(digest_of_three != digest(Content{entries_from(1, 4)}));
  CHECK(digest_of_three != digest(Content{Entries{entry(1), entry(2), entry(3, 1)}}));
  CHECK(digest(Content{Entries{}}) != digest_of_three);
}

TEST_CASE("a log's verbs are read and append, and an append looks at nothing first") {
  CHECK(fits(ObjectType::log, Verb::read));
  CHECK(fits(ObjectType::log, Verb::append));
  CHECK_FALSE(fits(ObjectType::log, Verb::write));
  CHECK_FALSE(fits(ObjectType::log, Verb::balance));
  CHECK_FALSE(is_guarded(Verb::append));
  CHECK_FALSE(is_read(Verb::append));
  CHECK(empty_content(ObjectType::log) == Content{Entries{}});
}
