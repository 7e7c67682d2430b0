// Pauses, doubled messages, disks that lie, and clients that move. Messages take exactly 1 ms
// inside a site and 10 ms between sites here; client 1 and replica 1 stand at site 1, and so on.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/sim/network.h"
#include "engine/sim/session.h"
#include "tests/scenarios.h"

using namespace caplab;
using namespace caplab::test;
using object::Verb;

namespace {

constexpr NodeId kR1{0};
constexpr NodeId kR2{1};
constexpr NodeId kR3{2};
constexpr NodeId kC1{3};

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
  void call(Time at, Verb verb, Level level, std::int64_t amount = 0, int client = 0) {
    scenario.script.push_back(call_at(at, client_node(scenario.system, client),
                                      operation_of(scenario.system, verb, level), amount));
    sort_by_time(scenario.script);
  }
  void run_to(Time until) { run(scenario, world, log, until); }
  std::int64_t balance(NodeId replica) const {
    return object::digest(versions_of(world.nodes[index(replica)].stores[0])[0].content);
  }
  std::int64_t count(EventKind kind, MessageKind message) const {
    return std::count_if(log.events.begin(), log.events.end(), [&](const Event& event) {
      return event.kind == kind && event.message == message;
    });
  }
};

Cut between(NodeId a, NodeId b) { return {nodes_of({a}), nodes_of({b}), true}; }

NodeSet all_but(const Play& play, NodeSet some) {
  return {all_nodes(play.scenario.system).bits & ~some.bits};
}

}  // namespace

// --- pause ---

TEST_CASE("a paused replica answers late and loses nothing") {
  Play play({{at_ms(50), Pause{kR1}}, {at_ms(1000), Resume{kR1}}});
  play.call(at_ms(100), Verb::deposit, Level::one, 7);
  play.run_to(at_ms(1500));
  const Operation& operation = play.log.operations.at(0);
  CHECK(operation.outcome == Outcome::ok);
  CHECK(operation.returned == at_ms(1001));
  CHECK(play.count(EventKind::lost, MessageKind::ask) == 0);
  CHECK(play.balance(kR3) == 107);
}

TEST_CASE("without the resumption a paused replica never answers") {
  Play play({{at_ms(50), Pause{kR1}}});
  play.call(at_ms(100), Verb::deposit, Level::one, 7);
  play.run_to(at_ms(9000));
  CHECK(play.log.operations.at(0).outcome == Outcome::unknown);
  INFO("and the others take it for dead");
  CHECK_FALSE(play.world.nodes[index(kR2)].alive.has(kR1));
}

TEST_CASE("a cut that comes while a message waits at a door is too late for it") {
  Play play({{at_ms(50), Pause{kR1}}, {at_ms(150), between(kR1, kC1)}, {at_ms(200), Resume{kR1}}});
  play.call(at_ms(100), Verb::deposit, Level::all, 7);
  play.run_to(at_ms(1000));
  CHECK(play.balance(kR1) == 107);
}

TEST_CASE("what comes through a cut does not get to the door") {
  Play play({{at_ms(50), Pause{kR1}}, {at_ms(60), between(kR1, kC1)}, {at_ms(200), Resume{kR1}}});
  play.call(at_ms(100), Verb::deposit, Level::all, 7);
  play.run_to(at_ms(1000));
  CHECK(play.balance(kR1) == 100);
}

TEST_CASE("what waits at the door of a node that crashes finds nobody there") {
  Play play({{at_ms(50), Pause{kR1}},
             {at_ms(200), Crash{kR1}},
             {at_ms(300), Restart{kR1}},
             {at_ms(400), Resume{kR1}}});
  play.call(at_ms(100), Verb::deposit, Level::one, 7);
  play.run_to(at_ms(5000));
  CHECK(play.log.operations.at(0).outcome == Outcome::unknown);
  CHECK(play.count(EventKind::lost, MessageKind::ask) == 1);
  CHECK(play.balance(kR2) == 100);
}

TEST_CASE("a paused client's patience runs out when it goes on, unless the answer came first") {
  Play play({{at_ms(0), Pause{kR1}}, {at_ms(200), Pause{kC1}}, {at_ms(9000), Resume{kC1}}});
  play.call(at_ms(100), Verb::deposit, Level::one, 7);
  play.call(at_ms(300), Verb::balance, Level::one);
  play.run_to(at_ms(9500));
  CHECK(play.log.operations.at(0).returned == at_ms(9000));
  INFO("what its user wanted meanwhile is asked when it goes on");
  CHECK(play.log.operations.at(1).called == at_ms(9000));
}

// --- doubled messages ---

TEST_CASE("a link doubles the share of its messages that a fault says, until it is mended") {
  Play play({});
  World& world = play.world;
  world.queue = {};
  const auto queued = [&](NodeId from, NodeId to, int messages) {
    const std::size_t before = world.queue.size();
    for (int i = 0; i < messages; ++i) {
      transmit(play.scenario, world, play.log, from, to, StoreId{0}, ReadAsk{});
    }
    return world.queue.size() - before;
  };
  duplicate(world, {nodes_of({kR1}), nodes_of({kR2, kC1}), Ratio{1, 4}});
  const std::size_t doubled = queued(kR1, kR2, 4000);
  CHECK(doubled > 4850);
  CHECK(doubled < 5150);
  CHECK(queued(kR1, kC1, 1000) > 1150);
  CHECK(queued(kR2, kR1, 1000) == 1000);
  CHECK(queued(kR1, kR3, 1000) == 1000);
  heal(world);
  CHECK(queued(kR1, kR2, 1000) == 1000);
}

// --- a disk that lies ---

TEST_CASE("a crash takes a node whose disk lies back to where the lie began, and no further") {
  Play play({{at_ms(500), LoseDisk{kR1}}, {at_ms(1000), Crash{kR1}}, {at_ms(1500), Restart{kR1}}});
  play.call(at_ms(100), Verb::deposit, Level::all, 1);
  play.call(at_ms(600), Verb::deposit, Level::all, 10);
  play.run_to(at_ms(900));
  CHECK(play.balance(kR1) == 111);
  play.run_to(at_ms(1200));
  CHECK(play.balance(kR1) == 101);
  CHECK(play.balance(kR2) == 111);
  const auto stored = std::find_if(
      play.log.events.rbegin(), play.log.events.rend(),
      [](const Event& event) { return event.node == kR1 && event.kind == EventKind::stored; });
  CHECK(stored->at == at_ms(1000));
  CHECK(stored->value == 101);
}

TEST_CASE("after the crash the disk is honest again") {
  Play play({{at_ms(500), LoseDisk{kR1}},
             {at_ms(1000), Crash{kR1}},
             {at_ms(1500), Restart{kR1}},
             {at_ms(5000), Crash{kR1}}});
  play.call(at_ms(600), Verb::deposit, Level::all, 10);
  play.call(at_ms(4500), Verb::deposit, Level::all, 100);
  play.run_to(at_ms(5500));
  CHECK(play.balance(kR1) == 210);
}

TEST_CASE("an honest disk loses nothing, and a lie without a crash shows nothing") {
  Play honest({{at_ms(1000), Crash{kR1}}, {at_ms(1500), Restart{kR1}}});
  Play lying({{at_ms(500), LoseDisk{kR1}}});
  for (Play* play : {&honest, &lying}) {
    play->call(at_ms(600), Verb::deposit, Level::all, 10);
    play->run_to(at_ms(2000));
    CHECK(play->balance(kR1) == 110);
  }
}

// What no level promises: that two disks which lie keep a write which a majority confirmed.
TEST_CASE("a write that a majority has confirmed is gone when two disks of three lied") {
  const auto left_after = [](bool lie) {
    quorum::Config protocol;
    protocol.hint_expiry = seconds(1);
    Play play({}, {.protocol = protocol, .exact = true});
    std::vector<TimedCommand>& script = play.scenario.script;
    for (const NodeId replica : {kR1, kR2}) {
      if (lie) script.push_back({at_ms(500), LoseDisk{replica}});
      script.push_back({at_ms(1000), Crash{replica}});
      script.push_back({at_ms(1100), Restart{replica}});
    }
    script.push_back({at_ms(550), Cut{nodes_of({kR3}), all_but(play, nodes_of({kR3})), true}});
    play.call(at_ms(600), Verb::deposit, Level::quorum, 10);
    play.call(at_ms(8000), Verb::balance, Level::quorum);
    sort_by_time(script);
    play.run_to(at_ms(9000));
    REQUIRE(play.log.operations.at(0).outcome == Outcome::ok);
    return object::digest(play.log.operations.at(1).answer.shown.content);
  };
  CHECK(left_after(false) == 110);
  CHECK(left_after(true) == 100);
}

// --- moves ---

TEST_CASE("a client that moves asks the replica that is near now") {
  Play play({{at_ms(500), Move{kC1, SiteId{1}}}});
  play.call(at_ms(100), Verb::balance, Level::one);
  play.call(at_ms(1000), Verb::balance, Level::one);
  play.run_to(at_ms(2000));
  const auto asked = [&](OpId op) {
    return std::find_if(
               play.log.events.begin(), play.log.events.end(),
               [&](const Event& event) { return event.kind == EventKind::sent && event.op == op; })
        ->peer;
  };
  CHECK(asked(OpId{0}) == kR1);
  CHECK(asked(OpId{1}) == kR2);
  CHECK(play.log.operations[1].returned - play.log.operations[1].called == milliseconds(2));
}

TEST_CASE("a client that moves leaves its site's cut behind and meets the new one's") {
  Play play({});
  const NodeSet site = nodes_at(play.scenario.system, SiteId{0});
  const Cut cut{site, all_but(play, site), true};
  const NodeId c2 = client_node(play.scenario.system, 1);
  play.scenario.script = {
      {at_ms(100), cut}, {at_ms(200), Move{kC1, SiteId{1}}}, {at_ms(200), Move{c2, SiteId{0}}}};
  play.run_to(at_ms(300));
  CHECK(link_between(play.world, kC1, kR2).up);
  CHECK(link_between(play.world, kC1, kR3).up);
  CHECK_FALSE(link_between(play.world, kC1, kR1).up);
  CHECK_FALSE(link_between(play.world, kR1, kC1).up);
  CHECK_FALSE(link_between(play.world, c2, kR2).up);
  CHECK(link_between(play.world, c2, kR1).up);
}

// --- all of them ---

TEST_CASE("going back and forth over the newer faults gives the same run") {
  Rng rng(3, 0);
  Scenario scenario;
  scenario.system = make_system({});
  scenario.end = at_ms(12'000);
  scenario.script = draw_requests(scenario.system, {Level::quorum, Time{}, at_ms(10'000)}, rng);
  for (const FaultKind kind : {FaultKind::pause, FaultKind::doubles, FaultKind::move}) {
    for (int i = 0; i < 3; ++i) {
      draw_fault(scenario.system, kind, Time{}, at_ms(9000), rng, scenario.script);
    }
  }
  scenario.script.push_back({at_ms(2000), LoseDisk{kR2}});
  scenario.script.push_back({at_ms(6000), Crash{kR2}});
  scenario.script.push_back({at_ms(6500), Restart{kR2}});
  sort_by_time(scenario.script);
  Session straight(scenario);
  straight.run(scenario.end);
  Session wandering(scenario);
  for (const std::int64_t ms : {7000, 1500, 6200, 300, 12'000}) wandering.seek(at_ms(ms));
  CHECK(wandering.world() == straight.world());
  CHECK(wandering.log() == straight.log());
}
