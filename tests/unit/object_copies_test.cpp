// What merging copies owe: each invariant with a run that breaks it and one beside it that does
// not.
#include <catch2/catch_test_macros.hpp>

#include "engine/object/reconcile.h"
#include "tests/unit/told_by_hand.h"

using namespace caplab;
using namespace caplab::object;
using namespace caplab::test;

namespace {

OrSet set_of(const std::vector<std::int64_t>& items) {
  OrSet set;
  std::int64_t number = 1;
  for (const std::int64_t item : items) add(set, item, {LocalTime{number++}, kAna});
  return set;
}

}  // namespace

TEST_CASE("a counter is the sum of what was acknowledged") {
  ToldByHand run{ObjectType::counter, 10};
  run.say(kAna, Verb::add, {0, 5});
  run.say(kBen, Verb::add, {0, -2});
  const auto with = [&run](Number held) {
    PnCounter counter;
    add(counter, kAna, held);
    run.settled = {counter};
    return run.broken();
  };
  CHECK(with(13) == "");
  CHECK(with(15) == "the copies agree on 15, what was acknowledged comes to 13");
  SECTION("what nobody knows may count or not") {
    run.say(kCleo, Verb::add, {0, 4}).certain = false;
    CHECK(with(13) == "");
    CHECK(with(17) == "");
    CHECK(with(18) == "the copies agree on 18, what was acknowledged comes to 17");
    CHECK(with(12) == "the copies agree on 12, what was acknowledged comes to 13");
  }
  SECTION("what was declined does not count") {
    run.say(kCleo, Verb::add, {0, 4}).answer.accepted = false;
    CHECK(with(17) != "");
  }
  SECTION("it is set right by what is missing") {
    with(15);
    const Reconciliation result = reconcile(run.evidence(), Conflict::unite);
    REQUIRE(result.compensations.size() == 1);
    CHECK(result.compensations[0].remedy == Remedy::correction);
    CHECK(result.compensations[0].undo->amount == -2);
  }
}

TEST_CASE("what was put into a set is there, and what was taken out is not") {
  ToldByHand run{ObjectType::set};
  run.say(kAna, Verb::add, {0, 7});
  run.settled = {set_of({})};
  CHECK(run.broken() == "7 is gone, though ana put it in");
  run.say(kBen, Verb::remove, {0, 7});
  CHECK(run.broken() == "");
  run.settled = {set_of({7})};
  CHECK(run.broken() == "7 is there again, though ben took it out");
  SECTION("somebody put it in again") {
    run.say(kCleo, Verb::add, {0, 7});
    CHECK(run.broken() == "");
  }
  SECTION("somebody may have") {
    run.say(kCleo, Verb::add, {0, 7}).certain = false;
    CHECK(run.broken() == "");
  }
  SECTION("somebody put it in meanwhile") {
    run.told[0].returned = run.told[1].called + milliseconds(1);
    CHECK(run.broken() == "");
  }
  SECTION("nothing is settled") {
    run.settled.clear();
    CHECK(run.broken() == "");
  }
}

TEST_CASE("no acknowledged keystroke is lost, and a removed one is not lost") {
  ToldByHand run{ObjectType::text};
  run.say(kAna, Verb::insert, {0, 'a'});
  run.say(kBen, Verb::insert, {0, 'a'});
  Rga text;
  const EditId first = insert(text, {}, 'a', {LocalTime{1}, kAna});
  run.settled = {text};
  CHECK(run.broken() == "ana and ben typed the character 97 2 times, the copies have it 1 times");
  insert(text, first, 'a', {LocalTime{2}, kBen});
  CHECK(erase(text, first));
  run.settled = {text};
  CHECK(run.broken() == "");
  run.say(kCleo, Verb::insert, {0, 'z'}).certain = false;
  CHECK(run.broken() == "");
}

TEST_CASE("each rule of copies speaks of its own type") {
  CHECK(concerns(Rule::sum_adds_up, ObjectType::counter));
  CHECK(concerns(Rule::item_kept, ObjectType::set));
  CHECK(concerns(Rule::item_gone, ObjectType::set));
  CHECK(concerns(Rule::keystroke_kept, ObjectType::text));
  CHECK_FALSE(concerns(Rule::item_kept, ObjectType::log));
}
