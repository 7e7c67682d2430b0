// What a client without a session is not promised, each seen to break; and the same run with a
// session, in which it does not. Messages take exactly 1 ms inside a site and 10 ms between sites.
#include <catch2/catch_test_macros.hpp>

#include <set>

#include "engine/sim/world.h"
#include "tests/scenarios.h"

using namespace caplab;
using namespace caplab::test;
using client::Guarantees;
using client::Session;
using object::Verb;

namespace {

constexpr NodeId kR1{0};
constexpr NodeId kR2{1};
constexpr NodeId kC1{3};
constexpr NodeId kC2{4};

Time at_ms(std::int64_t ms) { return Time{} + milliseconds(ms); }

// Three replicas with a client each. At ONE a read is answered from the replica that was asked.
struct Play {
  Scenario scenario;

  explicit Play(Session session, Guarantees guarantees = {}) {
    quorum::Config protocol;
    protocol.read_repair = quorum::ReadRepair::none;
    protocol.fan_out = quorum::FanOut::enough;
    scenario.system = make_system(
        {.protocol = protocol, .type = object::ObjectType::reg, .initial = 0, .exact = true});
    scenario.system.client.session = session;
    scenario.system.client.guarantees = guarantees;
    scenario.end = at_ms(20'000);
  }
  void add(std::int64_t ms, const Command& command) {
    scenario.script.push_back({at_ms(ms), command});
  }
  void call(std::int64_t ms, NodeId client, Verb verb, std::int64_t amount = 0) {
    scenario.script.push_back(
        call_at(at_ms(ms), client, operation_of(scenario.system, verb, Level::one), amount));
  }
  // Replica 2 hears nothing of the others any more, but its clients reach everybody.
  void cut_off_r2(std::int64_t ms) {
    add(ms, Cut{nodes_of({kR2}), nodes_of({kR1, NodeId{2}}), true});
  }
  std::vector<Operation> run() {
    sort_by_time(scenario.script);
    return run_all(scenario, false).operations;
  }
};

std::int64_t shown(const Operation& operation) {
  REQUIRE(operation.outcome == Outcome::ok);
  return object::digest(operation.answer.shown.content);
}

}  // namespace

TEST_CASE("session: who moves does not see the own write, but with a token") {
  const auto read_after_move = [](Session session, Guarantees guarantees) {
    Play play(session, guarantees);
    play.cut_off_r2(0);
    play.call(100, kC1, Verb::write, 7);
    play.add(200, Move{kC1, SiteId{1}});
    play.call(300, kC1, Verb::read);
    return shown(play.run()[1]);
  };
  CHECK(read_after_move(Session::none, {}) == 0);
  CHECK(read_after_move(Session::token, {}) == 7);
  CHECK(read_after_move(Session::sticky, {}) == 7);
  INFO("only the guarantee that it is about makes the difference");
  CHECK(read_after_move(Session::token, {true, false, false, false}) == 7);
  CHECK(read_after_move(Session::token, {false, true, true, true}) == 0);
}

TEST_CASE("session: who moves sees time go back, but with a token") {
  const auto second_read = [](Session session, Guarantees guarantees) {
    Play play(session, guarantees);
    play.cut_off_r2(0);
    play.call(100, NodeId{5}, Verb::write, 7);
    play.call(200, kC1, Verb::read);
    play.add(300, Move{kC1, SiteId{1}});
    play.call(400, kC1, Verb::read);
    const std::vector<Operation> operations = play.run();
    REQUIRE(shown(operations[1]) == 7);
    return shown(operations[2]);
  };
  CHECK(second_read(Session::none, {}) == 0);
  CHECK(second_read(Session::token, {}) == 7);
  CHECK(second_read(Session::token, {false, true, false, false}) == 7);
  CHECK(second_read(Session::token, {true, false, true, true}) == 0);
}

// The later write is stamped by a replica whose clock is behind, and loses to the earlier one.
TEST_CASE("session: the later of two own writes is lost to a slow clock, but with a token") {
  const auto last_value = [](Session session, Guarantees guarantees) {
    Play play(session, guarantees);
    play.add(0, SkewClock{kR2, milliseconds(-600), 0});
    play.call(1000, kC1, Verb::write, 1);
    play.add(1100, Move{kC1, SiteId{1}});
    play.call(1200, kC1, Verb::write, 2);
    play.call(8000, kC2, Verb::read);
    const std::vector<Operation> operations = play.run();
    REQUIRE(operations[1].outcome == Outcome::ok);
    return shown(operations[2]);
  };
  CHECK(last_value(Session::none, {}) == 1);
  CHECK(last_value(Session::token, {}) == 2);
  CHECK(last_value(Session::token, {false, false, true, false}) == 2);
  CHECK(last_value(Session::token, {true, true, false, true}) == 1);
}

TEST_CASE("session: an answer comes before what it answers, but with a token") {
  const auto last_value = [](Session session, Guarantees guarantees) {
    Play play(session, guarantees);
    play.add(0, SkewClock{kR2, milliseconds(-600), 0});
    play.call(1000, kC1, Verb::write, 1);
    play.call(1100, kC2, Verb::read);
    play.call(1200, kC2, Verb::write, 2);
    play.call(8000, kC1, Verb::read);
    const std::vector<Operation> operations = play.run();
    REQUIRE(shown(operations[1]) == 1);
    return shown(operations[3]);
  };
  CHECK(last_value(Session::none, {}) == 1);
  CHECK(last_value(Session::token, {}) == 2);
  CHECK(last_value(Session::token, {false, false, false, true}) == 2);
  CHECK(last_value(Session::token, {true, true, true, false}) == 1);
}

// The price of staying: no answer once that replica's site is cut off, while others would answer.
TEST_CASE("session: a sticky client holds until its site is cut off") {
  const auto outcome_after_cut = [](Session session) {
    Play play(session);
    play.call(100, kC1, Verb::write, 7);
    play.add(200, Move{kC1, SiteId{1}});
    play.add(300, Cut{nodes_of({kR1}), NodeSet{~nodes_of({kR1}).bits}, true});
    play.call(400, kC1, Verb::read);
    return play.run()[1].outcome;
  };
  CHECK(outcome_after_cut(Session::sticky) == Outcome::unknown);
  CHECK(outcome_after_cut(Session::token) == Outcome::ok);
  CHECK(outcome_after_cut(Session::none) == Outcome::ok);
}

// The price of a token: no answer where nobody in reach has what the session has seen.
TEST_CASE("session: a token refuses where only older copies are in reach") {
  Play play(Session::token);
  const NodeSet away = nodes_of({kR2, kC2, kC1});
  play.cut_off_r2(0);
  play.call(100, kC1, Verb::write, 7);
  play.add(200, Move{kC1, SiteId{1}});
  play.add(300, Cut{away, NodeSet{~away.bits}, true});
  play.call(400, kC1, Verb::read);
  const std::vector<Operation> operations = play.run();
  CHECK(operations[1].outcome != Outcome::ok);
  CHECK(operations[1].returned - operations[1].called == seconds(2));
}

// Every clock is set back, so every replica would give the second write an earlier place than the
// first has: all decline it until their clocks have passed that.
TEST_CASE("session: where no replica is of use yet, a token tries again until one is") {
  Play play(Session::token);
  play.call(100, kC1, Verb::write, 1);
  for (int i = 0; i < 3; ++i) play.add(150, SkewClock{replica_node(i), milliseconds(-300), 0});
  play.call(200, kC1, Verb::write, 2);
  play.call(8000, kC1, Verb::read);
  const std::vector<Operation> operations = play.run();
  REQUIRE(operations[1].outcome == Outcome::ok);
  CHECK(operations[1].returned >= at_ms(401));
  CHECK(operations[1].returned <= at_ms(450));
  CHECK(shown(operations[2]) == 2);
}

TEST_CASE("session: what nobody did within the patience is a no, not an open question") {
  Play play(Session::token);
  play.call(100, kC1, Verb::write, 1);
  for (int i = 0; i < 3; ++i) play.add(150, SkewClock{replica_node(i), seconds(-60), 0});
  play.call(200, kC1, Verb::write, 2);
  const std::vector<Operation> operations = play.run();
  CHECK(operations[1].returned - operations[1].called == seconds(2));
  CHECK(operations[1].outcome != Outcome::ok);
}

TEST_CASE("session: a client that crashes has forgotten its session") {
  Play play(Session::token);
  play.cut_off_r2(0);
  play.call(100, kC1, Verb::write, 7);
  play.add(200, Crash{kC1});
  play.add(210, Restart{kC1});
  play.add(220, Move{kC1, SiteId{1}});
  play.call(300, kC1, Verb::read);
  CHECK(shown(play.run()[1]) == 0);
}

namespace {

bool older(const object::Version& shown, const object::Version& known) {
  return shown.stamp < known.stamp;
}

// Which guarantees the run broke, by what was answered before each call.
std::set<std::string> broken_by(const Scenario& scenario, const Log& log) {
  std::set<std::string> broken;
  for (const Operation& later : log.operations) {
    if (later.outcome != Outcome::ok || later.returned == kNever) continue;
    const bool reads = object::is_read(later.request.verb);
    for (const Operation& earlier : log.operations) {
      const bool before = earlier.client == later.client && earlier.key == later.key &&
                          earlier.outcome == Outcome::ok && earlier.returned <= later.called;
      if (!before || !older(later.answer.shown, earlier.answer.shown)) continue;
      const bool had_read = object::is_read(earlier.request.verb);
      broken.insert(reads ? (had_read ? "monotonic reads" : "read your writes")
                          : (had_read ? "writes follow reads" : "monotonic writes"));
    }
  }
  REQUIRE(scenario.system.stores.size() == 1);
  return broken;
}

Scenario wandering(Session session, std::uint64_t seed) {
  Rng rng(seed, 0);
  Scenario scenario;
  scenario.seed = seed;
  scenario.system = make_system({.protocol = quorum::Config{}, .type = object::ObjectType::reg});
  scenario.system.client.session = session;
  scenario.end = at_ms(25'000);
  const Demand demand{Level::one, Time{}, at_ms(20'000), milliseconds(80), 1, {}};
  scenario.script = draw_requests(scenario.system, demand, rng);
  std::erase_if(scenario.script, [&](const TimedCommand& step) {
    const auto verb = scenario.system.operations[std::get<Call>(step.command).operation].verb;
    return verb == Verb::compare_and_set;
  });
  for (const FaultKind kind : {FaultKind::move, FaultKind::move, FaultKind::move, FaultKind::skew,
                               FaultKind::skew, FaultKind::cut, FaultKind::slow}) {
    draw_fault(scenario.system, kind, Time{}, at_ms(15'000), rng, scenario.script);
  }
  scenario.script.push_back({at_ms(16'000), Heal{}});
  sort_by_time(scenario.script);
  return scenario;
}

}  // namespace

TEST_CASE(
    "session: in random runs a token keeps all four guarantees, and without one each breaks") {
  std::set<std::string> without;
  int answered = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    const Scenario free = wandering(Session::none, seed);
    without.merge(broken_by(free, run_all(free, false)));
    const Scenario held = wandering(Session::token, seed);
    const Log log = run_all(held, false);
    CHECK(broken_by(held, log).empty());
    for (const Operation& operation : log.operations) {
      answered += operation.outcome == Outcome::ok ? 1 : 0;
    }
  }
  CHECK(without.size() == 4);
  CHECK(answered > 5000);
}
