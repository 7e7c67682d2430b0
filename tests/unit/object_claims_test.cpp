// Seats, stock, names and auctions: an item is confirmed to one customer, or to as many as there
// are of it; and what becomes of it where two copies sold it without knowing of each other.
#include "engine/object/claims.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/object/auction.h"
#include "tests/unit/one_copy.h"

using namespace caplab;
using namespace caplab::object;
using test::OneCopy;

namespace {

constexpr int kAna = 5;
constexpr int kBen = 6;
constexpr NodeId kAnaId{5};
constexpr NodeId kBenId{6};
constexpr std::int32_t kSeat = 12;

// Ana and Ben both get seat 12, Ana's replica first; then the copies meet.
OneCopy sold_twice(Conflict conflict) {
  const OneCopy start(ObjectType::seat);
  OneCopy mine = start.cut_off(1);
  OneCopy theirs = start.cut_off(2);
  theirs.now_us = 10;
  CHECK(mine.ask(kAna, Verb::reserve, {kSeat}));
  CHECK(theirs.ask(kBen, Verb::reserve, {kSeat}));
  mine.hear(theirs, conflict);
  return mine;
}

}  // namespace

TEST_CASE("a seat goes to whoever asks first, and stays") {
  for (const ObjectType type : {ObjectType::seat, ObjectType::name}) {
    OneCopy copy(type);
    CHECK(holder_of(copy.content, kSeat) == kNobody);
    CHECK(copy.ask(kAna, Verb::reserve, {kSeat}));
    CHECK(holder_of(copy.content, kSeat) == kAnaId);
    CHECK_FALSE(copy.ask(kBen, Verb::reserve, {kSeat}));
    CHECK(copy.ask(kBen, Verb::reserve, {13}));
    CHECK(holder_of(copy.content, kSeat) == kAnaId);
    CHECK(holder_of(copy.content, 13) == kBenId);
  }
}

TEST_CASE("who asks again for a seat that is his has it already, and nothing is written") {
  OneCopy copy(ObjectType::seat);
  CHECK(copy.ask(kAna, Verb::reserve, {kSeat}));
  CHECK(copy.ask(kAna, Verb::reserve, {kSeat}));
  CHECK(copy.size() == 1);
}

TEST_CASE("a seat that is given back can be had again; another's cannot be given back") {
  OneCopy copy(ObjectType::seat);
  CHECK(copy.ask(kAna, Verb::reserve, {kSeat}));
  CHECK_FALSE(copy.ask(kBen, Verb::release, {kSeat}));
  CHECK(copy.ask(kAna, Verb::release, {kSeat}));
  CHECK_FALSE(copy.ask(kAna, Verb::release, {kSeat}));
  CHECK(copy.ask(kBen, Verb::reserve, {kSeat}));
  CHECK(holder_of(copy.content, kSeat) == kBenId);
}

TEST_CASE("a release counts even where the clock that stamps it is behind") {
  OneCopy copy(ObjectType::seat);
  copy.now_us = 1000;
  CHECK(copy.ask(kAna, Verb::reserve, {kSeat}));
  copy.now_us = 10;
  CHECK(copy.ask(kAna, Verb::release, {kSeat}));
  CHECK(holder_of(copy.content, kSeat) == kNobody);
}

TEST_CASE("of a stock as many go out as there are, and more can be put there") {
  OneCopy copy(ObjectType::stock, 2);
  CHECK(copy.ask(kAna, Verb::reserve));
  CHECK(copy.ask(kAna, Verb::reserve));
  CHECK_FALSE(copy.ask(kBen, Verb::reserve));
  CHECK_FALSE(copy.ask(kBen, Verb::reserve, {1}));  // of this there is nothing
  CHECK(copy.ask(kBen, Verb::restock, {0, 1}));
  CHECK(copy.ask(kBen, Verb::reserve));
  CHECK(holders_of(std::get<Records>(copy.content), 0, Conflict::natural).size() == 3);
}

TEST_CASE("an object that is full of reservations takes no more") {
  OneCopy copy(ObjectType::seat);
  for (std::size_t i = 0; i < kRecordsMax; ++i) {
    CHECK(copy.ask(kAna, Verb::reserve, {static_cast<std::int32_t>(i)}));
  }
  CHECK_FALSE(copy.ask(kAna, Verb::reserve, {1000}));
  CHECK(holder_of(copy.content, 0) == kAnaId);
}

TEST_CASE("whose a seat is that was sold twice: the policy says") {
  struct Case {
    Conflict conflict;
    NodeId holder;
    std::size_t holders;
  };
  const Case cases[] = {
      {Conflict::natural, kAnaId, 1},    {Conflict::first, kAnaId, 1},
      {Conflict::earliest, kAnaId, 1},   {Conflict::last, kBenId, 1},
      {Conflict::last_write, kBenId, 1}, {Conflict::unite, kNobody, 2},
      {Conflict::siblings, kNobody, 0},
  };
  for (const Case& c : cases) {
    CAPTURE(name_of(c.conflict));
    const OneCopy copy = sold_twice(c.conflict);
    CHECK(holder_of(copy.content, kSeat, c.conflict) == c.holder);
    const Records holders = holders_of(std::get<Records>(copy.content), kSeat, c.conflict);
    CHECK(holders.size() == c.holders);
    // Under last_write nobody can see any more that Ana was promised the seat.
    CHECK(copy.size() == (c.conflict == Conflict::last_write ? 1 : 2));
  }
}

TEST_CASE("a random winner is the same at every replica, and not always the first") {
  int firsts = 0;
  for (std::int64_t at = 0; at < 100; ++at) {
    OneCopy one(ObjectType::seat);
    one.now_us = at * 1000;
    OneCopy mine = one.cut_off(1);
    OneCopy theirs = one.cut_off(2);
    theirs.now_us += 10;
    mine.ask(kAna, Verb::reserve, {kSeat});
    theirs.ask(kBen, Verb::reserve, {kSeat});
    OneCopy other = theirs;
    other.hear(mine);
    mine.hear(theirs);
    const NodeId holder = holder_of(mine.content, kSeat, Conflict::random);
    CHECK(holder == holder_of(other.content, kSeat, Conflict::random));
    firsts += holder == kAnaId ? 1 : 0;
  }
  CHECK(firsts > 20);
  CHECK(firsts < 80);
}

TEST_CASE("siblings wait until one of them gives up") {
  OneCopy copy = sold_twice(Conflict::siblings);
  CHECK_FALSE(copy.ask(7, Verb::reserve, {kSeat}));
  CHECK(copy.ask(kAna, Verb::release, {kSeat}));
  CHECK(holder_of(copy.content, kSeat, Conflict::siblings) == kBenId);
}

TEST_CASE("a bid must be higher than those before it") {
  OneCopy copy(ObjectType::auction);
  CHECK(copy.ask(kAna, Verb::bid, {3, 50}));
  CHECK_FALSE(copy.ask(kBen, Verb::bid, {3, 50}));
  CHECK_FALSE(copy.ask(kBen, Verb::bid, {3, 40}));
  CHECK(copy.ask(kBen, Verb::bid, {3, 60}));
  CHECK(highest_bid(std::get<Records>(copy.content), 3).who == kBenId);
  CHECK(highest_bid(std::get<Records>(copy.content), 4).who == kNobody);
}

TEST_CASE("a lot is awarded once, to the highest bid, and then takes no bids") {
  OneCopy copy(ObjectType::auction);
  CHECK_FALSE(copy.ask(7, Verb::award, {3}));
  CHECK(copy.ask(kAna, Verb::bid, {3, 50}));
  CHECK(copy.ask(kBen, Verb::bid, {3, 60}));
  CHECK(copy.ask(7, Verb::award, {3}));
  CHECK(winner_of(copy.content, 3) == kBenId);
  CHECK_FALSE(copy.ask(7, Verb::award, {3}));
  CHECK_FALSE(copy.ask(kAna, Verb::bid, {3, 100}));
}

TEST_CASE("of equal bids on two sides the earliest wins") {
  const OneCopy start(ObjectType::auction);
  OneCopy mine = start.cut_off(1);
  OneCopy theirs = start.cut_off(2);
  mine.now_us = 10;
  CHECK(mine.ask(kAna, Verb::bid, {3, 50}));
  CHECK(theirs.ask(kBen, Verb::bid, {3, 50}));
  mine.hear(theirs);
  CHECK(highest_bid(std::get<Records>(mine.content), 3).who == kBenId);
}

TEST_CASE("a lot that was awarded on two sides goes to whom the policy says") {
  const OneCopy start(ObjectType::auction);
  OneCopy mine = start.cut_off(1);
  OneCopy theirs = start.cut_off(2);
  theirs.now_us = 10;
  for (OneCopy* copy : {&mine, &theirs}) {
    CHECK(copy->ask(copy == &mine ? kAna : kBen, Verb::bid, {3, 50}));
    CHECK(copy->ask(7, Verb::award, {3}));
  }
  mine.hear(theirs);
  CHECK(winner_of(mine.content, 3, Conflict::first) == kAnaId);
  CHECK(winner_of(mine.content, 3, Conflict::last) == kBenId);
  CHECK(winner_of(mine.content, 3, Conflict::siblings) == kNobody);
}
