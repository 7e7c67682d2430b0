// The world: time, crashes, clocks and the failure detector. Messages take exactly 1 ms inside a
// site and 10 ms between sites here, so most moments are known to the microsecond.
#include "engine/sim/world.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/sim/network.h"
#include "tests/scenarios.h"

using namespace caplab;
using namespace caplab::test;
using object::Verb;

namespace {

constexpr NodeId kR1{0};
constexpr NodeId kR2{1};
constexpr NodeId kR3{2};

Time at_ms(std::int64_t ms) { return Time{} + milliseconds(ms); }

struct Play {
  Scenario scenario;
  World world;
  Log log;

  explicit Play(std::vector<TimedCommand> script, Shape shape = {.exact = true}) {
    scenario.system = make_system(shape);
    scenario.script = std::move(script);
    scenario.end = at_ms(30'000);
    world = make_world(scenario);
  }
  // Adds a call of the first client.
  void call(Time at, Verb verb, Level level, std::int64_t amount = 0) {
    const System& system = scenario.system;
    scenario.script.push_back(
        call_at(at, client_node(system, 0), operation_of(system, verb, level), amount));
    sort_by_time(scenario.script);
  }
  void run_to(Time until) { run(scenario, world, log, until); }
  const quorum::State& replica(NodeId id) const {
    return std::get<quorum::State>(world.nodes[index(id)].stores[0]);
  }
  std::int64_t count(EventKind kind, NodeId node, MessageKind message) const {
    return std::count_if(log.events.begin(), log.events.end(), [&](const Event& event) {
      return event.kind == kind && event.node == node && event.message == message;
    });
  }
  // The times at which `node` changed its mind about `peer`.
  std::vector<Time> times(EventKind kind, NodeId node, NodeId peer) const {
    std::vector<Time> found;
    for (const Event& event : log.events) {
      if (event.kind == kind && event.node == node && event.peer == peer) found.push_back(event.at);
    }
    return found;
  }
};

Cut cut_off(NodeId node, bool both_ways = true) {
  return {nodes_of({node}), NodeSet{~nodes_of({node}).bits}, both_ways};
}

}  // namespace

// --- time ---

TEST_CASE("stepping to the end and running to the end do the same") {
  Play stepped({{at_ms(900), cut_off(kR1)}, {at_ms(4000), Heal{}}});
  stepped.call(at_ms(100), Verb::withdraw, Level::quorum, 5);
  Play ran = stepped;
  Time before;
  while (step(stepped.scenario, stepped.world, stepped.log)) {
    REQUIRE(stepped.world.now >= before);
    before = stepped.world.now;
  }
  ran.run_to(kNever);
  CHECK(ran.world.now == ran.scenario.end);
  stepped.world.now = ran.world.now;
  CHECK(stepped.world == ran.world);
  CHECK(stepped.log == ran.log);
}

TEST_CASE("nothing happens after the end") {
  Play play({});
  play.scenario.end = at_ms(100);
  play.call(at_ms(100), Verb::balance, Level::one);
  play.call(at_ms(101), Verb::balance, Level::one);
  play.run_to(kNever);
  CHECK(play.world.now == at_ms(100));
  CHECK(play.log.operations.size() == 1);
  CHECK(next_time(play.scenario, play.world) == kNever);
  CHECK_FALSE(step(play.scenario, play.world, play.log));
}

TEST_CASE("a command comes before what happens at the same time") {
  Play play({{at_ms(101), Crash{kR1}}});
  play.call(at_ms(100), Verb::balance, Level::one);
  play.run_to(at_ms(101));
  CHECK(play.count(EventKind::lost, kR1, MessageKind::ask) == 1);
  CHECK(play.count(EventKind::delivered, kR1, MessageKind::ask) == 0);
}

TEST_CASE("commands of one time happen in the order of the script") {
  Play play({{at_ms(50), Crash{kR1}},
             {at_ms(50), Restart{kR1}},
             {at_ms(50), Restart{kR2}},
             {at_ms(50), Crash{kR2}}});
  play.run_to(at_ms(50));
  CHECK(play.world.nodes[0].up);
  CHECK_FALSE(play.world.nodes[1].up);
}

TEST_CASE("one seed is one run, another seed another") {
  const auto print = [](std::uint64_t seed) {
    Play play({}, {});
    play.scenario.seed = seed;
    play.world = make_world(play.scenario);
    play.run_to(at_ms(3000));
    return fingerprint(play.world, play.log);
  };
  CHECK(print(1) == print(1));
  CHECK(print(1) != print(2));
}

TEST_CASE("an operation takes as long as the messages that it must wait for") {
  struct Case {
    Verb verb;
    Level level;
    Duration expected;
  };
  const Case cases[] = {{Verb::balance, Level::one, kNear * 2},
                        {Verb::balance, Level::quorum, kNear * 2 + kFar * 2},
                        {Verb::withdraw, Level::one, kNear * 2},
                        {Verb::withdraw, Level::quorum, kNear * 2 + kFar * 4},
                        {Verb::withdraw, Level::all, kNear * 2 + kFar * 4},
                        {Verb::balance, Level::serial, kNear * 2 + kFar * 2},
                        {Verb::withdraw, Level::serial, kNear * 2 + kFar * 6}};
  for (const Case& c : cases) {
    CAPTURE(object::name_of(c.verb), name_of(c.level));
    Play play({});
    play.call(at_ms(10), c.verb, c.level, 1);
    play.run_to(at_ms(1000));
    const Operation& operation = play.log.operations.at(0);
    CHECK(operation.outcome == Outcome::ok);
    CHECK(operation.returned - operation.called == c.expected);
  }
}

// --- crashes ---

TEST_CASE("a crash loses what was under way and keeps what was durable") {
  Play play({{at_ms(105), Crash{kR1}}});
  play.call(at_ms(10), Verb::withdraw, Level::one, 30);
  play.call(at_ms(100), Verb::withdraw, Level::quorum, 10);
  play.run_to(at_ms(104));
  const quorum::State before = play.replica(kR1);
  REQUIRE(before.rounds.size() == 1);
  play.run_to(at_ms(105));
  const quorum::State& after = play.replica(kR1);
  CHECK(after.rounds.empty());
  CHECK(after.durable == before.durable);
  CHECK(after.config == before.config);
  CHECK(std::get<object::Number>(after.durable.versions[0].content) == 70);
  CHECK_FALSE(play.world.nodes[0].up);
}

TEST_CASE("promises, accepted proposals and hints survive a crash") {
  Play play({{at_ms(10), cut_off(kR3)}, {at_ms(3000), Crash{kR1}}, {at_ms(3000), Crash{kR2}}});
  play.call(at_ms(2500), Verb::withdraw, Level::serial, 10);
  play.run_to(at_ms(2999));
  const quorum::Durable coordinator = play.replica(kR1).durable;
  const quorum::Durable acceptor = play.replica(kR2).durable;
  CHECK(coordinator.hints.size() == 1);
  CHECK(acceptor.acceptors[0].promised.time > LocalTime{0});
  play.run_to(at_ms(3001));
  CHECK(play.replica(kR1).durable == coordinator);
  CHECK(play.replica(kR2).durable == acceptor);
}

TEST_CASE("what a primary has stored survives its crash, what it waited for does not") {
  const primary_backup::Config config{primary_backup::Mode::synchronous};
  Play play({{at_ms(105), Crash{kR1}}}, {.protocol = config, .exact = true});
  play.call(at_ms(100), Verb::withdraw, Level::primary, 10);
  const auto primary = [&] {
    return std::get<primary_backup::State>(play.world.nodes[0].stores[0]);
  };
  play.run_to(at_ms(104));
  const primary_backup::State before = primary();
  REQUIRE(before.rounds.size() == 1);
  play.run_to(at_ms(105));
  CHECK(primary().rounds.empty());
  CHECK(primary().durable == before.durable);
  CHECK(primary().confirmed == std::vector<NodeSet>{NodeSet{}});
}

TEST_CASE("timers that were set before a crash are void, even after the restart") {
  Play play({{at_ms(105), Crash{kR1}}, {at_ms(106), Restart{kR1}}});
  play.call(at_ms(100), Verb::withdraw, Level::quorum, 10);
  play.run_to(at_ms(5000));
  CHECK(play.count(EventKind::sent, kR1, MessageKind::reply) == 0);
  CHECK(play.log.operations.at(0).outcome == Outcome::unknown);

  INFO("while without the crash the coordinator's timer would have ended it");
  Play whole({{at_ms(102), Cut{nodes_of({kR1}), nodes_of({kR2, kR3}), true}}});
  whole.call(at_ms(100), Verb::withdraw, Level::quorum, 10);
  whole.run_to(at_ms(5000));
  CHECK(whole.count(EventKind::sent, kR1, MessageKind::reply) == 1);
}

TEST_CASE("a node that is down hears nothing, says nothing and is restarted as it was") {
  Play play({{at_ms(1000), Crash{kR2}}, {at_ms(9000), Restart{kR2}}});
  play.run_to(at_ms(999));
  const std::int64_t sent = play.count(EventKind::sent, kR2, MessageKind::ping);
  const std::int64_t heard = play.count(EventKind::delivered, kR2, MessageKind::ping);
  play.run_to(at_ms(8999));
  CHECK(play.count(EventKind::sent, kR2, MessageKind::ping) == sent);
  CHECK(play.count(EventKind::delivered, kR2, MessageKind::ping) == heard);
  play.run_to(at_ms(12'000));
  CHECK(play.count(EventKind::sent, kR2, MessageKind::ping) > sent);
  CHECK(play.count(EventKind::delivered, kR2, MessageKind::ping) > heard);
}

TEST_CASE("crashing what is down and restarting what is up change nothing") {
  Play play({{at_ms(1000), Restart{kR1}},
             {at_ms(1000), Restart{kR1}},
             {at_ms(2000), Crash{kR2}},
             {at_ms(2500), Crash{kR2}},
             {at_ms(3000), Restart{kR2}},
             {at_ms(3100), Restart{kR2}}});
  play.run_to(at_ms(20'000));
  CHECK(play.world.nodes[0].epoch == 0);
  CHECK(play.world.nodes[1].epoch == 1);
  const std::int64_t before = play.count(EventKind::sent, kR2, MessageKind::ping);
  play.run_to(at_ms(25'000));
  INFO("ten heartbeats to two peers");
  CHECK(play.count(EventKind::sent, kR2, MessageKind::ping) - before == 20);
}

TEST_CASE("a replica that is back at once still has one heartbeat") {
  Play play({{at_ms(2000), Crash{kR2}}, {at_ms(2001), Restart{kR2}}});
  play.run_to(at_ms(5000));
  const std::int64_t before = play.count(EventKind::sent, kR2, MessageKind::ping);
  play.run_to(at_ms(10'000));
  CHECK(play.count(EventKind::sent, kR2, MessageKind::ping) - before == 20);
}

TEST_CASE("a client that crashes forgets, and calls nothing while it is down") {
  const NodeId client{3};
  Play play({{at_ms(100), Crash{client}}, {at_ms(500), Restart{client}}});
  play.call(at_ms(99), Verb::balance, Level::one);
  play.call(at_ms(200), Verb::balance, Level::one);
  play.call(at_ms(600), Verb::balance, Level::one);
  play.run_to(at_ms(5000));
  REQUIRE(play.log.operations.size() == 2);
  CHECK(play.log.operations[0].returned == kNever);
  CHECK(play.log.operations[1].outcome == Outcome::ok);
  CHECK(play.log.operations[1].called == at_ms(600));
}

// --- clocks ---

TEST_CASE("a clock shows true time, its offset, and its drift since it was set") {
  CHECK(local_time({}, Time{77}) == LocalTime{77});
  CHECK(local_time({seconds(3), 0, Time{0}}, Time{10}) == LocalTime{3'000'010});
  CHECK(local_time({Duration{-500}, 0, Time{9}}, Time{10}) == LocalTime{-490});
  const Clock fast{Duration{5}, 100, Time{1'000'000}};
  CHECK(local_time(fast, Time{1'000'000}) == LocalTime{1'000'005});
  CHECK(local_time(fast, Time{3'000'000}) == LocalTime{3'000'205});
  const Clock slow{Duration{}, -250, Time{0}};
  CHECK(local_time(slow, Time{4'000'000}) == LocalTime{3'999'000});
}

TEST_CASE("skewing a clock sets it, whatever it was before") {
  Play play({{at_ms(100), SkewClock{kR1, seconds(5), 100'000}},
             {at_ms(2100), SkewClock{kR1, milliseconds(-20), 0}}});
  play.run_to(at_ms(2099));
  CHECK(local_time(play.world.nodes[0].clock, at_ms(1100)) == LocalTime{6'200'000});
  play.run_to(at_ms(2100));
  CHECK(local_time(play.world.nodes[0].clock, at_ms(2100)) == LocalTime{2'080'000});
  CHECK(play.world.nodes[1].clock == Clock{});
}

TEST_CASE("writes carry their writer's clock") {
  Play play({{Time{}, SkewClock{kR1, seconds(5), 0}}});
  play.call(at_ms(100), Verb::withdraw, Level::one, 1);
  play.run_to(at_ms(200));
  const object::Stamp expected{LocalTime{5'101'000}, kR1};
  for (const NodeId node : {kR1, kR2, kR3}) {
    CHECK(play.replica(node).durable.versions[0].stamp == expected);
  }
}

TEST_CASE("a timer runs on its node's clock") {
  struct Case {
    std::int64_t drift_ppm;
    Duration expected;
  };
  for (const Case& c : {Case{0, milliseconds(2000)}, Case{100'000, milliseconds(1800)},
                        Case{-100'000, milliseconds(2200)}}) {
    CAPTURE(c.drift_ppm);
    const NodeId client{3};
    Play play({{Time{}, SkewClock{client, seconds(9), c.drift_ppm}}, {Time{}, Crash{kR1}}});
    play.call(at_ms(100), Verb::balance, Level::one);
    play.run_to(at_ms(5000));
    const Operation& operation = play.log.operations.at(0);
    CHECK(operation.outcome == Outcome::unknown);
    CHECK(operation.returned - operation.called == c.expected);
  }
}

// --- the failure detector ---

TEST_CASE("replicas suspect each other once a cut has lasted, and trust again when it is mended") {
  Play play({{at_ms(5000), cut_off(kR1)}, {at_ms(12'000), Heal{}}});
  play.run_to(at_ms(20'000));
  const System& system = play.scenario.system;
  for (const auto& [node, peer] : {std::pair{kR1, kR2}, {kR1, kR3}, {kR2, kR1}, {kR3, kR1}}) {
    const std::vector<Time> suspected = play.times(EventKind::suspected, node, peer);
    REQUIRE(suspected.size() == 1);
    CHECK(suspected[0] > at_ms(5000) + system.suspect_after - system.heartbeat);
    CHECK(suspected[0] <= at_ms(5000) + system.suspect_after + system.heartbeat + kFar);
    const std::vector<Time> trusted = play.times(EventKind::trusted, node, peer);
    REQUIRE(trusted.size() == 1);
    CHECK(trusted[0] >= at_ms(12'000));
    CHECK(trusted[0] <= at_ms(12'000) + system.heartbeat + kFar);
  }
  CHECK(play.times(EventKind::suspected, kR2, kR3).empty());
  CHECK(play.times(EventKind::suspected, kR3, kR2).empty());
}

TEST_CASE("nobody is suspected in a healthy network") {
  Play play({}, {.replicas = 5});
  play.run_to(kNever);
  for (const Event& event : play.log.events) REQUIRE(event.kind != EventKind::suspected);
}

TEST_CASE("a replica that is not heard but hears is suspected and suspects nobody") {
  Play play({{at_ms(5000), cut_off(kR1, false)}});
  play.run_to(at_ms(10'000));
  CHECK(play.world.nodes[0].alive == nodes_of({kR1, kR2, kR3}));
  CHECK(play.world.nodes[1].alive == nodes_of({kR2, kR3}));
  CHECK(play.world.nodes[2].alive == nodes_of({kR2, kR3}));
}

TEST_CASE("any message shows that its sender lives, not only a heartbeat") {
  Play play({});
  play.world.queue = {};
  play.world.nodes[1].alive = nodes_of({kR2});
  play.call(at_ms(100), Verb::balance, Level::all);
  play.run_to(at_ms(200));
  CHECK(play.times(EventKind::trusted, kR2, kR1) == std::vector<Time>{at_ms(111)});
  CHECK(play.world.nodes[1].alive == nodes_of({kR1, kR2}));
}

TEST_CASE("a replica that starts again trusts everybody until it knows better") {
  Play play({{at_ms(4000), Crash{kR2}},
             {at_ms(4000), Crash{kR3}},
             {at_ms(9000), Crash{kR1}},
             {at_ms(9500), Restart{kR1}}});
  play.run_to(at_ms(8000));
  CHECK(play.world.nodes[0].alive == nodes_of({kR1}));
  play.run_to(at_ms(9500));
  CHECK(play.world.nodes[0].alive == nodes_of({kR1, kR2, kR3}));
  play.run_to(at_ms(12'000));
  CHECK(play.world.nodes[0].alive == nodes_of({kR1}));
}

// Silence is counted on a clock that nobody sets, as operating systems offer one.
TEST_CASE("setting a clock forward or back changes nothing about who is silent") {
  const auto suspicions = [](const Play& play) {
    std::vector<Event> found;
    for (const Event& event : play.log.events) {
      if (event.kind == EventKind::suspected) found.push_back(event);
    }
    return found;
  };
  Play whole({{at_ms(8000), cut_off(kR2)}});
  whole.run_to(kNever);
  REQUIRE(suspicions(whole).size() == 4);
  for (const Duration jump : {seconds(3600), seconds(2), seconds(-2), seconds(-3600)}) {
    for (const NodeId node : {kR1, kR2, kR3}) {
      CAPTURE(jump.us, index(node));
      Play play({{at_ms(5000), SkewClock{node, jump, 0}},
                 {at_ms(8000), cut_off(kR2)},
                 {at_ms(8001), SkewClock{node, jump * 2, 0}}});
      play.run_to(kNever);
      CHECK(suspicions(play) == suspicions(whole));
    }
  }
}
