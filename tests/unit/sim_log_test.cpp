// The log: it only grows, a mark remembers how far it was, and rewinding to a mark gives back
// exactly what stood there then.
#include "engine/sim/log.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/sim/world.h"
#include "tests/scenarios.h"

using namespace caplab;
using namespace caplab::test;

namespace {

Scenario eventful_scenario(std::uint64_t seed) {
  Rng rng(seed, 0);
  Scenario scenario;
  scenario.system = make_system({.keys = 2});
  scenario.system.loss = {1, 50};
  scenario.end = Time{seconds(5).us};
  scenario.seed = seed;
  scenario.script =
      draw_requests(scenario.system, {Level::quorum, Time{}, scenario.end, milliseconds(40)}, rng);
  draw_fault(scenario.system, FaultKind::cut, Time{}, scenario.end, rng, scenario.script);
  draw_fault(scenario.system, FaultKind::crash, Time{}, scenario.end, rng, scenario.script);
  sort_by_time(scenario.script);
  return scenario;
}

Operation returned(Operation operation, Time at) {
  operation.returned = at;
  operation.outcome = Outcome::ok;
  operation.answer.shown.content = object::Number{5};
  return operation;
}

}  // namespace

TEST_CASE("a mark of an empty log is the start") {
  Log log;
  CHECK(mark(log) == LogMark{});
  rewind(log, LogMark{});
  CHECK(log == Log{});
}

TEST_CASE("rewinding takes back an ending that came after the mark") {
  Log log;
  Operation operation;
  operation.op = OpId{0};
  operation.called = Time{1};
  log.operations.push_back(operation);
  Event called;
  called.at = Time{1};
  called.op = OpId{0};
  called.kind = EventKind::called;
  log.events.push_back(called);
  const Log before = log;
  const LogMark place = mark(log);

  log.operations[0] = returned(operation, Time{9});
  Event ended = called;
  ended.at = Time{9};
  ended.kind = EventKind::returned;
  log.events.push_back(ended);
  log.faults.push_back({Time{8}, Heal{}});
  const LogMark later = mark(log);
  CHECK(later == LogMark{2, 1, 1});

  SECTION("back to the mark") {
    rewind(log, place);
    CHECK(log == before);
  }
  SECTION("but an ending before the mark stays") {
    const Log complete = log;
    rewind(log, later);
    CHECK(log == complete);
  }
}

TEST_CASE("a run's log can go back to every moment") {
  const Scenario scenario = eventful_scenario(4);
  World world = make_world(scenario);
  Log log;
  std::vector<Log> logs{log};
  while (step(scenario, world, log)) logs.push_back(log);
  REQUIRE(logs.size() > 500);

  SECTION("one step after another") {
    for (std::size_t i = logs.size(); i-- > 0;) {
      rewind(log, mark(logs[i]));
      REQUIRE(log == logs[i]);
    }
  }
  SECTION("and to a random one at once") {
    Rng rng(5, 0);
    for (int trial = 0; trial < 100; ++trial) {
      const Log& past = logs[static_cast<std::size_t>(rng.below(logs.size()))];
      Log copy = log;
      rewind(copy, mark(past));
      REQUIRE(copy == past);
    }
  }
}

TEST_CASE("what stands in a log stays as it is while the log grows") {
  const Scenario scenario = eventful_scenario(6);
  World world = make_world(scenario);
  Log log;
  LogMark before;
  std::vector<Event> events;
  while (step(scenario, world, log)) {
    REQUIRE(log.events.size() >= before.events);
    REQUIRE(log.operations.size() >= before.operations);
    REQUIRE(log.faults.size() >= before.faults);
    for (std::size_t i = before.events; i < log.events.size(); ++i) {
      REQUIRE(log.events[i].at == world.now);
      events.push_back(log.events[i]);
    }
    before = mark(log);
  }
  CHECK(log.events == events);
  for (std::size_t i = 0; i < log.operations.size(); ++i) {
    CHECK(log.operations[i].op == id_of<OpId>(i));
  }
}
