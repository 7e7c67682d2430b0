// Two settings under the same weather and faults, call by call.
#include "engine/lesson/compare.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/lesson/grade.h"
#include "engine/sim/world.h"
#include "tests/unit/course_lesson.h"

using namespace caplab;
using namespace caplab::lesson;
using caplab::testing::course_lesson;

namespace {

Choices bank(const Lesson& lesson, const std::string& text) {
  return choices_from_text(lesson, text).value();
}

}  // namespace

TEST_CASE("settings compared with themselves do not part") {
  const Lesson lesson = course_lesson("bank");
  const Choices one = initial_choices(lesson);
  for (const std::uint64_t seed : {1ULL, 77ULL}) {
    const Comparison same = compare(lesson, one, one, own_schedule(seed));
    CHECK_FALSE(same.parts_at.has_value());
    CHECK(same.calls.size() >= 9);
    for (const ComparedCall& call : same.calls) CHECK(call.first == call.second);
  }
}

TEST_CASE("the first call that ends otherwise is where two settings part") {
  const Lesson lesson = course_lesson("bank");
  const Comparison comparison = compare(lesson, bank(lesson, "withdraw:one"),
                                        bank(lesson, "withdraw:serial"), own_schedule(1));
  REQUIRE(comparison.parts_at.has_value());
  const ComparedCall& parts = comparison.calls[*comparison.parts_at];
  CHECK(parts.client == "Machine B");
  CHECK(parts.call == "Withdraw 80");
  CHECK(parts.first.ending == "accepted");
  CHECK(parts.second.ending != "accepted");
  for (std::size_t i = 0; i < *comparison.parts_at; ++i) CHECK_FALSE(differs(comparison.calls[i]));
}

TEST_CASE("both columns are what each run alone tells its clients") {
  const Lesson lesson = course_lesson("bank");
  const Choices one = bank(lesson, "withdraw:one");
  const Choices serial = bank(lesson, "withdraw:serial");
  const Comparison comparison = compare(lesson, one, serial, own_schedule(3));
  const Log first = run_all(scenario_for(lesson, one, 3), false);
  const Log second = run_all(scenario_for(lesson, serial, 3), false);
  const auto made = [&](auto end) {
    return std::count_if(comparison.calls.begin(), comparison.calls.end(),
                         [&](const ComparedCall& call) { return (call.*end).op != kNoOp; });
  };
  CHECK(made(&ComparedCall::first) == static_cast<std::ptrdiff_t>(first.operations.size()));
  CHECK(made(&ComparedCall::second) == static_cast<std::ptrdiff_t>(second.operations.size()));
  for (const ComparedCall& call : comparison.calls) {
    const auto made_at = [](const ComparedEnd& end, const Log& log) {
      return end.op == kNoOp ? end.called : log.operations[index(end.op)].called;
    };
    CHECK(call.first.called == made_at(call.first, first));
    CHECK(call.second.called == made_at(call.second, second));
  }
  // What follows an accepted withdrawal is not called where it was refused.
  CHECK(first.operations.size() > second.operations.size());
  CHECK(comparison_json(comparison).find(R"("second":null,"differs":true)") != std::string::npos);
}

TEST_CASE("what follows from a call has a partner only where that call was followed too") {
  const Lesson lesson = course_lesson("bank");
  const Comparison comparison =
      compare(lesson, bank(lesson, "show-balance:one,withdraw:one,view-history:one,transfer:one"),
              bank(lesson, "show-balance:one,withdraw:serial,view-history:one,transfer:one"),
              own_schedule(1));
  const auto ends = [&](const std::string& call) {
    const auto found = std::find_if(
        comparison.calls.begin(), comparison.calls.end(),
        [&](const auto& known) { return known.client == "Machine B" && known.call == call; });
    REQUIRE(found != comparison.calls.end());
    return found->first.ending + " / " + found->second.ending;
  };
  CHECK(ends("Withdraw 80") == "accepted / refused");
  CHECK(ends("Enter in the history 80") == "accepted / ");
}

TEST_CASE("settings that ask for other things are compared as each asks") {
  const Lesson lesson = course_lesson("not-acid");
  const Choices first = initial_choices(lesson);
  const Choices second = choices_from_text(lesson, "booking:one-record").value();
  const Comparison comparison = compare(lesson, first, second, own_schedule(1));
  const Log alone = run_all(scenario_for(lesson, second, 1), false);
  std::size_t met = 0;
  for (const ComparedCall& call : comparison.calls) {
    if (call.second.op == kNoOp) continue;
    CHECK(call.second.returned == alone.operations[index(call.second.op)].returned);
    ++met;
  }
  CHECK(met == alone.operations.size());
  CHECK(scenario_for(lesson, first, 1).script != scenario_for(lesson, second, 1).script);
  CHECK(can_play(lesson, first, second, own_schedule(1)));
  Schedule beyond = own_schedule(1);
  beyond.script = {{Time{}, Call{.client = NodeId{3}, .operation = 999}}};
  CHECK_FALSE(can_play(lesson, first, second, beyond));
}

TEST_CASE("a schedule of the search is compared with its faults") {
  const Lesson lesson = course_lesson("bank");
  const Choices one = bank(lesson, "withdraw:one");
  Search search(lesson, system_with(lesson, one), 1);
  const Schedule schedule = search.schedule(40);
  const Comparison comparison = compare(lesson, one, bank(lesson, "withdraw:all"), schedule);
  CHECK(comparison.calls.size() >= 9);
}
