// What a level does not promise must be seen to break, else nobody learns why it matters: the same
// requests under the same faults, once at a weak level until it breaks, and at a strong one, where
// it must not.
#include <catch2/catch_test_macros.hpp>

#include "tests/swarm.h"

using namespace caplab;
using namespace caplab::test;
using object::ObjectType;
using object::Verb;

namespace {

constexpr Time kEnd{seconds(10).us};

struct Trial {
  Shape shape;
  Level level = Level::one;
  FaultKind fault = FaultKind::none;
};

Scenario scenario_of(const Trial& trial, std::uint64_t seed) {
  Rng rng(seed, 0);
  Scenario scenario;
  scenario.system = make_system(trial.shape);
  scenario.seed = seed;
  scenario.end = kEnd;
  const Demand demand{trial.level, Time{seconds(3).us}, Time{seconds(7).us}, milliseconds(300),
                      3,           milliseconds(60)};
  scenario.script = draw_requests(scenario.system, demand, rng);
  if (trial.fault == FaultKind::cut) {
    const NodeSet side = nodes_at(scenario.system, SiteId{0});
    const NodeSet others{all_nodes(scenario.system).bits & ~side.bits};
    scenario.script.push_back({Time{seconds(1).us}, Cut{side, others, true}});
  }
  for (int i = 0; trial.fault == FaultKind::skew && i < trial.shape.replicas; ++i) {
    const Duration offset = milliseconds(rng.between(-400, 400));
    scenario.script.push_back({Time{}, SkewClock{replica_node(i), offset, 0}});
  }
  sort_by_time(scenario.script);
  return scenario;
}

// Money paid out beyond what was there; deposits of unknown outcome count as put in.
std::int64_t overdrawn(const Scenario& scenario, const Log& log) {
  std::int64_t left = std::get<object::Number>(scenario.system.stores[0].initial);
  for (const Operation& operation : log.operations) {
    const bool paid = operation.request.verb == Verb::withdraw &&
                      operation.outcome == Outcome::ok && operation.answer.accepted;
    const bool put_in =
        operation.request.verb == Verb::deposit && operation.outcome != Outcome::fail;
    if (paid) left -= operation.request.amount;
    if (put_in) left += operation.request.amount;
  }
  return left < 0 ? -left : 0;
}

// In how many of `runs` runs `is_broken` is true.
template <typename IsBroken>
int count_broken(const Trial& trial, int runs, IsBroken is_broken) {
  int broken = 0;
  for (int seed = 1; seed <= runs; ++seed) {
    const Scenario scenario = scenario_of(trial, static_cast<std::uint64_t>(seed));
    const Log log = run_all(scenario, false);
    broken += is_broken(scenario, log) ? 1 : 0;
  }
  return broken;
}

int count_overdrawn(const Trial& trial, int runs) {
  return count_broken(trial, runs, [](const Scenario& scenario, const Log& log) {
    return overdrawn(scenario, log) > 0;
  });
}

int count_not_linearizable(const Trial& trial, int runs) {
  return count_broken(trial, runs, [](const Scenario& scenario, const Log& log) {
    const check::Verdict verdict = verdict_on(scenario, log);
    CHECK(verdict.answer != check::Answer::undecided);
    return verdict.answer == check::Answer::violated;
  });
}

}  // namespace

TEST_CASE("withdrawals at QUORUM race in a whole network, at SERIAL they do not") {
  CHECK(count_overdrawn({{}, Level::quorum}, 60) > 0);
  CHECK(count_overdrawn({{}, Level::all}, 60) > 0);
  CHECK(count_overdrawn({{}, Level::serial}, 60) == 0);
}

TEST_CASE("withdrawals at ONE overdraw on both sides of a cut, at SERIAL they do not") {
  CHECK(count_overdrawn({{}, Level::one, FaultKind::cut}, 20) > 0);
  CHECK(count_overdrawn({{}, Level::serial, FaultKind::cut}, 20) == 0);
}

TEST_CASE("ONE shows old values in a whole network, SERIAL never") {
  const Shape shape{.type = ObjectType::reg};
  CHECK(count_not_linearizable({shape, Level::one}, 20) > 0);
  CHECK(count_not_linearizable({shape, Level::serial}, 20) == 0);
}

TEST_CASE("skewed clocks lose acknowledged writes at QUORUM, at SERIAL they do not") {
  const Shape shape{.type = ObjectType::reg};
  CHECK(count_not_linearizable({shape, Level::quorum, FaultKind::skew}, 40) > 0);
  CHECK(count_not_linearizable({shape, Level::serial, FaultKind::skew}, 40) == 0);
}

TEST_CASE("a backup shows old values, the primary never") {
  const primary_backup::Config config{primary_backup::Mode::asynchronous};
  const Shape shape{.protocol = config, .type = ObjectType::reg};
  CHECK(count_not_linearizable({shape, Level::any}, 20) > 0);
  CHECK(count_not_linearizable({shape, Level::primary}, 20) == 0);
}

TEST_CASE("a log that is appended to at ONE is read in two orders, at SERIAL in one") {
  const Shape shape{.type = ObjectType::log};
  CHECK(count_not_linearizable({shape, Level::one}, 20) > 0);
  CHECK(count_not_linearizable({shape, Level::serial}, 20) == 0);
}
