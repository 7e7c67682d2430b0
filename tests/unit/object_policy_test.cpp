// Every conflict policy under the laws of merging, on random records: order, grouping and
// repetition do not matter under any of them. Policies other than last_write all merge alike, by
// union; they differ in which records count afterwards, and that is a function of the union.
// last_write keeps the laws as a register does, as long as every stamp names one write.
#include <catch2/catch_test_macros.hpp>

#include "engine/base/rng.h"
#include "engine/object/claims.h"
#include "engine/object/log.h"
#include "engine/object/verb_words.h"
#include "tests/unit/one_copy.h"

using namespace caplab;
using namespace caplab::object;

namespace {

constexpr int kTrials = 1000;
constexpr Conflict kPolicies[] = {Conflict::natural,  Conflict::last_write, Conflict::unite,
                                  Conflict::first,    Conflict::last,       Conflict::random,
                                  Conflict::earliest, Conflict::siblings};

Stamp random_stamp(Rng& rng) {
  return {LocalTime{rng.between(1, 120)}, NodeId{static_cast<std::uint8_t>(rng.below(3))}};
}

OpId op_of(Stamp stamp) {
  return OpId{static_cast<std::uint32_t>(stamp.time.us * 4) +
              static_cast<std::uint32_t>(index(stamp.writer))};
}

// A stamp names one write, so that all else follows from it.
Record record_at(Stamp stamp) {
  return {.stamp = stamp,
          .item = static_cast<std::int32_t>(stamp.time.us % 3),
          .op = op_of(stamp),
          .who = id_of<NodeId>(static_cast<std::size_t>(stamp.time.us % 5)),
          .verb = Verb::reserve};
}

// Up to more records than are kept.
Version random_records(Rng& rng) {
  Version version;
  version.content = Records{};
  for (std::uint64_t left = rng.below(kRecordsMax + 20); left > 0; --left) {
    const Stamp stamp = random_stamp(rng);
    merge(version, {stamp, op_of(stamp), Records{record_at(stamp)}}, Conflict::unite);
  }
  return version;
}

// As a store without union has them: what stands under a stamp follows from the stamp.
Version random_whole(Rng& rng) {
  const Stamp stamp = random_stamp(rng);
  Rng contents(static_cast<std::uint64_t>(op_of(stamp)), 1);
  Version version = random_records(contents);
  version.stamp = stamp;
  version.writer_op = op_of(stamp);
  return version;
}

Version draw(Conflict conflict, Rng& rng) {
  return conflict == Conflict::last_write ? random_whole(rng) : random_records(rng);
}

Version merged(Version mine, const Version& theirs, Conflict conflict) {
  merge(mine, theirs, conflict);
  return mine;
}

}  // namespace

TEST_CASE("merging records: order, grouping and repetition do not matter under any policy") {
  for (const Conflict conflict : kPolicies) {
    CAPTURE(name_of(conflict));
    Rng rng(1, static_cast<std::uint64_t>(conflict));
    for (int trial = 0; trial < kTrials; ++trial) {
      const Version a = draw(conflict, rng);
      const Version b = draw(conflict, rng);
      const Version c = draw(conflict, rng);
      REQUIRE(merged(a, b, conflict) == merged(b, a, conflict));
      REQUIRE(merged(merged(a, b, conflict), c, conflict) ==
              merged(a, merged(b, c, conflict), conflict));
      REQUIRE(merged(a, a, conflict) == a);
    }
  }
}

TEST_CASE("a copy covers another exactly when merging changes nothing, under any policy") {
  for (const Conflict conflict : kPolicies) {
    CAPTURE(name_of(conflict));
    Rng rng(2, static_cast<std::uint64_t>(conflict));
    for (int trial = 0; trial < kTrials; ++trial) {
      Version a = draw(conflict, rng);
      const Version b = draw(conflict, rng);
      if (rng.chance({1, 2})) a = merged(a, b, conflict);
      Version result = a;
      const bool changed = merge(result, b, conflict);
      REQUIRE(changed == (result != a));
      REQUIRE(covers(a, b, conflict) == !changed);
      REQUIRE(covers(result, b, conflict));
    }
  }
}

TEST_CASE("who holds an item does not depend on who heard what first") {
  for (const Conflict conflict : kPolicies) {
    if (conflict == Conflict::last_write) continue;
    Rng rng(3, static_cast<std::uint64_t>(conflict));
    for (int trial = 0; trial < 200; ++trial) {
      const Version a = random_records(rng);
      const Version b = random_records(rng);
      const Version one = merged(a, b, conflict);
      const Version other = merged(b, a, conflict);
      for (std::int32_t item = 0; item < 3; ++item) {
        REQUIRE(holder_of(one.content, item, conflict) == holder_of(other.content, item, conflict));
      }
    }
  }
}

TEST_CASE("united copies lose nothing of either; the last write loses the other whole") {
  const Version mine{Stamp{LocalTime{1}, NodeId{0}}, OpId{1},
                     Records{record_at({LocalTime{1}, NodeId{0}})}};
  const Version theirs{Stamp{LocalTime{2}, NodeId{1}}, OpId{2},
                       Records{record_at({LocalTime{2}, NodeId{1}})}};
  CHECK(std::get<Records>(merged(mine, theirs, Conflict::unite).content).size() == 2);
  CHECK(merged(mine, theirs, Conflict::last_write) == theirs);
  CHECK(merged(theirs, mine, Conflict::last_write) == theirs);
}

TEST_CASE("a log under last_write replaces, and so an append must look first") {
  const auto log_of = [](std::int64_t at) {
    const Stamp stamp{LocalTime{at}, NodeId{0}};
    return Version{stamp, op_of(stamp), Entries{{stamp, at, op_of(stamp)}}};
  };
  CHECK(std::get<Entries>(merged(log_of(1), log_of(2), Conflict::natural).content).size() == 2);
  CHECK(merged(log_of(1), log_of(2), Conflict::last_write) == log_of(2));
  CHECK(is_blind(Verb::append, Conflict::natural));
  CHECK_FALSE(is_blind(Verb::append, Conflict::last_write));
  CHECK(is_blind(Verb::write, Conflict::last_write));
}

TEST_CASE("a reply without its post is seen to be one") {
  const auto entry = [](std::int64_t value, std::int32_t reply_to) {
    return LogEntry{Stamp{LocalTime{value}, NodeId{0}}, value, OpId{0}, reply_to};
  };
  CHECK(orphans({entry(1, 0), entry(2, 1)}).empty());
  CHECK(orphans({entry(2, 1)}) == Entries{entry(2, 1)});
}

TEST_CASE("an account's transfer takes off what is there, and its second half puts it in") {
  test::OneCopy from(ObjectType::account, 100);
  CHECK_FALSE(from.ask(5, Verb::transfer, {1, 101}));
  CHECK(from.ask(5, Verb::transfer, {1, 100}));
  CHECK(from.content == Content{Number{0}});
  CHECK(from.ask(5, Verb::transfer_in, {0, 30}));
  CHECK(from.content == Content{Number{30}});
}

TEST_CASE("a call is told in plain words, each verb in its own") {
  const auto told = [](ObjectType type, Verb verb) {
    return request_text("X", type, {verb, 30, 0, 12, NodeId{5}});
  };
  CHECK(told(ObjectType::seat, Verb::reserve) == "X seat 12");
  CHECK(told(ObjectType::account, Verb::transfer) == "X 30 to account 12");
  CHECK(told(ObjectType::log, Verb::reply) == "X 30 to post 12");
  CHECK(told(ObjectType::lock, Verb::release) == "X");
  CHECK(told(ObjectType::name, Verb::release) == "X name 12");
  CHECK(told(ObjectType::matching, Verb::match) == "X trip 12 with driver 30");
  CHECK(told(ObjectType::matching, Verb::place) == "X driver 12 in region 30");
  CHECK(told(ObjectType::payment, Verb::charge) == "X 30 for trip 12");
  CHECK(told(ObjectType::account, Verb::withdraw) == "X 30");
  CHECK(told(ObjectType::reg, Verb::read) == "X");
}

TEST_CASE("each type has verbs, words and policies of its own") {
  for (const ObjectType type : all_types()) {
    CAPTURE(name_of(type));
    CHECK_FALSE(conflicts_of(type).empty());
    bool reads = false;
    bool changes = false;
    for (const Verb verb : verbs_of(type)) {
      CHECK(fits(type, verb));
      CHECK_FALSE(words_of(verb).done.empty());
      reads = reads || is_read(verb);
      changes = changes || !is_read(verb);
    }
    CHECK((reads && changes));
  }
  // A copy of a number must not get larger for the richer types' sake.
  CHECK(sizeof(Version) <= 56);
}
