// Schedules: numbered, reproducible one by one, within the envelope, and spread over everything
// that the envelope allows.
#include "engine/lesson/search.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::lesson;
using namespace caplab::testing;

namespace {

System system_of(const Lesson& lesson, Level level) {
  System system = lesson.system;
  for (OperationSpec& operation : system.operations) operation.level = level;
  system.operations[kRecord].level = Level::one;
  return system;
}

std::vector<TimedCommand> calls_of(const std::vector<TimedCommand>& script) {
  std::vector<TimedCommand> calls;
  for (const TimedCommand& step : script) {
    if (!is_fault(step.command)) calls.push_back(step);
  }
  return calls;
}

template <typename Kind>
int count_of(const Schedule& schedule) {
  return static_cast<int>(std::count_if(
      schedule.script.begin(), schedule.script.end(),
      [](const TimedCommand& step) { return std::holds_alternative<Kind>(step.command); }));
}

bool by_time(const TimedCommand& a, const TimedCommand& b) { return a.at < b.at; }

Lesson lesson_with_faults() {
  Lesson lesson = small_lesson();
  lesson.script.insert(lesson.script.begin() + 1, cut_at(2000, site_of(kSouth)));
  lesson.script.insert(lesson.script.begin() + 4, heal_at(3900));
  return lesson;
}

}  // namespace

TEST_CASE("the first schedule is the lesson's own script, the second has none of its faults") {
  const Lesson lesson = lesson_with_faults();
  Search search(lesson, lesson.system, 9);
  CHECK(search.schedule(1) == Schedule{1, 9, lesson.script});
  const Schedule second = search.schedule(2);
  CHECK(second.seed == 9);
  CHECK(second.script == calls_of(lesson.script));
}

TEST_CASE("a schedule is the same whoever asks and in whatever order") {
  const Lesson lesson = lesson_with_faults();
  const System system = system_of(lesson, Level::quorum);
  Search forwards(lesson, system, 3);
  std::vector<Schedule> schedules;
  for (int number = 1; number <= 200; ++number) schedules.push_back(forwards.schedule(number));
  Search backwards(lesson, system, 3);
  for (int number = 200; number >= 1; --number) {
    REQUIRE(backwards.schedule(number) == schedules[static_cast<std::size_t>(number) - 1]);
  }
  CHECK(Search(lesson, system, 3).schedule(117) == schedules[116]);
  CHECK_FALSE(Search(lesson, system, 4).schedule(117) == schedules[116]);
}

TEST_CASE("every schedule keeps all calls, in time, within the envelope") {
  const Lesson lesson = lesson_with_faults();
  Search search(lesson, lesson.system, 1);
  const std::vector<TimedCommand> planned = calls_of(lesson.script);
  for (int number = 1; number <= 600; ++number) {
    const Schedule schedule = search.schedule(number);
    REQUIRE(std::is_sorted(schedule.script.begin(), schedule.script.end(), by_time));
    std::vector<TimedCommand> calls = calls_of(schedule.script);
    REQUIRE(calls.size() == planned.size());
    for (const TimedCommand& plan : planned) {
      const auto found = std::find_if(calls.begin(), calls.end(), [&](const TimedCommand& call) {
        return call.command == plan.command;
      });
      REQUIRE(found != calls.end());
      const std::int64_t shift = found->at.us - plan.at.us;
      REQUIRE(std::abs(shift) <= lesson.envelope.shift_max.us);
      calls.erase(found);
    }
    for (const TimedCommand& step : schedule.script) {
      REQUIRE(step.at >= Time{});
      REQUIRE(step.at <= lesson.script_end);
      const auto* skew = std::get_if<SkewClock>(&step.command);
      if (skew == nullptr) continue;
      REQUIRE(std::abs(skew->offset.us) <= lesson.envelope.skew_max.us);
      REQUIRE(skew->offset.us != 0);
      REQUIRE(static_cast<int>(index(skew->node)) < lesson.system.replicas);
    }
  }
}

TEST_CASE("a thousand schedules cover kinds, sides, directions, weathers and moments") {
  const Lesson lesson = lesson_with_faults();
  Search search(lesson, lesson.system, 1);
  std::set<std::tuple<std::uint32_t, std::uint32_t, bool>> cuts;
  std::set<std::tuple<int, bool, bool>> kinds;
  std::set<std::uint64_t> weathers;
  std::set<std::int64_t> tenths;
  int distinct_from_last = 0;
  Schedule last;
  const auto planned = calls_of(lesson.script);
  for (int number = 1; number <= 1000; ++number) {
    const Schedule schedule = search.schedule(number);
    weathers.insert(schedule.seed);
    kinds.insert({count_of<Cut>(schedule), count_of<SkewClock>(schedule) > 0,
                  calls_of(schedule.script) != planned});
    for (const TimedCommand& step : schedule.script) {
      const auto* cut = std::get_if<Cut>(&step.command);
      if (cut == nullptr) continue;
      cuts.insert({cut->from.bits, cut->to.bits, cut->both_ways});
      tenths.insert(step.at.us / 100'000);
    }
    distinct_from_last += schedule.script == last.script ? 0 : 1;
    last = schedule;
  }
  CHECK(cuts.size() == 9);
  CHECK(weathers.size() == kWeathers);
  CHECK(distinct_from_last == 1000);
  // 0, 1 or 2 cuts; clocks right or not; calls where they were or not. Undisturbed: schedule 2.
  CHECK(kinds.size() >= 10);
  // Cuts begin where something happens: at 1 s, 3 s, 3.2 s, 4 s, 4.5 s, and in between.
  for (const std::int64_t tenth : {10, 30, 32, 40, 45}) CHECK(tenths.count(tenth) == 1);
}

TEST_CASE("few schedules already cover every side in every direction") {
  const Lesson lesson = small_lesson();
  Search search(lesson, lesson.system, 1);
  std::set<std::tuple<std::uint32_t, std::uint32_t, bool>> cuts;
  for (int number = 1; number <= 100; ++number) {
    for (const TimedCommand& step : search.schedule(number).script) {
      const auto* cut = std::get_if<Cut>(&step.command);
      if (cut != nullptr) cuts.insert({cut->from.bits, cut->to.bits, cut->both_ways});
    }
  }
  CHECK(cuts.size() == 9);
}

TEST_CASE("what the envelope does not allow is not done") {
  Lesson lesson = lesson_with_faults();
  lesson.envelope.one_way = false;
  lesson.envelope.skew_max = {};
  lesson.envelope.shift_max = {};
  const auto planned = calls_of(lesson.script);
  Search search(lesson, lesson.system, 1);
  for (int number = 1; number <= 300; ++number) {
    const Schedule schedule = search.schedule(number);
    REQUIRE(count_of<SkewClock>(schedule) == 0);
    REQUIRE(calls_of(schedule.script) == planned);
    for (const TimedCommand& step : schedule.script) {
      if (const auto* cut = std::get_if<Cut>(&step.command)) REQUIRE(cut->both_ways);
    }
  }
  lesson.envelope.sides = {};
  Search nothing(lesson, lesson.system, 1);
  CHECK(nothing.schedule(50).script == lesson.script);
}

TEST_CASE("an envelope may hold pauses of replicas and messages that arrive twice") {
  Lesson lesson = small_lesson();
  const int cuts_before = [&] {
    Search search(lesson, lesson.system, 1);
    int cuts = 0;
    for (int n = 1; n <= 50; ++n) cuts += count_of<Cut>(search.schedule(n));
    return cuts;
  }();
  lesson.envelope.mishaps.pause_max = seconds(2);
  lesson.envelope.mishaps.duplication = {1, 5};
  Search search(lesson, lesson.system, 1);
  std::set<std::size_t> paused;
  int doubled = 0;
  int cuts = 0;
  for (int number = 1; number <= 300; ++number) {
    const Schedule schedule = search.schedule(number);
    REQUIRE(count_of<Pause>(schedule) == count_of<Resume>(schedule));
    if (number <= 50) cuts += count_of<Cut>(schedule);
    doubled += count_of<Duplicate>(schedule);
    Time from;
    for (const TimedCommand& step : schedule.script) {
      if (const auto* pause = std::get_if<Pause>(&step.command)) {
        paused.insert(index(pause->node));
        from = step.at;
      }
      if (std::holds_alternative<Resume>(step.command)) REQUIRE(step.at - from <= seconds(2));
    }
  }
  CHECK(paused == std::set<std::size_t>{0, 1, 2});
  CHECK(doubled > 20);
  CHECK(cuts > 0);
  CHECK(cuts < cuts_before);
}

namespace {

// The whole time between a node's `Begin` and its `End`, of the first pair in the script.
template <typename Begin, typename End>
Duration time_between(const Schedule& schedule) {
  Time from = kNever, to = kNever;
  for (const TimedCommand& step : schedule.script) {
    if (std::holds_alternative<Begin>(step.command)) from = std::min(from, step.at);
    if (std::holds_alternative<End>(step.command)) to = std::min(to, step.at);
  }
  return to - from;
}

}  // namespace

TEST_CASE("an envelope may hold crashes and disks that forget what was written last") {
  Lesson lesson = small_lesson();
  lesson.envelope.mishaps.crash_max = seconds(2);
  std::set<std::size_t> crashed;
  int lies = 0;
  const auto look_at = [&](const Schedule& schedule) {
    REQUIRE(count_of<Crash>(schedule) == count_of<Restart>(schedule));
    REQUIRE(count_of<LoseDisk>(schedule) <= count_of<Crash>(schedule));
    lies += count_of<LoseDisk>(schedule);
    for (const TimedCommand& step : schedule.script) {
      const auto* crash = std::get_if<Crash>(&step.command);
      if (crash != nullptr) crashed.insert(index(crash->node));
    }
    if (count_of<Crash>(schedule) == 0) return;
    REQUIRE(time_between<Crash, Restart>(schedule) <= seconds(2));
    REQUIRE(time_between<Crash, Restart>(schedule) >= Duration{});
    if (count_of<LoseDisk>(schedule) > 0) {
      REQUIRE(time_between<LoseDisk, Crash>(schedule) >= Duration{});
    }
  };
  Search honest(lesson, lesson.system, 1);
  for (int number = 1; number <= 300; ++number) look_at(honest.schedule(number));
  CHECK(crashed == std::set<std::size_t>{0, 1, 2});
  CHECK(lies == 0);
  lesson.envelope.mishaps.loses_disk = true;
  Search lying(lesson, lesson.system, 1);
  for (int number = 1; number <= 300; ++number) look_at(lying.schedule(number));
  CHECK(lies > 20);
}

TEST_CASE("an envelope may hold slow and lossy lines, drift, partial cuts, moves and promotions") {
  Lesson lesson = small_lesson();
  Search before(lesson, lesson.system, 1);
  for (int number = 1; number <= 300; ++number) {
    const Schedule schedule = before.schedule(number);
    REQUIRE(count_of<SlowLink>(schedule) + count_of<Lose>(schedule) + count_of<Move>(schedule) +
                count_of<Promote>(schedule) + count_of<Crash>(schedule) ==
            0);
  }
  lesson.envelope.partial = true;
  lesson.envelope.mishaps.slow_max = milliseconds(400);
  lesson.envelope.mishaps.loss = {1, 10};
  lesson.envelope.mishaps.drift_ppm = 200;
  lesson.envelope.mishaps.moves = true;
  lesson.envelope.mishaps.promotes = true;
  Search search(lesson, lesson.system, 1);
  int slow = 0, lossy = 0, moves = 0, promotions = 0, drifts = 0, partial = 0;
  const NodeSet all = all_nodes(lesson.system);
  for (int number = 1; number <= 600; ++number) {
    const Schedule schedule = search.schedule(number);
    REQUIRE(std::is_sorted(schedule.script.begin(), schedule.script.end(), by_time));
    slow += count_of<SlowLink>(schedule);
    lossy += count_of<Lose>(schedule);
    moves += count_of<Move>(schedule);
    promotions += count_of<Promote>(schedule);
    for (const TimedCommand& step : schedule.script) {
      REQUIRE(step.at <= lesson.script_end);
      if (const auto* line = std::get_if<SlowLink>(&step.command)) {
        REQUIRE(line->extra <= milliseconds(400));
        REQUIRE(line->lasts > Duration{});
      }
      const auto* skew = std::get_if<SkewClock>(&step.command);
      drifts += skew != nullptr && std::abs(skew->drift_ppm) == 200 ? 1 : 0;
      const auto* cut = std::get_if<Cut>(&step.command);
      partial += cut != nullptr && (cut->from.bits | cut->to.bits) != all.bits ? 1 : 0;
    }
  }
  for (const int times : {slow, lossy, moves, promotions, drifts, partial}) CHECK(times > 15);
}

TEST_CASE("shifted calls meet the moments of others") {
  const Lesson lesson = small_lesson();
  Search search(lesson, system_of(lesson, Level::quorum), 1);
  int met = 0;
  for (int number = 1; number <= 1000; ++number) {
    const Schedule schedule = search.schedule(number);
    std::vector<Time> withdrawals;
    for (const TimedCommand& step : schedule.script) {
      const auto* call = std::get_if<Call>(&step.command);
      if (call != nullptr && call->operation == kWithdraw) withdrawals.push_back(step.at);
    }
    met += withdrawals[1] - withdrawals[0] < milliseconds(10) ? 1 : 0;
  }
  CHECK(met >= 10);
}
