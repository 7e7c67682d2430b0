// The laws of merging two versions, on random ones: order, grouping and repetition do not matter,
// so replicas that have heard the same end up the same. And the two questions about versions agree
// with it: what covers needs no merge, and merge tells truthfully whether it changed anything.
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>

#include "engine/base/rng.h"
#include "engine/object/object.h"

using namespace caplab;
using namespace caplab::object;

namespace {

constexpr int kTrials = 4000;

// Few times and writers, so that equal stamps and long runs of shared entries are common.
Stamp random_stamp(Rng& rng, std::int64_t times) {
  return {LocalTime{rng.between(1, times)}, NodeId{static_cast<std::uint8_t>(rng.below(3))}};
}

// A stamp names one write, so that all else follows from it.
OpId op_of(Stamp stamp) {
  return OpId{static_cast<std::uint32_t>(stamp.time.us * 4) +
              static_cast<std::uint32_t>(index(stamp.writer))};
}

Version random_number(Rng& rng) {
  const Stamp stamp = random_stamp(rng, 6);
  return {stamp, op_of(stamp), Number{static_cast<Number>(index(op_of(stamp))) * 7}};
}

// Up to more entries than a log keeps. The version's stamp is that of its newest entry or, where a
// later ballot completed the write, later.
Version random_log(Rng& rng) {
  Version log;
  log.content = Entries{};
  const auto count = static_cast<int>(rng.below(kLogEntriesMax + 15));
  for (int i = 0; i < count; ++i) {
    const Stamp stamp = random_stamp(rng, 40);
    const Version single{stamp, op_of(stamp), Entries{{stamp, stamp.time.us, op_of(stamp)}}};
    merge(log, single);
  }
  if (rng.chance({1, 4})) {
    log.stamp = {LocalTime{rng.between(40, 44)}, NodeId{0}};
    log.writer_op = op_of(log.stamp);
  }
  return log;
}

Version merged(Version mine, const Version& theirs) {
  merge(mine, theirs);
  return mine;
}

template <typename MakeVersion>
void check_laws(MakeVersion make, std::uint64_t seed) {
  Rng rng(seed, 0);
  for (int trial = 0; trial < kTrials; ++trial) {
    CAPTURE(trial);
    const Version a = make(rng);
    const Version b = make(rng);
    const Version c = make(rng);
    REQUIRE(merged(a, b) == merged(b, a));
    REQUIRE(merged(merged(a, b), c) == merged(a, merged(b, c)));
    REQUIRE(merged(a, a) == a);
    REQUIRE(merged(merged(a, b), b) == merged(a, b));
  }
}

template <typename MakeVersion>
void check_questions(MakeVersion make, std::uint64_t seed) {
  Rng rng(seed, 1);
  std::array<int, 2> seen{};
  for (int trial = 0; trial < kTrials; ++trial) {
    CAPTURE(trial);
    Version a = make(rng);
    Version b = make(rng);
    const std::uint64_t relation = rng.below(3);
    if (relation == 1) a = merged(a, b);
    if (relation == 2) b = merged(b, a);
    Version result = a;
    const bool changed = merge(result, b);
    REQUIRE(changed == (result != a));
    REQUIRE(covers(a, b) == !changed);
    REQUIRE(covers(result, a));
    REQUIRE(covers(result, b));
    ++seen.at(changed ? 1 : 0);
  }
  CHECK(*std::min_element(seen.begin(), seen.end()) > kTrials / 20);
}

}  // namespace

TEST_CASE("merging registers and accounts: order, grouping and repetition do not matter") {
  check_laws(random_number, 1);
}

TEST_CASE("merging logs: order, grouping and repetition do not matter, even when they scroll") {
  check_laws(random_log, 2);
}

TEST_CASE("a register covers a version exactly when merging it changes nothing") {
  check_questions(random_number, 3);
}

TEST_CASE("a log covers a version exactly when merging it changes nothing") {
  check_questions(random_log, 4);
}

TEST_CASE("the last write wins: the later stamp decides, not the larger content") {
  const Version early{Stamp{LocalTime{1}, NodeId{2}}, OpId{1}, Number{500}};
  const Version late{Stamp{LocalTime{2}, NodeId{0}}, OpId{2}, Number{3}};
  CHECK(merged(early, late) == late);
  CHECK(merged(late, early) == late);
}

TEST_CASE("at one time the higher writer wins") {
  const Version low{Stamp{LocalTime{1}, NodeId{0}}, OpId{1}, Number{1}};
  const Version high{Stamp{LocalTime{1}, NodeId{1}}, OpId{2}, Number{2}};
  CHECK(merged(low, high) == high);
  CHECK(merged(high, low) == high);
}

// Why every writer must give each of its writes a stamp of its own.
TEST_CASE("two registers under one stamp never meet again") {
  const Stamp stamp{LocalTime{1}, NodeId{0}};
  const Version one{stamp, OpId{1}, Number{1}};
  const Version other{stamp, OpId{2}, Number{2}};
  CHECK(merged(one, other) == one);
  CHECK(merged(other, one) == other);
}

TEST_CASE("united logs lose nothing of either") {
  Rng rng(5, 0);
  for (int trial = 0; trial < kTrials; ++trial) {
    const Version a = random_log(rng);
    const Version b = random_log(rng);
    const Version both = merged(a, b);
    const auto& entries = std::get<Entries>(both.content);
    REQUIRE(std::is_sorted(entries.begin(), entries.end()));
    REQUIRE(std::adjacent_find(entries.begin(), entries.end()) == entries.end());
    REQUIRE(entries.size() <= kLogEntriesMax);
    for (const Version* part : {&a, &b}) {
      for (const LogEntry& each : std::get<Entries>(part->content)) {
        const bool kept = std::binary_search(entries.begin(), entries.end(), each);
        const bool scrolled = entries.size() == kLogEntriesMax && each < entries.front();
        REQUIRE((kept || scrolled));
      }
    }
  }
}
