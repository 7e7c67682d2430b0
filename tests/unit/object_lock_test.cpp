// A lock: one holder at a time, leases that end, and tokens that make an outdated holder harmless.
#include "engine/object/lock.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/one_copy.h"

using namespace caplab;
using namespace caplab::object;
using test::OneCopy;

namespace {

constexpr int kAna = 5;
constexpr int kBen = 6;
constexpr NodeId kAnaId{5};
constexpr NodeId kBenId{6};

Lease held(const OneCopy& copy, Conflict conflict = Conflict::natural) {
  return lease_at(copy.content, LocalTime{copy.now_us}, conflict);
}

}  // namespace

TEST_CASE("a lock has one holder until it is released") {
  OneCopy copy(ObjectType::lock);
  CHECK(held(copy) == Lease{});
  CHECK(copy.ask(kAna, Verb::acquire));
  CHECK(token_of(copy.content, copy.last_op()) == 1);
  CHECK(held(copy) == Lease{kAnaId, 1});
  CHECK_FALSE(copy.ask(kBen, Verb::acquire));
  CHECK_FALSE(copy.ask(kBen, Verb::release));
  CHECK(copy.ask(kAna, Verb::release));
  CHECK(held(copy) == Lease{});
  CHECK(copy.ask(kBen, Verb::acquire));
  CHECK(held(copy) == Lease{kBenId, 2});
}

TEST_CASE("a lease ends at its time, to the microsecond") {
  OneCopy copy(ObjectType::lock);
  CHECK(copy.ask(kAna, Verb::acquire, {0, 100}));  // at 1
  CHECK(lease_at(copy.content, LocalTime{100}) == Lease{kAnaId, 1});
  CHECK(lease_at(copy.content, LocalTime{101}) == Lease{});
  copy.now_us = 99;
  CHECK_FALSE(copy.ask(kBen, Verb::acquire, {0, 100}));  // at 100
  CHECK(copy.ask(kBen, Verb::acquire, {0, 100}));        // at 101
  CHECK(held(copy) == Lease{kBenId, 2});
}

TEST_CASE("a holder may take its lease again, with a new token") {
  OneCopy copy(ObjectType::lock);
  CHECK(copy.ask(kAna, Verb::acquire, {0, 100}));
  CHECK(copy.ask(kAna, Verb::acquire, {0, 100}));
  CHECK(held(copy) == Lease{kAnaId, 2});
}

TEST_CASE("work under an outdated token is refused, unless nobody looks at tokens") {
  OneCopy copy(ObjectType::lock);
  CHECK_FALSE(copy.ask(kAna, Verb::work, {0, 0, 0}));  // never had a lease
  CHECK(copy.ask(kAna, Verb::acquire, {0, 10}));
  CHECK(copy.ask(kAna, Verb::work, {0, 0, 1}));
  copy.now_us = 1000;
  CHECK(copy.ask(kBen, Verb::acquire, {0, 10}));
  CHECK(copy.ask(kBen, Verb::work, {0, 0, 2}));
  CHECK_FALSE(copy.ask(kAna, Verb::work, {0, 0, 1}));
  CHECK(copy.ask(kAna, Verb::work_unchecked, {0, 0, 1}));
  CHECK(copy.ask(kBen, Verb::work, {0, 0, 2}));
}

TEST_CASE("two sides give out the same token; under siblings nobody holds it then") {
  const OneCopy start(ObjectType::lock);
  OneCopy mine = start.cut_off(1);
  OneCopy theirs = start.cut_off(2);
  theirs.now_us = 10;
  CHECK(mine.ask(kAna, Verb::acquire));
  CHECK(theirs.ask(kBen, Verb::acquire));
  mine.hear(theirs);
  mine.now_us = 20;
  CHECK(held(mine, Conflict::first) == Lease{kAnaId, 1});
  CHECK(held(mine, Conflict::last) == Lease{kBenId, 1});
  CHECK(held(mine, Conflict::siblings) == Lease{});
}
