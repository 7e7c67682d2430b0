// Labels and sentences in the lesson's words.
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/small_bank.h"
#include "tests/unit/web_bank.h"
#include "web/theme.h"
#include "web/words.h"

using namespace caplab;
using namespace caplab::testing;
using namespace caplab::web;

namespace {

Operation withdrawal(Outcome outcome, bool accepted) {
  Operation operation;
  operation.operation = 1;
  operation.request = {object::Verb::withdraw, 80, 0};
  operation.returned = at_ms(5);
  operation.outcome = outcome;
  operation.answer.accepted = accepted;
  return operation;
}

}  // namespace

TEST_CASE("amounts carry their object's currency and are easy to read") {
  StoreSpec store = open_bank().lesson.system.stores[0];
  CHECK(amount_text(store, 80) == "\u20ac80");
  CHECK(amount_text(store, -1234567) == "\u2212\u20ac1,234,567");
  store.nouns.money = "{amount} crates";
  CHECK(amount_text(store, 1234) == "1,234 crates");
  store.nouns.money = "";
  CHECK(amount_text(store, -1234) == "\u22121,234");
  CHECK(count_text(0) == "0");
  CHECK(count_text(999) == "999");
  CHECK(count_text(1000) == "1,000");
}

TEST_CASE("an operation says what was asked and how it ended") {
  const App app = open_bank();
  CHECK(operation_text(app.lesson, withdrawal(Outcome::ok, true)) ==
        "Withdraw \u20ac80 \u2192 paid");
  CHECK(operation_text(app.lesson, withdrawal(Outcome::ok, false)) ==
        "Withdraw \u20ac80 \u2192 declined");
  CHECK(operation_text(app.lesson, withdrawal(Outcome::fail, true)) ==
        "Withdraw \u20ac80 \u2192 refused");
  CHECK(operation_text(app.lesson, withdrawal(Outcome::unknown, true)) ==
        "Withdraw \u20ac80 \u2192 no answer");
  Operation open = withdrawal(Outcome::unknown, true);
  open.returned = kNever;
  CHECK(ended_of(open) == Ended::not_yet);
}

TEST_CASE("contents are numbers with the currency, or a count of entries") {
  const StoreSpec store = open_bank().lesson.system.stores[0];
  CHECK(content_text(store, object::Number{20}) == "\u20ac20");
  CHECK(content_text(store, object::Entries{}) == "0 entries");
  CHECK(content_text(store, object::Entries{{}}) == "1 entry");
}

TEST_CASE("a version is as of its writer's clock") {
  CHECK(as_of_text({}) == "start");
  CHECK(as_of_text({{LocalTime{3'051'000}, kNorth}, OpId{1}, object::Number{20}}) == "3.05 s");
}

TEST_CASE("faults have short names") {
  const App app = open_bank();
  const NodeSet station = nodes_at(app.lesson.system, SiteId{1});
  const NodeSet others{all_nodes(app.lesson.system).bits & ~station.bits};
  CHECK(fault_name(app.lesson, Cut{station, others, true}) == "Station cut off");
  CHECK(fault_name(app.lesson, Cut{others, station, true}) == "Station cut off");
  CHECK(fault_name(app.lesson, Cut{others, station, false}) == "Station cut off, one way");
  CHECK(fault_name(app.lesson, Crash{NodeId{0}}) == "Copy at Harbour is down");
}

TEST_CASE("values have the unit that a reader would choose") {
  const lesson::Lesson no_words;
  lesson::Criterion criterion;
  const auto shown = [&](lesson::Side side, lesson::Measure measure, std::int64_t value) {
    criterion.side = side;
    criterion.measure = measure;
    return value_text(no_words, criterion, value);
  };
  CHECK(shown(lesson::Side::availability, lesson::Measure::useful, 847) == "84.7 %");
  CHECK(shown(lesson::Side::latency, lesson::Measure::p99, 1600) == "1.6 ms");
  CHECK(shown(lesson::Side::repair, lesson::Measure::unknown, 133) == "133 per 1,000");
  CHECK(shown(lesson::Side::repair, lesson::Measure::rule, 133) == "133 per 1,000");
  CHECK(shown(lesson::Side::repair, lesson::Measure::converge, kNever.us) == "never");
  CHECK(shown(lesson::Side::safety, lesson::Measure::overdraft, 1000) == "1,000");
  CHECK(shown(lesson::Side::safety, lesson::Measure::rule, 7) == "7");
}
