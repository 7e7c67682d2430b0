// A lesson's small case in every order: what is found breaks the grade, is told, and can be played.
#include "engine/lesson/orders.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/lesson/grade.h"
#include "engine/lesson/measure.h"
#include "tests/unit/course_lesson.h"
#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::testing;
using lesson::Grade;
using lesson::Lesson;
using lesson::Orders;

namespace {

constexpr std::size_t kOne = 0, kSerial = 3;  // of the lesson's choices

// Nothing that the search does with its script breaks anything; the small case has a race.
Lesson racing_lesson() {
  Lesson lesson = small_lesson();
  lesson.script = {call_at(1000, kEve, kView)};
  lesson.small_case.script = {call_at(1000, kAnn, kWithdraw, 80),
                              call_at(1000, kBob, kWithdraw, 80)};
  lesson.small_case.states = 5000;
  return lesson;
}

Orders explored(const Lesson& lesson, std::uint64_t slice) {
  lesson::Exploring exploring(lesson, 1);
  while (!exploring.advance(slice)) {
  }
  return exploring.orders();
}

Grade graded(const Lesson& lesson, const lesson::Choices& choices) {
  return lesson::grade(lesson, choices, {.schedules = 20, .runs = 5, .fault_free_operations = 20});
}

const lesson::Mark& mark_of(const Grade& grade, std::size_t criterion) {
  return grade.marks[criterion];
}

}  // namespace

TEST_CASE("Orders: a race that no schedule meets breaks the grade, and is told") {
  const Lesson lesson = racing_lesson();
  const Grade grade = graded(lesson, {kOne, kOne});
  CHECK(grade.violated == 0);
  REQUIRE(grade.orders);
  REQUIRE(grade.orders->broken);
  CHECK(grade.orders->broken->criterion == 0);
  CHECK_FALSE(mark_of(grade, 0).pass);
  CHECK(mark_of(grade, 2).pass);
  CHECK_FALSE(grade.pass);
  REQUIRE(grade.first_violation);
  CHECK(grade.first_violation->found_in == 0);
  CHECK(grade.first_violation->operations.size() == 2);
  CHECK(text_of(grade.first_violation->sentence).find("80") != std::string::npos);
}

TEST_CASE("Orders: what is told can be played again") {
  const Lesson lesson = racing_lesson();
  const auto violation = lesson::violation_in(lesson, {kOne, kOne}, 1, 0);
  REQUIRE(violation);
  lesson::Run run{scenario_for(lesson, {kOne, kOne}, violation->schedule), {}, {}};
  play(run);
  CHECK(examine(lesson.rubric[0], run) == check::Answer::violated);
  const auto harm = find_harm(lesson.rubric[0], run);
  REQUIRE(harm);
  CHECK(harm->at == violation->breaks_at);
  CHECK(harm->operations == violation->operations);
}

TEST_CASE("Orders: where nothing breaks it says how far it came") {
  const Lesson lesson = racing_lesson();
  const Grade grade = graded(lesson, {kOne, kSerial});
  REQUIRE(grade.orders);
  CHECK_FALSE(grade.orders->broken);
  CHECK(grade.orders->late >= 0);
  CHECK(mark_of(grade, 0).pass);
  CHECK_FALSE(lesson::violation_in(lesson, {kOne, kSerial}, 1, 0));
  CHECK(orders_text(*grade.orders) ==
        "Small case: nothing is broken in every order in which no message is late (5000 states).");
}

TEST_CASE("Orders: a charge with a key is safe in every order there is, one without is not") {
  const Lesson lesson = course_lesson("did-it-happen");
  const auto orders = [&](const char* choices) {
    const Lesson own = settled(lesson, choices_from_text(lesson, choices).value());
    return explored(own, 10'000);
  };
  const Orders with_key = orders("charge:delivered,again:key-soon");
  CHECK(with_key.every);
  CHECK_FALSE(with_key.broken);
  CHECK(orders("charge:delivered,again:plain-soon").broken);
}

TEST_CASE("Orders: what is still tried again is no harm yet") {
  const Lesson lesson = course_lesson("did-it-happen");
  const auto choices = choices_from_text(lesson, "charge:queued,again:key-soon").value();
  const Orders queued = explored(settled(lesson, choices), 10'000);
  CHECK(queued.every);
  CHECK_FALSE(queued.broken);
}

TEST_CASE("Orders: the slices change nothing, and a lesson without a small case has none") {
  Lesson lesson = racing_lesson();
  lesson.system.operations[kWithdraw].level = Level::serial;
  CHECK(explored(lesson, 1) == explored(lesson, 10'000));
  lesson.small_case = {};
  CHECK_FALSE(graded(lesson, {kOne, kSerial}).orders);
  CHECK_FALSE(lesson::violation_in(lesson, {kOne, kOne}, 1, 0));
}

TEST_CASE("Orders: a survey asks for them last, and heeds them") {
  Lesson lesson = racing_lesson();
  lesson.rubric.resize(3);  // safety alone
  CHECK_FALSE(
      lesson::grade(lesson, {kOne, kOne}, {.schedules = 5, .runs = 1, .survey = true}).pass);
  CHECK(lesson::grade(lesson, {kOne, kSerial}, {.schedules = 5, .runs = 1, .survey = true}).pass);
}

TEST_CASE("Orders: every order there is, too many, or a broken one, in words") {
  Orders orders{.states = 12, .ends = 3, .late = 2, .every = true, .broken = {}};
  CHECK(orders_text(orders) == "Small case: nothing is broken in every order (12 states).");
  orders.every = false;
  CHECK(orders_text(orders) ==
        "Small case: nothing is broken in every order with at most 2 late messages (12 states).");
  orders.late = -1;
  CHECK(orders_text(orders) == "Small case: too many orders to look at all (12 states).");
  orders.broken = Orders::Broken{};
  CHECK(orders_text(orders) == "Small case: an order of it breaks a promise (12 states).");
}
