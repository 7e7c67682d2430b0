// Shrinking: what is left still does the harm, and nothing of it can be spared.
#include "engine/lesson/shrink.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/lesson/measure.h"
#include "engine/lesson/run.h"
#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::lesson;
using namespace caplab::testing;

namespace {

const Criterion kOverdraft = criterion(small_lesson(), "safety.withdraw.overdraft");

System at_level(const Lesson& lesson, Level level) {
  System system = lesson.system;
  system.operations[kWithdraw].level = level;
  return system;
}

bool violates(const Lesson& lesson, const System& system, const Schedule& schedule) {
  Run run{scenario_of(system, schedule, lesson.script_end), {}, {}};
  play(run);
  return examine(kOverdraft, run) == check::Answer::violated;
}

// A schedule in which everything happens at once, and only some of it matters.
Schedule crowded() {
  return {5,
          77,
          {{at_ms(0), SkewClock{kEast, milliseconds(300), 0}},
           call_at(900, kEve, kBalance),
           cut_at(1500, site_of(kEast)),
           heal_at(1700),
           cut_at(2500, site_of(kSouth)),
           call_at(3000, kAnn, kWithdraw, 80),
           call_at(3100, kAnn, kBalance),
           call_at(3207, kBob, kWithdraw, 80),
           call_at(4000, kEve, kView),
           call_at(4500, kBob, kBalance),
           heal_at(6000)}};
}

}  // namespace

TEST_CASE("two withdrawals and the one cut between them are left") {
  const Lesson lesson = small_lesson();
  const System system = at_level(lesson, Level::one);
  REQUIRE(violates(lesson, system, crowded()));
  const Schedule small = shrink(lesson, system, kOverdraft, crowded());
  CHECK(violates(lesson, system, small));
  CHECK(small.number == 5);
  REQUIRE(small.script.size() == 4);
  CHECK(std::holds_alternative<Call>(small.script[0].command));
  const auto calls = std::count_if(small.script.begin(), small.script.end(),
                                   [](const TimedCommand& s) { return !is_fault(s.command); });
  CHECK(calls == 2);
}

TEST_CASE("a shift that does not matter is undone, the seed becomes a small one") {
  const Lesson lesson = small_lesson();
  const Schedule small = shrink(lesson, at_level(lesson, Level::one), kOverdraft, crowded());
  CHECK(small.seed == 1);
  const bool bob_where_planned =
      std::find(small.script.begin(), small.script.end(), call_at(3200, kBob, kWithdraw, 80)) !=
      small.script.end();
  CHECK(bob_where_planned);
}

TEST_CASE("the cut is shortened to where it matters, and lasts until the harm is done") {
  const Lesson lesson = small_lesson();
  const System system = at_level(lesson, Level::one);
  const Schedule small = shrink(lesson, system, kOverdraft, crowded());
  Time begun = kNever, ended = kNever;
  for (const TimedCommand& step : small.script) {
    if (std::holds_alternative<Cut>(step.command)) begun = step.at;
    if (std::holds_alternative<Heal>(step.command)) ended = step.at;
  }
  REQUIRE(begun != kNever);
  CHECK(begun >= at_ms(2900));
  CHECK(ended <= at_ms(3400));
  Run run{scenario_of(system, small, lesson.script_end), {}, {}};
  play(run);
  CHECK(find_harm(kOverdraft, run)->at <= ended);
}

TEST_CASE("a race needs no fault at all") {
  const Lesson lesson = small_lesson();
  const System system = at_level(lesson, Level::quorum);
  const Schedule race{9,
                      4,
                      {{at_ms(0), SkewClock{kNorth, milliseconds(-5), 0}},
                       cut_at(1000, site_of(kEast)),
                       heal_at(2000),
                       call_at(3000, kAnn, kWithdraw, 80),
                       call_at(3003, kBob, kWithdraw, 80),
                       call_at(4000, kEve, kView)}};
  REQUIRE(violates(lesson, system, race));
  const Schedule small = shrink(lesson, system, kOverdraft, race);
  REQUIRE(small.script.size() == 2);
  CHECK(violates(lesson, system, small));
}

TEST_CASE("nothing that is left can be left out") {
  const Lesson lesson = small_lesson();
  for (const Level level : {Level::one, Level::quorum, Level::all}) {
    const System system = at_level(lesson, level);
    Search search(lesson, system, 2);
    int found = 0;
    for (int number = 1; number <= 300 && found < 3; ++number) {
      const Schedule schedule = search.schedule(number);
      if (!violates(lesson, system, schedule)) continue;
      ++found;
      const Schedule small = shrink(lesson, system, kOverdraft, schedule);
      REQUIRE(violates(lesson, system, small));
      for (std::size_t i = 0; i < small.script.size(); ++i) {
        if (std::holds_alternative<Cut>(small.script[i].command) ||
            std::holds_alternative<Heal>(small.script[i].command)) {
          continue;  // these go in pairs
        }
        Schedule less = small;
        less.script.erase(less.script.begin() + static_cast<std::ptrdiff_t>(i));
        CAPTURE(name_of(level), number, i);
        REQUIRE_FALSE(violates(lesson, system, less));
      }
    }
    CHECK(found > 0);
  }
}
