// Single cases of the protocols in a whole world, each a trap: answers from before a crash, writes
// of one microsecond, messages that come twice, a primary without backups. Messages take exactly
// 1 ms inside a site and 10 ms between sites.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/sim/world.h"
#include "tests/scenarios.h"

using namespace caplab;
using namespace caplab::test;
using object::Verb;
using primary_backup::Mode;

namespace {

constexpr NodeId kR1{0};
constexpr NodeId kR2{1};
constexpr NodeId kR3{2};
constexpr NodeId kC1{3};
constexpr NodeId kC2{4};

Time at_ms(std::int64_t ms) { return Time{} + milliseconds(ms); }

struct Play {
  Scenario scenario;
  Log log;
  World world;

  explicit Play(Shape shape) {
    shape.exact = true;
    scenario.system = make_system(shape);
    scenario.end = at_ms(20'000);
  }
  void add(Time at, const Command& command) { scenario.script.push_back({at, command}); }
  void call(Time at, NodeId client, Verb verb, Level level, std::int64_t amount = 0) {
    const std::uint16_t operation = operation_of(scenario.system, verb, level);
    scenario.script.push_back(call_at(at, client, operation, amount));
  }
  void start() {
    sort_by_time(scenario.script);
    world = make_world(scenario);
  }
  void run_to(Time until) { caplab::run(scenario, world, log, until); }
  void run() {
    start();
    run_to(scenario.end);
  }
  const Operation& result(std::size_t number) const { return log.operations.at(number); }
  object::Version copy(NodeId node) const {
    return versions_of(world.nodes[index(node)].stores[0])[0];
  }
};

object::Number number(const object::Version& version) {
  return std::get<object::Number>(version.content);
}

}  // namespace

// --- quorum ---

TEST_CASE("writes that one replica makes in one microsecond have stamps of their own") {
  Play play({.type = object::ObjectType::reg, .clients = 6});
  for (const std::int64_t value : {7, 8, 9}) {
    play.call(at_ms(100), kC1, Verb::write, Level::one, value);
  }
  play.call(at_ms(100), client_node(play.scenario.system, 3), Verb::write, Level::one, 10);
  play.run();
  std::vector<object::Stamp> stamps;
  for (const Operation& operation : play.log.operations) {
    stamps.push_back(operation.answer.shown.stamp);
  }
  CHECK(std::adjacent_find(stamps.begin(), stamps.end(), std::greater_equal<>()) == stamps.end());
  CHECK(number(play.copy(kR1)) == 10);
  CHECK(play.copy(kR2) == play.copy(kR1));
  CHECK(play.copy(kR3) == play.copy(kR1));
}

TEST_CASE("a clock that is set back does not let a replica lose its own next write") {
  Play play({.type = object::ObjectType::reg});
  play.call(at_ms(100), kC1, Verb::write, Level::quorum, 7);
  play.add(at_ms(200), SkewClock{kR1, seconds(-5), 0});
  play.call(at_ms(300), kC1, Verb::write, Level::quorum, 8);
  play.run();
  CHECK(number(play.copy(kR2)) == 8);
}

TEST_CASE("answers to what was asked before a crash do not count for what is asked after it") {
  Play play({.type = object::ObjectType::reg});
  play.call(at_ms(100), kC1, Verb::write, Level::quorum, 7);
  play.add(at_ms(102), Crash{kR1});
  play.add(at_ms(103), Restart{kR1});
  play.call(at_ms(104), kC1, Verb::write, Level::quorum, 8);
  play.run();
  CHECK(play.result(1).returned == at_ms(104) + kNear * 2 + kFar * 2);
}

TEST_CASE("a decision on what must be repaired first takes three times there and back") {
  Play play({});
  play.add(at_ms(99), SlowLink{nodes_of({kR1}), nodes_of({kR2, kR3}), seconds(9), milliseconds(5)});
  play.call(at_ms(100), kC1, Verb::deposit, Level::one, 50);
  play.call(at_ms(200), kC1, Verb::withdraw, Level::quorum, 120);
  play.run();
  CHECK(play.result(1).answer.accepted);
  CHECK(play.result(1).returned == at_ms(200) + kNear * 2 + kFar * 6);
}

// r1 alone has a write, shows it to one reader, and is then cut off.
TEST_CASE("what one QUORUM read has shown, the next shows too, because the first repairs") {
  for (const auto repair : {quorum::ReadRepair::blocking, quorum::ReadRepair::none}) {
    quorum::Config config;
    config.read_repair = repair;
    Play play({.protocol = config});
    play.add(at_ms(99),
             SlowLink{nodes_of({kR1}), nodes_of({kR2, kR3}), seconds(9), milliseconds(5)});
    play.call(at_ms(100), kC1, Verb::withdraw, Level::one, 80);
    play.call(at_ms(110), kC1, Verb::balance, Level::quorum);
    play.add(at_ms(190), Cut{nodes_of({kR1}), nodes_of({kR2, kR3}), true});
    play.call(at_ms(200), kC2, Verb::balance, Level::quorum);
    play.run();
    CHECK(number(play.result(1).answer.shown) == 20);
    const bool repairs = repair == quorum::ReadRepair::blocking;
    CHECK(number(play.result(2).answer.shown) == (repairs ? 20 : 100));
  }
}

TEST_CASE("a quorum of four is three, and of one it is one") {
  const auto lasts = [](int replicas, Level level) {
    Play play({.replicas = replicas, .clients = 1});
    play.call(at_ms(100), client_node(play.scenario.system, 0), Verb::balance, level);
    play.run();
    REQUIRE(play.result(0).outcome == Outcome::ok);
    const auto asked =
        std::count_if(play.log.events.begin(), play.log.events.end(), [&](const Event& event) {
          return event.kind == EventKind::delivered && event.message == MessageKind::read_reply &&
                 event.at <= play.result(0).returned;
        });
    return asked + 1;
  };
  CHECK(lasts(1, Level::quorum) == 1);
  CHECK(lasts(1, Level::all) == 1);
  CHECK(lasts(4, Level::one) == 1);
  CHECK(lasts(5, Level::all) == 5);
}

TEST_CASE("a write that is confirmed after its time is not kept for anybody any more") {
  quorum::Config config;
  config.timeout = milliseconds(15);
  Play play({.protocol = config});
  play.call(at_ms(100), kC1, Verb::deposit, Level::one, 5);
  play.start();
  play.run_to(at_ms(118));
  CHECK(hints_of(play.world.nodes[0].stores[0]) == 2);
  play.run_to(at_ms(121));
  CHECK(hints_of(play.world.nodes[0].stores[0]) == 0);
}

TEST_CASE("what is kept for a replica is as young as the last write in it") {
  quorum::Config config;
  config.hint_expiry = seconds(3);
  Play play({.protocol = config});
  play.add(at_ms(10), Cut{nodes_of({kR3}), nodes_of({kR1, kR2}), true});
  play.call(at_ms(2500), kC1, Verb::deposit, Level::one, 5);
  play.call(at_ms(4500), kC1, Verb::deposit, Level::one, 7);
  play.add(at_ms(6000), Heal{});
  play.run();
  CHECK(number(play.copy(kR3)) == 112);
}

// --- Paxos ---

TEST_CASE("a replica alone decides by Paxos with itself") {
  Play play({.replicas = 1, .clients = 2});
  const NodeId client = client_node(play.scenario.system, 0);
  play.call(at_ms(100), client, Verb::withdraw, Level::serial, 80);
  play.call(at_ms(200), client, Verb::withdraw, Level::serial, 80);
  play.run();
  CHECK(play.result(0).answer.accepted);
  CHECK_FALSE(play.result(1).answer.accepted);
  CHECK(play.result(1).returned == at_ms(202));
}

// --- primary and backups ---

TEST_CASE("a synchronous primary without backups answers at once") {
  Play play({.protocol = primary_backup::Config{Mode::synchronous}, .replicas = 1, .clients = 1});
  const NodeId client = client_node(play.scenario.system, 0);
  play.call(at_ms(100), client, Verb::deposit, Level::primary, 5);
  play.run();
  CHECK(play.result(0).outcome == Outcome::ok);
  CHECK(play.result(0).returned == at_ms(102));
}

TEST_CASE("a synchronous primary refuses to show what it could not confirm in time") {
  Play play({.protocol = primary_backup::Config{Mode::synchronous, kR1, milliseconds(300)}});
  play.add(at_ms(100), Cut{nodes_of({kR3}), nodes_of({kR1, kR2}), true});
  play.call(at_ms(200), kC1, Verb::withdraw, Level::primary, 80);
  play.call(at_ms(210), kC1, Verb::balance, Level::primary);
  play.call(at_ms(600), kC1, Verb::balance, Level::primary);
  play.add(at_ms(5000), Heal{});
  play.call(at_ms(8000), kC1, Verb::balance, Level::primary);
  play.run();
  CHECK(play.result(0).outcome == Outcome::unknown);
  CHECK(play.result(0).returned == at_ms(502));
  CHECK(play.result(1).outcome == Outcome::fail);
  CHECK(play.result(1).returned == at_ms(502));
  CHECK(play.result(2).outcome == Outcome::fail);
  CHECK(play.result(2).returned == at_ms(602));
  CHECK(number(play.result(3).answer.shown) == 20);
}

TEST_CASE("a request is done once, however often the network doubles messages") {
  for (const Mode mode : {Mode::single_copy, Mode::asynchronous, Mode::synchronous}) {
    Play play({.protocol = primary_backup::Config{mode}, .type = object::ObjectType::log});
    play.scenario.system.duplication = {1, 1};
    play.call(at_ms(100), kC2, Verb::append, Level::primary, 5);
    play.run();
    CHECK(play.result(0).outcome == Outcome::ok);
    CHECK(std::get<object::Entries>(play.copy(kR1).content).size() == 1);
  }
}
