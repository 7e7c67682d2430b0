// After healing: who keeps what was promised to two, how the others are made up for, counted; and
// what no payment makes up for.
#include "engine/object/reconcile.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/told_by_hand.h"

using namespace caplab;
using namespace caplab::object;
using namespace caplab::test;

namespace {

constexpr std::int32_t kSeat = 12;

ToldByHand sold_twice() {
  ToldByHand run{ObjectType::seat};
  run.say(kAna, Verb::reserve, {kSeat});
  run.say(kBen, Verb::reserve, {kSeat});
  return run;
}

}  // namespace

TEST_CASE("nothing is made up for where nothing is broken") {
  ToldByHand run{ObjectType::seat};
  run.say(kAna, Verb::reserve, {kSeat});
  CHECK(reconcile(run.evidence(), Conflict::first) == Reconciliation{});
}

TEST_CASE("a seat that was sold twice costs one cancelled booking; the policy says whose") {
  const ToldByHand run = sold_twice();
  struct Case {
    Conflict conflict;
    NodeId loser;
  };
  const Case cases[] = {{Conflict::natural, kBen},   {Conflict::first, kBen},
                        {Conflict::unite, kBen},     {Conflict::earliest, kBen},
                        {Conflict::siblings, kBen},  {Conflict::last, kAna},
                        {Conflict::last_write, kAna}};
  for (const Case& c : cases) {
    CAPTURE(name_of(c.conflict));
    const Reconciliation result = reconcile(run.evidence(), c.conflict);
    CHECK(result.broken.size() == 1);
    CHECK(result.beyond_repair.empty());
    CHECK(result.compensations.size() == 1);
    CHECK(count_of(result, Remedy::cancelled_booking) == 1);
    const Compensation& made = result.compensations.front();
    CHECK(made.who == c.loser);
    CHECK(made.undo == Request{Verb::release, 0, 0, kSeat, c.loser});
  }
}

TEST_CASE("a seat that was sold twice two times is taken from each loser once") {
  ToldByHand run = sold_twice();
  run.say(kBen, Verb::release, {kSeat});
  run.say(kCleo, Verb::reserve, {kSeat});
  ToldByHand emails{ObjectType::effect};
  emails.say(kAna, Verb::email, {kSeat});
  CHECK(reconcile(run.evidence(), Conflict::first).compensations.size() == 2);
  const Reconciliation last = reconcile(run.evidence(), Conflict::last, emails.told);
  CHECK(last.broken.size() == 2);
  CHECK(last.compensations.size() == 1);
  CHECK(last.beyond_repair.size() == 1);
}

TEST_CASE("of a stock as many bookings are cancelled as there are too many") {
  ToldByHand run{ObjectType::stock, 2};
  for (int i = 0; i < 5; ++i) run.say(kAna, Verb::reserve);
  const Reconciliation result = reconcile(run.evidence(), Conflict::first);
  REQUIRE(count_of(result, Remedy::cancelled_booking) == 3);
  CHECK(result.compensations.front().op == OpId{2});
  const Reconciliation last = reconcile(run.evidence(), Conflict::last);
  CHECK(last.compensations.front().op == OpId{0});
}

TEST_CASE("an email that has gone out is not repaired with the booking") {
  const ToldByHand run = sold_twice();
  ToldByHand emails{ObjectType::effect};
  emails.say(kAna, Verb::email, {kSeat});
  emails.say(kBen, Verb::email, {kSeat});
  const Reconciliation result = reconcile(run.evidence(), Conflict::first, emails.told);
  REQUIRE(result.beyond_repair.size() == 1);
  CHECK(result.beyond_repair[0].rule == Rule::effect_stands);
  CHECK(result.beyond_repair[0].sentence ==
        "the email about seat 12 had gone out to ben and cannot be taken back");
  CHECK(count_of(result, Remedy::cancelled_booking) == 1);
}

TEST_CASE("an email about an earlier booking of the same seat was true, and stays so") {
  ToldByHand run{ObjectType::seat};
  run.say(kBen, Verb::reserve, {kSeat});
  run.say(kBen, Verb::release, {kSeat});
  run.say(kAna, Verb::reserve, {kSeat});
  run.say(kBen, Verb::reserve, {kSeat});
  ToldByHand emails{ObjectType::effect};
  emails.say(kBen, Verb::email, {kSeat}).called = run.told[0].returned;
  CHECK(reconcile(run.evidence(), Conflict::first, emails.told).beyond_repair.empty());
  emails.say(kBen, Verb::email, {kSeat}).called = run.told[3].returned;
  const Reconciliation result = reconcile(run.evidence(), Conflict::first, emails.told);
  REQUIRE(result.beyond_repair.size() == 1);
  CHECK(result.beyond_repair[0].ops == std::vector<OpId>{OpId{1}});
}

TEST_CASE("who bid for a lot that another keeps gets an apology") {
  ToldByHand run{ObjectType::auction};
  for (const NodeId winner : {kAna, kBen}) {
    Told& told = run.say(kCleo, Verb::award, {3});
    told.answer.shown.content = Records{{.stamp = told.answer.shown.stamp,
                                         .amount = 50,
                                         .item = 3,
                                         .about = static_cast<std::int32_t>(index(winner)),
                                         .op = told.op,
                                         .who = kCleo,
                                         .verb = Verb::award}};
  }
  const Reconciliation result = reconcile(run.evidence(), Conflict::first);
  REQUIRE(count_of(result, Remedy::apology) == 1);
  CHECK(result.compensations[0].who == kBen);
}

TEST_CASE("a second charge goes back, less what has gone back already") {
  ToldByHand run{ObjectType::payment};
  run.say(kAna, Verb::charge, {7, 30});
  run.say(kAna, Verb::charge, {7, 30});
  run.say(kCleo, Verb::refund, {7, 10});
  const Reconciliation result = reconcile(run.evidence(), Conflict::first);
  REQUIRE(count_of(result, Remedy::refund) == 1);
  CHECK(result.compensations[0].amount == 20);
  CHECK(result.compensations[0].op == OpId{1});
  CHECK(result.compensations[0].undo == Request{Verb::refund, 20, 0, 7, kAna});
}

TEST_CASE("a rider whose driver has another gets a rematch: the earliest request keeps him") {
  ToldByHand run{ObjectType::matching};
  run.say(kAna, Verb::request, {7, 1});
  run.say(kBen, Verb::request, {8, 1});
  run.say(kCleo, Verb::match, {8, 4});  // Ben's trip is matched first
  run.say(kCleo, Verb::match, {7, 4});
  const Reconciliation first = reconcile(run.evidence(), Conflict::first);
  REQUIRE(count_of(first, Remedy::rematch) == 1);
  CHECK(first.compensations[0].who == kAna);
  const Reconciliation earliest = reconcile(run.evidence(), Conflict::earliest);
  REQUIRE(count_of(earliest, Remedy::rematch) == 1);
  CHECK(earliest.compensations[0].who == kBen);
  CHECK(earliest.compensations[0].item == 8);
}

TEST_CASE("a driver who was sent in vain gets an apology") {
  ToldByHand run{ObjectType::matching};
  run.say(kCleo, Verb::match, {7, 4});
  run.say(kCleo, Verb::match, {7, 3});
  const Reconciliation result = reconcile(run.evidence(), Conflict::first);
  REQUIRE(count_of(result, Remedy::apology) == 1);
  CHECK(result.compensations[0].amount == 3);
}

TEST_CASE("a rider who was dropped is matched again") {
  ToldByHand run{ObjectType::matching};
  run.say(kAna, Verb::request, {7, 1});
  run.settled = {Records{}};
  const Reconciliation result = reconcile(run.evidence(), Conflict::last_write);
  REQUIRE(count_of(result, Remedy::rematch) == 1);
  CHECK(result.compensations[0].undo == run.told[0].request);
}

TEST_CASE("money is collected, paid back or set right, to the coin") {
  ToldByHand run{ObjectType::account, 100};
  run.say(kAna, Verb::withdraw, {0, 80});
  run.say(kBen, Verb::withdraw, {0, 80});
  run.say(kBen, Verb::transfer, {1, 30}).key = Key{1};
  run.settled = {Number{20}, Number{70}};
  const Reconciliation result = reconcile(run.evidence(), Conflict::natural);
  CHECK(count_of(result, Remedy::collection) == 1);
  CHECK(count_of(result, Remedy::refund) == 1);
  CHECK(count_of(result, Remedy::correction) == 1);
  CHECK(result.compensations[0].who == kBen);
  CHECK(result.compensations[0].amount == 60);
  CHECK(result.compensations[1].undo == Request{Verb::deposit, 30, 0, 0, kBen});
  // Ben's withdrawal is not in the books: the account holds 80 too much.
  CHECK(result.compensations[2].undo == Request{Verb::withdraw, 80, 0, 0, kNobody});
}

TEST_CASE("a lost entry costs an apology and is entered again") {
  ToldByHand run{ObjectType::log};
  run.say(kAna, Verb::append, {0, 3});
  run.settled = {Entries{}};
  const Reconciliation result = reconcile(run.evidence(), Conflict::last_write);
  REQUIRE(count_of(result, Remedy::apology) == 1);
  CHECK(result.compensations[0].undo == run.told[0].request);
}

TEST_CASE("work that was done twice and doors that stood open are beyond repair") {
  ToldByHand lock{ObjectType::lock};
  lock.say(kAna, Verb::work, {0, 0, 3});
  lock.say(kBen, Verb::work, {0, 0, 3});
  ToldByHand door{ObjectType::permission};
  door.say(kCleo, Verb::revoke, {1});
  door.say(kBen, Verb::access, {1});
  for (const ToldByHand* run : {&lock, &door}) {
    const Reconciliation result = reconcile(run->evidence(), Conflict::first);
    CHECK(result.beyond_repair.size() == 1);
    CHECK(result.compensations.empty());
  }
}
