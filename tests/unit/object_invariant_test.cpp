// Each invariant with a run that breaks it, told in one sentence, and one beside it that does not.
#include "engine/object/invariant.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/told_by_hand.h"

using namespace caplab;
using namespace caplab::object;
using namespace caplab::test;

namespace {

constexpr std::int32_t kSeat = 12;
constexpr std::int32_t kTrip = 7;

Record charge(std::uint32_t op, std::int64_t amount, std::int32_t key) {
  return {.stamp = {LocalTime{op}, NodeId{9}},
          .amount = amount,
          .item = kTrip,
          .about = key,
          .op = OpId{op},
          .who = kAna,
          .verb = Verb::charge};
}

// The award's own record, from which its winner is read.
void award(ToldByHand& run, NodeId winner, std::int64_t price) {
  Told& told = run.say(kCleo, Verb::award, {3});
  told.answer.shown.content = Records{{.stamp = told.answer.shown.stamp,
                                       .amount = price,
                                       .item = 3,
                                       .about = static_cast<std::int32_t>(index(winner)),
                                       .op = told.op,
                                       .who = kCleo,
                                       .verb = Verb::award}};
}

}  // namespace

TEST_CASE("a seat that was confirmed to two is told with their names") {
  ToldByHand run{ObjectType::seat};
  run.say(kAna, Verb::reserve, {kSeat});
  CHECK(run.broken().empty());
  run.say(kBen, Verb::reserve, {kSeat});
  CHECK(run.broken() == "seat 12 was confirmed to ana and ben");
  run.say(kCleo, Verb::reserve, {kSeat});
  CHECK(run.broken() == "seat 12 was confirmed to ana, ben and cleo");
}

TEST_CASE("a seat that may have been given back in between is not sold twice") {
  ToldByHand run{ObjectType::seat};
  run.say(kAna, Verb::reserve, {kSeat});
  SECTION("given back") { run.say(kAna, Verb::release, {kSeat}); }
  SECTION("given back, nobody knows whether") {
    run.say(kAna, Verb::release, {kSeat}).certain = false;
  }
  SECTION("given back before its own confirmation came") {
    Told& release = run.say(kAna, Verb::release, {kSeat});
    release.called = run.told[0].called + milliseconds(50);
  }
  SECTION("the second was declined") {
    run.say(kBen, Verb::reserve, {kSeat}).answer.accepted = false;
    CHECK(run.broken().empty());
    return;
  }
  SECTION("the second is unknown") {
    run.say(kBen, Verb::reserve, {kSeat}).certain = false;
    CHECK(run.broken().empty());
    return;
  }
  SECTION("the same customer asks again") {
    run.say(kAna, Verb::reserve, {kSeat});
    CHECK(run.broken().empty());
    return;
  }
  SECTION("another key's seat") {
    run.say(kBen, Verb::reserve, {kSeat}).key = Key{1};
    CHECK(run.broken().empty());
    return;
  }
  run.say(kBen, Verb::reserve, {kSeat});
  CHECK(run.broken().empty());
}

TEST_CASE("a release that comes after the second confirmation does not excuse it") {
  ToldByHand run{ObjectType::name};
  run.say(kAna, Verb::reserve, {kSeat});
  run.say(kBen, Verb::reserve, {kSeat});
  run.say(kAna, Verb::release, {kSeat});
  CHECK(run.broken() == "name 12 was confirmed to ana and ben");
}

TEST_CASE("a seat that is sold twice, given back and sold twice again is told twice") {
  ToldByHand run{ObjectType::seat};
  run.say(kAna, Verb::reserve, {kSeat});
  run.say(kBen, Verb::reserve, {kSeat});
  run.say(kBen, Verb::release, {kSeat});
  run.say(kAna, Verb::reserve, {kSeat});
  CHECK(run.broken() == "seat 12 was confirmed to ana and ben");
  run.say(kCleo, Verb::reserve, {kSeat});
  const std::vector<Breach> found = run.breaches();
  REQUIRE(found.size() == 2);
  CHECK(found[0].ops == std::vector<OpId>{OpId{0}, OpId{1}});
  CHECK(found[1].ops == std::vector<OpId>{OpId{0}, OpId{4}});
}

TEST_CASE("of a stock no more are confirmed than there are") {
  ToldByHand run{ObjectType::stock, 2};
  run.say(kAna, Verb::reserve);
  run.say(kAna, Verb::reserve);
  CHECK(run.broken().empty());
  SECTION("one too many") {
    run.say(kBen, Verb::reserve);
    CHECK(run.broken() == "the article was confirmed 3 times, there are only 2");
  }
  SECTION("one too many, and after more have come, again") {
    run.say(kBen, Verb::reserve);
    run.say(kCleo, Verb::restock, {0, 2});
    run.say(kBen, Verb::reserve);
    run.say(kCleo, Verb::reserve);
    const std::vector<Breach> found = run.breaches();
    REQUIRE(found.size() == 2);
    CHECK(found[0].room == 2);
    CHECK(found[1].sentence == "the article was confirmed 5 times, there are only 4");
  }
  SECTION("one was given back, and no more than that") {
    run.say(kAna, Verb::release);
    run.say(kBen, Verb::reserve);
    CHECK(run.broken().empty());
    run.say(kCleo, Verb::reserve);
    CHECK(run.broken() == "the article was confirmed 3 times, there are only 2");
  }
  SECTION("there may be more by now") {
    run.say(kCleo, Verb::restock, {0, 1}).certain = false;
    run.say(kBen, Verb::reserve);
    CHECK(run.broken().empty());
  }
}

TEST_CASE("a lot is awarded to one, and to the highest bid that was confirmed before") {
  ToldByHand run{ObjectType::auction};
  run.say(kAna, Verb::bid, {3, 50});
  run.say(kBen, Verb::bid, {3, 80});
  SECTION("sound") {
    award(run, kBen, 80);
    run.say(kAna, Verb::bid, {3, 90});
    CHECK(run.broken().empty());
  }
  SECTION("to a lower one") {
    award(run, kAna, 50);
    CHECK(run.broken() == "lot 3 went to ana for 50, though ben had bid 80");
  }
  SECTION("to two") {
    award(run, kBen, 80);
    award(run, kAna, 80);
    CHECK(run.broken() == "lot 3 was confirmed to ben and ana");
  }
}

TEST_CASE("two holders' work under one token, or under an outdated one, is told with both tokens") {
  ToldByHand run{ObjectType::lock};
  run.say(kAna, Verb::work, {0, 0, 3});
  run.say(kAna, Verb::work, {0, 0, 3});
  SECTION("the next token") {
    run.say(kBen, Verb::work, {0, 0, 4});
    CHECK(run.broken().empty());
  }
  SECTION("the same token") {
    run.say(kBen, Verb::work, {0, 0, 3});
    CHECK(run.broken() == "ana's and ben's work was both accepted (tokens 3 and 3)");
  }
  SECTION("an outdated token") {
    run.say(kBen, Verb::work_unchecked, {0, 0, 2});
    CHECK(run.broken() == "ana's and ben's work was both accepted (tokens 3 and 2)");
  }
  SECTION("an outdated token, refused") {
    run.say(kBen, Verb::work, {0, 0, 2}).answer.accepted = false;
    CHECK(run.broken().empty());
  }
}

TEST_CASE("nobody is let in after an acknowledged revoke") {
  ToldByHand run{ObjectType::permission};
  run.say(kCleo, Verb::grant, {1});
  run.say(kBen, Verb::access, {1});
  Told& revoke = run.say(kCleo, Verb::revoke, {1});
  SECTION("let in") {
    run.say(kBen, Verb::access, {1});
    CHECK(run.broken() == "person 1 was let in after an acknowledged revoke");
  }
  SECTION("the revoke was not acknowledged yet") {
    revoke.returned = Time{} + seconds(9);
    run.say(kBen, Verb::access, {1});
    CHECK(run.broken().empty());
  }
  SECTION("granted again, perhaps") {
    run.say(kCleo, Verb::grant, {1}).certain = false;
    run.say(kBen, Verb::access, {1});
    CHECK(run.broken().empty());
  }
  SECTION("kept out") {
    run.say(kBen, Verb::access, {1}).answer.accepted = false;
    CHECK(run.broken().empty());
  }
}

TEST_CASE("no more money is paid out than was put in") {
  ToldByHand run{ObjectType::account, 100};
  run.say(kAna, Verb::withdraw, {0, 80});
  SECTION("beyond") {
    run.say(kBen, Verb::withdraw, {0, 80});
    CHECK(run.broken() == "money was paid out beyond what was put in: 60 of ben's 80");
  }
  SECTION("what may have been put in counts") {
    run.say(kBen, Verb::deposit, {0, 60}).certain = false;
    run.say(kBen, Verb::withdraw, {0, 80});
    CHECK(run.broken().empty());
  }
  SECTION("declined") {
    run.say(kBen, Verb::withdraw, {0, 80}).answer.accepted = false;
    CHECK(run.broken().empty());
  }
}

TEST_CASE("books may differ by as much as is unknown") {
  ToldByHand run{ObjectType::account, 100};
  run.say(kAna, Verb::withdraw, {0, 30});
  run.say(kBen, Verb::withdraw, {0, 1}).certain = false;
  for (const Number held : {69, 70}) {
    run.settled = {held};
    CHECK(run.broken().empty());
  }
  run.settled = {Number{40}};
  CHECK(run.broken() ==
        "the account holds 40, what was acknowledged, and what may have been done, comes to 69 to "
        "70");
  CHECK(run.breaches().front().amount == 29);
  run.settled = {Number{99}};
  CHECK(run.breaches().front().amount == -29);
}

TEST_CASE("of wrong books that is blamed which was booked wrongly the fewest times") {
  ToldByHand run{ObjectType::account, 100};
  run.say(kAna, Verb::withdraw, {0, 30});
  run.say(kBen, Verb::withdraw, {0, 10});
  run.settled = {Number{30}};
  CHECK(run.broken() ==
        "the account holds 30, what was acknowledged comes to 60, as if ana's 30 had been booked "
        "twice");
}

TEST_CASE("a transfer that left one account comes to the other") {
  ToldByHand run{ObjectType::account, 100};
  run.say(kAna, Verb::transfer, {1, 30});
  CHECK(run.broken() == "30 left account 0 and never came to account 1");
  SECTION("it comes") {
    run.say(kAna, Verb::transfer_in, {0, 30}).key = Key{1};
    CHECK(run.broken().empty());
    run.settled = {Number{70}, Number{130}};
    CHECK(run.broken().empty());
    SECTION("and is booked twice") {
      run.settled = {Number{70}, Number{160}};
      CHECK(run.broken() ==
            "account 1 holds 160, what was acknowledged comes to 130, as if ana's 30 had been "
            "booked twice");
      CHECK(run.breaches()[0].rivals == std::vector<OpId>{OpId{1}});
    }
    SECTION("and is lost") {
      run.settled = {Number{70}, Number{100}};
      CHECK(
          run.broken() ==
          "account 1 holds 100, what was acknowledged comes to 130, as if ana's 30 had never been "
          "booked");
    }
  }
  SECTION("it may come") {
    Told& second = run.say(kAna, Verb::transfer_in, {0, 30});
    second.key = Key{1};
    second.certain = false;
    CHECK(run.broken().empty());
  }
}

TEST_CASE("a reply is not seen without its post") {
  ToldByHand run{ObjectType::log};
  run.say(kAna, Verb::append, {0, 3});
  run.say(kBen, Verb::reply, {3, 5});
  Told& read = run.say(kCleo, Verb::read);
  const LogEntry post{{LocalTime{1}, NodeId{9}}, 3, OpId{0}, 0};
  const LogEntry reply{{LocalTime{2}, NodeId{9}}, 5, OpId{1}, 3};
  read.answer.shown.content = Entries{post, reply};
  CHECK(run.broken().empty());
  read.answer.shown.content = Entries{reply};
  CHECK(run.broken() == "a reply shows without its post: cleo saw 5, not the 3 that it answers");
}

TEST_CASE("acknowledged entries are not lost") {
  ToldByHand run{ObjectType::log};
  run.say(kAna, Verb::append, {0, 3});
  CHECK(run.broken().empty());  // nobody knows yet
  run.settled = {Entries{{{LocalTime{1}, NodeId{9}}, 3, OpId{0}, 0}}};
  CHECK(run.broken().empty());
  run.settled = {Entries{}};
  CHECK(run.broken() == "ana's entry 3 was acknowledged and is lost");
}

TEST_CASE("a driver has one rider, a trip one driver") {
  ToldByHand run{ObjectType::matching};
  run.say(kAna, Verb::match, {kTrip, 4});
  SECTION("two riders") {
    run.say(kBen, Verb::match, {8, 4});
    CHECK(run.broken() == "a driver has two riders: 4 on trip 7 and trip 8");
  }
  SECTION("two drivers") {
    run.say(kBen, Verb::match, {kTrip, 3});
    CHECK(run.broken() == "trip 7 has two drivers, 4 and 3");
  }
  SECTION("another trip, another driver") {
    run.say(kBen, Verb::match, {8, 3});
    CHECK(run.broken().empty());
  }
  SECTION("one after the other") {
    run.say(kAna, Verb::finish, {kTrip});
    run.say(kBen, Verb::match, {8, 4});
    CHECK(run.broken().empty());
  }
}

TEST_CASE("a rider is not dropped") {
  ToldByHand run{ObjectType::matching};
  run.say(kAna, Verb::request, {kTrip, 1});
  run.settled = {
      Records{{.stamp = {}, .item = kTrip, .op = OpId{0}, .who = kAna, .verb = Verb::request}}};
  CHECK(run.broken().empty());
  run.settled = {Records{}};
  CHECK(run.broken() == "ana was dropped: trip 7 was acknowledged and nobody knows of it");
}

TEST_CASE("a trip is charged once, whoever was told of it") {
  ToldByHand run{ObjectType::payment};
  run.say(kAna, Verb::charge, {kTrip, 30});
  CHECK(run.broken().empty());
  SECTION("told twice") {
    run.say(kAna, Verb::charge, {kTrip, 30});
    CHECK(run.broken() == "charged twice for trip 7");
    SECTION("and paid back") {
      run.say(kAna, Verb::refund, {kTrip, 30});
      CHECK(run.broken().empty());
    }
    SECTION("and paid back as far as anybody knows, until all copies say no") {
      run.say(kAna, Verb::refund, {kTrip, 30}).certain = false;
      CHECK(run.broken().empty());
      run.settled = {Records{charge(0, 30, 0), charge(1, 30, 0)}};
      CHECK(run.broken() == "charged twice for trip 7");
    }
  }
  SECTION("told once, and once unknown that took effect after all") {
    run.say(kAna, Verb::charge, {kTrip, 30}).certain = false;
    run.settled = {Records{charge(0, 30, 0)}};
    CHECK(run.broken().empty());
    run.settled = {Records{charge(0, 30, 0), charge(1, 30, 0)}};
    CHECK(run.broken() == "charged twice for trip 7");
  }
  SECTION("another trip") {
    run.say(kAna, Verb::charge, {8, 30});
    CHECK(run.broken().empty());
  }
}

TEST_CASE("charges under one idempotency key are one") {
  ToldByHand run{ObjectType::payment};
  run.say(kAna, Verb::charge, {kTrip, 30, 99});
  run.say(kAna, Verb::charge, {kTrip, 30, 99});
  run.settled = {Records{charge(0, 30, 99), charge(1, 30, 99)}};
  CHECK(run.broken().empty());
}

TEST_CASE("a finished trip is charged") {
  ToldByHand rides{ObjectType::matching};
  rides.say(kAna, Verb::finish, {kTrip});
  ToldByHand payments{ObjectType::payment};
  const std::vector<Breach> found = find_uncharged(payments.evidence(), rides.told);
  REQUIRE(found.size() == 1);
  CHECK(found[0].sentence == "trip 7 is finished and was never charged");
  payments.say(kAna, Verb::charge, {kTrip, 30});
  CHECK(find_uncharged(payments.evidence(), rides.told).empty());
  payments.settled = {Records{charge(0, 30, 0)}};
  CHECK(find_uncharged(payments.evidence(), rides.told).empty());
  payments.settled = {Records{}};  // it was received and dropped
  CHECK(find_uncharged(payments.evidence(), rides.told).size() == 1);
}

TEST_CASE("what cannot be taken back is marked as such") {
  for (const Rule rule : {Rule::one_holder, Rule::no_access, Rule::effect_stands}) {
    CHECK_FALSE(words_of(rule).reversible);
  }
  for (const Rule rule : {Rule::one_customer, Rule::charged_once, Rule::one_rider}) {
    CHECK(words_of(rule).reversible);
  }
}
