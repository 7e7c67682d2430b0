// The runs that are drawn: an open loop that no setting and no fault changes.
#include "engine/lesson/workload.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::lesson;
using namespace caplab::testing;

namespace {

std::vector<TimedCommand> calls_of(const Schedule& run) {
  std::vector<TimedCommand> calls;
  for (const TimedCommand& step : run.script) {
    if (!is_fault(step.command)) calls.push_back(step);
  }
  return calls;
}

std::vector<TimedCommand> calls_of(const Schedule& run, NodeId client) {
  std::vector<TimedCommand> calls;
  for (const TimedCommand& step : calls_of(run)) {
    if (std::get<Call>(step.command).client == client) calls.push_back(step);
  }
  return calls;
}

}  // namespace

TEST_CASE("a run is the same whenever it is drawn, and another number or seed is another run") {
  const Lesson lesson = small_lesson();
  CHECK(sampled_run(lesson, 1, 7) == sampled_run(lesson, 1, 7));
  CHECK_FALSE(sampled_run(lesson, 1, 7).script == sampled_run(lesson, 1, 8).script);
  CHECK_FALSE(sampled_run(lesson, 1, 7).script == sampled_run(lesson, 2, 7).script);
  CHECK_FALSE(sampled_run(lesson, 1, 7).seed == sampled_run(lesson, 1, 8).seed);
}

TEST_CASE("with and without faults the requests and the weather are the same") {
  const Lesson lesson = small_lesson();
  for (int number = 1; number <= 20; ++number) {
    const Schedule sampled = sampled_run(lesson, 3, number);
    const Schedule quiet = fault_free_run(lesson, 3, number);
    CHECK(sampled.seed == quiet.seed);
    CHECK(calls_of(sampled) == quiet.script);
    CHECK(sampled.script.size() > quiet.script.size());
  }
}

TEST_CASE("the learner's settings change nothing in it") {
  Lesson lesson = small_lesson();
  const Schedule before = sampled_run(lesson, 1, 1);
  for (OperationSpec& operation : lesson.system.operations) operation.level = Level::all;
  CHECK(sampled_run(lesson, 1, 1) == before);
}

TEST_CASE("changing one stream leaves the others and the faults as they were") {
  Lesson lesson = small_lesson();
  const Schedule before = sampled_run(lesson, 1, 4);
  lesson.workload.streams[1].every = milliseconds(40);
  const Schedule after = sampled_run(lesson, 1, 4);
  CHECK(calls_of(after, kAnn) == calls_of(before, kAnn));
  CHECK(calls_of(after, kEve) == calls_of(before, kEve));
  CHECK_FALSE(calls_of(after, kBob) == calls_of(before, kBob));
  std::vector<TimedCommand> faults_before, faults_after;
  for (const auto& s : before.script)
    if (is_fault(s.command)) faults_before.push_back(s);
  for (const auto& s : after.script)
    if (is_fault(s.command)) faults_after.push_back(s);
  CHECK(faults_before == faults_after);
}

TEST_CASE("two streams alike are not the same requests") {
  const Schedule run = fault_free_run(small_lesson(), 1, 1);  // Bob and Eve both ask every 0.3 s
  const std::vector<TimedCommand> bob = calls_of(run, kBob);
  const std::vector<TimedCommand> eve = calls_of(run, kEve);
  REQUIRE(bob.size() > 10);
  REQUIRE(eve.size() > 10);
  CHECK(bob[0].at != eve[0].at);
  CHECK(bob[1].at != eve[1].at);
}

TEST_CASE("requests come as often as the stream says, at any time but the last patience") {
  const Lesson lesson = small_lesson();
  std::int64_t count = 0;
  std::set<std::int64_t> amounts;
  std::set<std::size_t> keys;
  for (int number = 1; number <= 200; ++number) {
    const Schedule run = fault_free_run(lesson, 1, number);
    REQUIRE(std::is_sorted(run.script.begin(), run.script.end(),
                           [](const auto& a, const auto& b) { return a.at < b.at; }));
    for (const TimedCommand& step : calls_of(run, kAnn)) {
      REQUIRE(step.at > Time{});
      REQUIRE(step.at <= lesson.workload.end - lesson.system.client.patience);
      const Call& call = std::get<Call>(step.command);
      amounts.insert(call.amount);
      keys.insert(index(call.key));
      ++count;
    }
  }
  // 10 s of requests every 0.5 s: 20 a run, less half a distance at the beginning.
  CHECK(count > 200 * 18);
  CHECK(count < 200 * 22);
  CHECK(*amounts.begin() == 5);
  CHECK(*amounts.rbegin() == 20);
  CHECK(amounts.size() == 16);
  CHECK(keys == std::set<std::size_t>{0, 1});
}

TEST_CASE("every run has one cut within the fault process, every side is cut about as often") {
  const Lesson lesson = small_lesson();
  const FaultProcess& process = lesson.fault_process;
  std::map<std::uint32_t, int> sides;
  bool ahead = false, behind = false;
  for (int number = 1; number <= 300; ++number) {
    std::vector<TimedCommand> cuts, heals;
    for (const TimedCommand& step : sampled_run(lesson, 1, number).script) {
      if (std::holds_alternative<Cut>(step.command)) cuts.push_back(step);
      if (std::holds_alternative<Heal>(step.command)) heals.push_back(step);
      const auto* skew = std::get_if<SkewClock>(&step.command);
      if (skew == nullptr) continue;
      REQUIRE(std::abs(skew->offset.us) <= process.skew_max.us);
      ahead = ahead || skew->offset.us > 0;
      behind = behind || skew->offset.us < 0;
    }
    REQUIRE(cuts.size() == 1);
    REQUIRE(heals.size() == 1);
    ++sides[std::get<Cut>(cuts[0].command).from.bits];
    REQUIRE(cuts[0].at >= Time{} + process.cut_after_min);
    REQUIRE(cuts[0].at <= Time{} + process.cut_after_max);
    REQUIRE(heals[0].at - cuts[0].at >= process.lasts_min);
    REQUIRE(heals[0].at - cuts[0].at <= process.lasts_max);
  }
  CHECK(ahead);
  CHECK(behind);
  REQUIRE(sides.size() == 3);
  for (const auto& [side, times] : sides) CHECK(times > 70);
}

TEST_CASE(
    "a sampled run may hold one mishap of each kind while its cut lasts, and else is the same") {
  const Lesson plain = small_lesson();
  Lesson lesson = plain;
  Mishaps& mishaps = lesson.fault_process.mishaps;
  mishaps.pause_max = seconds(1);
  mishaps.duplication = {1, 10};
  mishaps.crash_max = seconds(1);
  mishaps.loses_disk = true;
  mishaps.slow_max = milliseconds(300);
  mishaps.loss = {1, 20};
  mishaps.drift_ppm = 100;
  mishaps.moves = true;
  mishaps.promotes = true;
  bool drifts = false;
  for (int number = 1; number <= 100; ++number) {
    const std::vector<TimedCommand> before = sampled_run(plain, 1, number).script;
    std::vector<TimedCommand> others;
    std::vector<TimedCommand> added;
    Time from, to;
    for (const TimedCommand& step : sampled_run(lesson, 1, number).script) {
      if (std::holds_alternative<Cut>(step.command)) from = step.at;
      if (std::holds_alternative<Heal>(step.command)) to = step.at;
      const auto* skew = std::get_if<SkewClock>(&step.command);
      drifts = drifts || (skew != nullptr && skew->drift_ppm != 0);
      TimedCommand as_before = step;
      if (skew != nullptr) std::get<SkewClock>(as_before.command).drift_ppm = 0;
      const bool known = std::find(before.begin(), before.end(), as_before) != before.end();
      (known ? others : added).push_back(as_before);
    }
    REQUIRE(others == before);
    REQUIRE(added.size() == 10);
    for (const TimedCommand& step : added) {
      REQUIRE(step.at >= from);
      REQUIRE(step.at <= to);
    }
  }
  CHECK(drifts);
}
