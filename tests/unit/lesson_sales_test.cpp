// Sales that were made, and those that might have been: a buyer was turned away, and in the end
// something was left.
#include "engine/lesson/sales.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/lesson/tally.h"
#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::lesson;
using namespace caplab::testing;

namespace {

enum More : std::uint16_t { kBuy = 7, kBuyToo, kGiveBack, kRestock };

StoreSpec shelf_of(std::int64_t amount) {
  object::Record there;
  there.verb = object::Verb::restock;
  there.amount = amount;
  return {.name = "shelf",
          .type = object::ObjectType::stock,
          .protocol = quorum::Config{},
          .keys = 1,
          .initial = object::Records{there}};
}

OperationSpec does(object::Verb verb, StoreId store) {
  return {.name = "any", .store = store, .verb = verb, .level = Level::one, .then = std::nullopt};
}

// Two shelves, of three lamps and of two.
Lesson shop() {
  Lesson lesson = small_lesson();
  System& system = lesson.system;
  system.stores.push_back(shelf_of(3));
  system.stores.push_back(shelf_of(2));
  system.operations.push_back(does(object::Verb::reserve, StoreId{3}));
  system.operations.push_back(does(object::Verb::reserve, StoreId{4}));
  system.operations.push_back(does(object::Verb::release, StoreId{3}));
  system.operations.push_back(does(object::Verb::restock, StoreId{3}));
  return lesson;
}

struct Day : HandMade {
  explicit Day(const Lesson& lesson = shop()) { run.scenario.system = lesson.system; }
  Operation& ask(More operation, Outcome outcome, bool accepted = true) {
    at_ += 100;
    Operation& op = add(kAnn, static_cast<Op>(operation), at_, at_ + 10, 1, outcome);
    op.request.verb = run.scenario.system.operations[operation].verb;
    op.answer.accepted = accepted;
    return op;
  }
  std::int64_t at_ = 0;
};

}  // namespace

TEST_CASE("sales: as many are missed as there was something left for, over all shelves") {
  Day day;
  for (int i = 0; i < 3; ++i) day.ask(kBuy, Outcome::ok);
  for (int i = 0; i < 3; ++i) day.ask(kBuy, Outcome::fail);
  CHECK(left_over(day.run) == 2);  // on the other shelf
  const Sales sales = sales_of(day.run);
  CHECK(sales.made == std::vector<OpId>{OpId{0}, OpId{1}, OpId{2}});
  CHECK(sales.missed == std::vector<OpId>{OpId{3}, OpId{4}});
}

TEST_CASE("sales: nobody turned away, or nothing left, is no sale missed") {
  Day idle;
  idle.ask(kBuy, Outcome::ok);
  CHECK(left_over(idle.run) == 4);
  CHECK(sales_of(idle.run).missed.empty());
  Day busy;
  for (int i = 0; i < 5; ++i) busy.ask(i < 3 ? kBuy : kBuyToo, Outcome::ok);
  busy.ask(kBuy, Outcome::ok, false);
  busy.ask(kBuyToo, Outcome::fail);
  CHECK(left_over(busy.run) == 0);
  CHECK(sales_of(busy.run).missed.empty());
}

TEST_CASE("sales: what is unknown may have been sold; what is given back or restocked is there") {
  Day day;
  day.ask(kBuy, Outcome::unknown);
  CHECK(left_over(day.run) == 4);
  day.ask(kGiveBack, Outcome::ok);
  CHECK(left_over(day.run) == 5);
  day.ask(kGiveBack, Outcome::unknown);
  CHECK(left_over(day.run) == 5);
  day.ask(kRestock, Outcome::ok).request.amount = 7;
  CHECK(left_over(day.run) == 12);
  CHECK(sales_of(day.run).missed.empty());  // nobody knows that he was turned away
}

TEST_CASE("sales: what came only after a buyer had left was nothing to him") {
  Day day;
  for (int i = 0; i < 3; ++i) day.ask(kBuy, Outcome::ok);
  for (int i = 0; i < 2; ++i) day.ask(kBuyToo, Outcome::ok);
  day.ask(kBuy, Outcome::ok, false);
  day.ask(kGiveBack, Outcome::ok);
  CHECK(left_over(day.run) == 1);
  CHECK(sales_of(day.run).missed.empty());
  const OpId late = day.ask(kBuy, Outcome::fail).op;
  CHECK(sales_of(day.run).missed == std::vector<OpId>{late});
}

TEST_CASE("sales: a shelf that nobody can take from does not count") {
  Lesson lesson = shop();
  lesson.system.operations[kBuyToo].store = StoreId{3};
  Day day(lesson);
  day.ask(kBuy, Outcome::fail);
  CHECK(left_over(day.run) == 3);
}

TEST_CASE("unsold: sales missed, of all that were made or missed, and each has its price") {
  Lesson lesson = shop();
  Criterion criterion;
  criterion.side = Side::repair;
  criterion.measure = Measure::unsold;
  criterion.limit = 250;
  criterion.price = 10;
  lesson.rubric.push_back(criterion);
  Tally tally(lesson, lesson.rubric.size() - 1);
  Day day;
  for (int i = 0; i < 3; ++i) day.ask(kBuy, Outcome::ok);
  day.ask(kBuy, Outcome::ok, false);
  tally.add(day.run, 4);
  const Mark mark = tally.mark();
  CHECK(mark.samples == 4);
  CHECK(mark.value == 250);
  CHECK(mark.pass);
  CHECK(tally.spent() == 10);
  CHECK(tally.first_miss() == Miss{4, OpId{3}, at_ms(410)});
}
