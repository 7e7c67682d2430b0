// An account: what balance, deposit and withdraw mean, and the invariant that hurts: money paid out
// never exceeds money put in.
#include "engine/object/account.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/base/rng.h"

using namespace caplab;
using namespace caplab::object;

namespace {

Effect on(Number balance, const Request& request) {
  return apply(Content{balance}, request, Stamp{LocalTime{1}, NodeId{0}}, OpId{0});
}

}  // namespace

TEST_CASE("a balance is shown and left as it is") {
  const Effect effect = on(100, {Verb::balance});
  CHECK(effect.accepted);
  CHECK_FALSE(effect.changed);
  CHECK(effect.next == Content{Number{100}});
}

TEST_CASE("a deposit is always accepted") {
  const Effect effect = on(100, {Verb::deposit, 20});
  CHECK(effect.accepted);
  CHECK(effect.changed);
  CHECK(effect.next == Content{Number{120}});
}

TEST_CASE("a withdrawal is paid out as far as the balance covers it, to the last coin") {
  struct Case {
    Number balance;
    Number amount;
    bool accepted;
    Number left;
  };
  const Case cases[] = {
      {100, 80, true, 20}, {100, 100, true, 0}, {100, 101, false, 100},
      {0, 1, false, 0},    {0, 0, true, 0},     {20, 80, false, 20},
  };
  for (const Case& c : cases) {
    CAPTURE(c.balance, c.amount);
    const Effect effect = on(c.balance, {Verb::withdraw, c.amount});
    CHECK(effect.accepted == c.accepted);
    CHECK(effect.changed == c.accepted);
    CHECK(effect.next == Content{c.left});
  }
}

TEST_CASE("one after another, payments never exceed what was put in") {
  Rng rng(11, 0);
  Content content = Number{50};
  Number put_in = 50;
  Number paid_out = 0;
  for (int i = 0; i < 2000; ++i) {
    const Number amount = rng.between(1, 40);
    const Verb verb = rng.chance({2, 5}) ? Verb::deposit : Verb::withdraw;
    const Effect effect = apply(content, {verb, amount}, Stamp{}, OpId{0});
    if (verb == Verb::deposit) put_in += amount;
    if (verb == Verb::withdraw && effect.accepted) paid_out += amount;
    content = effect.next;
    REQUIRE(paid_out <= put_in);
    REQUIRE(std::get<Number>(content) == put_in - paid_out);
  }
}

TEST_CASE("an account's verbs are balance, deposit and withdraw; the last two look first") {
  for (const Verb verb : {Verb::balance, Verb::deposit, Verb::withdraw}) {
    CHECK(fits(ObjectType::account, verb));
    CHECK_FALSE(fits(ObjectType::reg, verb));
    CHECK_FALSE(fits(ObjectType::log, verb));
  }
  CHECK_FALSE(fits(ObjectType::account, Verb::read));
  CHECK_FALSE(fits(ObjectType::account, Verb::write));
  CHECK_FALSE(fits(ObjectType::account, Verb::append));
  CHECK(is_read(Verb::balance));
  CHECK(is_guarded(Verb::deposit));
  CHECK(is_guarded(Verb::withdraw));
  CHECK_FALSE(is_guarded(Verb::balance));
}
