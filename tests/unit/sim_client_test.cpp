// Clients in the world: what they are told, what they never learn, what follows an operation, and
// one network under several stores. Messages take exactly 1 ms inside a site, 10 ms between sites.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/sim/world.h"
#include "tests/scenarios.h"

using namespace caplab;
using namespace caplab::test;
using object::Verb;

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

  explicit Play(Shape shape = {.exact = true}) {
    scenario.system = make_system(shape);
    scenario.end = at_ms(30'000);
  }
  System& system() { return scenario.system; }
  std::uint16_t operation(Verb verb, Level level) {
    return operation_of(scenario.system, verb, level);
  }
  void add(Time at, const Command& command) { scenario.script.push_back({at, command}); }
  void call(Time at, NodeId client, std::uint16_t operation, std::int64_t amount = 0) {
    scenario.script.push_back(call_at(at, client, operation, amount));
  }
  void run() {
    sort_by_time(scenario.script);
    world = make_world(scenario);
    caplab::run(scenario, world, log, scenario.end);
  }
  const Operation& result(std::size_t number) const { return log.operations.at(number); }
};

object::Number shown(const Operation& operation) {
  return std::get<object::Number>(operation.answer.shown.content);
}

bool is_delivered(const Event& event, NodeId node, MessageKind message) {
  return event.kind == EventKind::delivered && event.node == node && event.message == message;
}

}  // namespace

// --- time out ---

TEST_CASE("a client waits as long as its patience and then does not know") {
  Play play;
  play.add(Time{}, Cut{nodes_of({kC1}), nodes_of({kR1}), true});
  play.call(at_ms(100), kC1, play.operation(Verb::withdraw, Level::one), 80);
  play.run();
  CHECK(play.result(0).outcome == Outcome::unknown);
  CHECK(play.result(0).returned == at_ms(2100));
  CHECK(play.result(0).answer == object::Answer{});
}

TEST_CASE("an unknown withdrawal may have happened: only the answer was lost") {
  Play play;
  play.add(Time{}, Cut{nodes_of({kR1}), nodes_of({kC1}), false});
  play.call(at_ms(100), kC1, play.operation(Verb::withdraw, Level::quorum), 80);
  play.call(at_ms(500), kC2, play.operation(Verb::balance, Level::all));
  play.run();
  CHECK(play.result(0).outcome == Outcome::unknown);
  CHECK(play.result(0).returned == at_ms(2100));
  CHECK(shown(play.result(1)) == 20);
}

TEST_CASE("an unknown withdrawal may still happen, long after its client gave up") {
  Play play;
  play.add(Time{}, SlowLink{nodes_of({kC1}), nodes_of({kR1}), seconds(5), seconds(1)});
  play.call(at_ms(100), kC1, play.operation(Verb::withdraw, Level::quorum), 80);
  play.call(at_ms(4000), kC2, play.operation(Verb::balance, Level::all));
  play.call(at_ms(6000), kC2, play.operation(Verb::balance, Level::all));
  play.run();
  CHECK(play.result(0).outcome == Outcome::unknown);
  CHECK(shown(play.result(1)) == 100);
  CHECK(shown(play.result(2)) == 20);
}

TEST_CASE("an answer that comes too late is not heard any more") {
  Play play;
  play.add(Time{}, SlowLink{nodes_of({kR1}), nodes_of({kC1}), seconds(5), seconds(1)});
  play.call(at_ms(100), kC1, play.operation(Verb::balance, Level::one));
  play.run();
  CHECK(std::count_if(play.log.events.begin(), play.log.events.end(), [](const Event& event) {
          return is_delivered(event, kC1, MessageKind::reply);
        }) == 1);
  CHECK(play.result(0).outcome == Outcome::unknown);
  CHECK(play.result(0).returned == at_ms(2100));
}

TEST_CASE("an operation ends once, even if its answer comes more often") {
  Play play({.protocol = primary_backup::Config{}, .exact = true});
  play.system().duplication = {1, 1};
  play.call(at_ms(100), kC2, play.operation(Verb::balance, Level::primary));
  play.run();
  const auto count = [&](auto which) {
    return std::count_if(play.log.events.begin(), play.log.events.end(), which);
  };
  CHECK(count([](const Event& e) { return is_delivered(e, kC2, MessageKind::reply); }) > 1);
  CHECK(count([](const Event& e) { return e.kind == EventKind::returned; }) == 1);
}

TEST_CASE("with too few live replicas the answer is an immediate and honest no") {
  Play play;
  play.add(Time{}, Cut{nodes_of({kR1}), nodes_of({kR2, kR3}), true});
  play.call(at_ms(5000), kC1, play.operation(Verb::withdraw, Level::quorum), 80);
  play.call(at_ms(6000), kC1, play.operation(Verb::balance, Level::one));
  play.run();
  CHECK(play.result(0).outcome == Outcome::fail);
  CHECK(play.result(0).returned == at_ms(5002));
  CHECK(play.result(1).outcome == Outcome::ok);
  CHECK(shown(play.result(1)) == 100);
}

TEST_CASE("before the cut is noticed the same question meets silence") {
  Play play;
  play.add(at_ms(5000), Cut{nodes_of({kR1}), nodes_of({kR2, kR3}), true});
  play.call(at_ms(5001), kC1, play.operation(Verb::withdraw, Level::quorum), 80);
  play.call(at_ms(5002), kC1, play.operation(Verb::withdraw, Level::one), 10);
  play.run();
  CHECK(play.result(0).outcome == Outcome::fail);  // it was still reading: nothing can come of it
  CHECK(play.result(0).returned == at_ms(5001) + kNear * 2 + milliseconds(1500));
  CHECK(play.result(1).outcome == Outcome::ok);
}

TEST_CASE("a declined withdrawal is a truthful answer") {
  Play play;
  play.call(at_ms(100), kC1, play.operation(Verb::withdraw, Level::quorum), 101);
  play.run();
  CHECK(play.result(0).outcome == Outcome::ok);
  CHECK_FALSE(play.result(0).answer.accepted);
  CHECK(shown(play.result(0)) == 100);
}

TEST_CASE("a client may have several operations under way") {
  Play play;
  const std::uint16_t balance = play.operation(Verb::balance, Level::all);
  for (int i = 0; i < 5; ++i) play.call(at_ms(100), kC1, balance);
  play.run();
  REQUIRE(play.log.operations.size() == 5);
  for (const Operation& operation : play.log.operations) {
    CHECK(operation.outcome == Outcome::ok);
    CHECK(operation.returned == at_ms(122));
  }
}

// --- what follows ---

namespace {

// Every withdrawal of the first store is entered in a log, the second store.
struct Bank : Play {
  std::uint16_t entry = 0;

  Bank() {
    const StoreId log_store =
        add_store(system(), "history", {.type = object::ObjectType::log, .exact = true});
    for (std::size_t i = 0; i < system().operations.size(); ++i) {
      const OperationSpec& spec = system().operations[i];
      if (spec.store == log_store && spec.verb == Verb::append && spec.level == Level::one) {
        entry = static_cast<std::uint16_t>(i);
      }
    }
    for (OperationSpec& spec : system().operations) {
      if (spec.verb == Verb::withdraw) spec.then = entry;
    }
  }
};

}  // namespace

TEST_CASE("an accepted operation is followed at once by the one that it entails") {
  Bank bank;
  bank.call(at_ms(100), kC1, bank.operation(Verb::withdraw, Level::one), 80);
  bank.run();
  REQUIRE(bank.log.operations.size() == 2);
  const Operation& follow_up = bank.result(1);
  CHECK(follow_up.called == bank.result(0).returned);
  CHECK(follow_up.operation == bank.entry);
  CHECK(follow_up.client == kC1);
  CHECK(follow_up.request.amount == 80);
  CHECK(follow_up.outcome == Outcome::ok);
  const auto& state = std::get<quorum::State>(bank.world.nodes[2].stores[1]);
  const auto& entries = std::get<object::Entries>(state.durable.versions[0].content);
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].value == 80);
  CHECK(entries[0].op == OpId{1});
}

TEST_CASE("what was declined, refused or unknown entails nothing") {
  Bank bank;
  bank.call(at_ms(100), kC1, bank.operation(Verb::withdraw, Level::one), 180);
  bank.add(at_ms(1000), Cut{nodes_of({kR1}), nodes_of({kR2, kR3}), true});
  bank.call(at_ms(5000), kC1, bank.operation(Verb::withdraw, Level::quorum), 10);
  bank.add(at_ms(6000), Cut{nodes_of({kR1}), nodes_of({kC1}), false});
  bank.call(at_ms(6001), kC1, bank.operation(Verb::withdraw, Level::one), 10);
  bank.run();
  REQUIRE(bank.log.operations.size() == 3);
  CHECK_FALSE(bank.result(0).answer.accepted);
  CHECK(bank.result(1).outcome == Outcome::fail);
  CHECK(bank.result(2).outcome == Outcome::unknown);
}

TEST_CASE("one cut cuts every store") {
  Bank bank;
  bank.add(Time{}, Cut{nodes_of({kR1, kC1}), nodes_of({kR2, kR3}), true});
  bank.call(at_ms(100), kC1, bank.operation(Verb::withdraw, Level::one), 80);
  bank.run();
  std::vector<StoreId> lost_writes;
  for (const Event& event : bank.log.events) {
    if (event.kind == EventKind::lost && event.message == MessageKind::write_ask) {
      lost_writes.push_back(event.store);
    }
  }
  CHECK(lost_writes == std::vector<StoreId>{StoreId{0}, StoreId{0}, StoreId{1}, StoreId{1}});
}

TEST_CASE("one heartbeat serves every store") {
  Bank bank;
  bank.run();
  const auto pings =
      std::count_if(bank.log.events.begin(), bank.log.events.end(), [](const Event& event) {
        return event.kind == EventKind::sent && event.message == MessageKind::ping;
      });
  INFO("three replicas to two peers, twice a second");
  CHECK(pings == 30 * 2 * 6);
}

// --- objects and keys ---

TEST_CASE("keys are objects of their own") {
  Play play({.keys = 3, .exact = true});
  const std::uint16_t withdraw = play.operation(Verb::withdraw, Level::quorum);
  play.add(at_ms(100), Call{kC1, withdraw, Key{2}, 70, 0});
  play.add(at_ms(200), Call{kC1, withdraw, Key{2}, 70, 0});
  play.add(at_ms(300), Call{kC1, withdraw, Key{0}, 70, 0});
  play.run();
  CHECK(play.result(0).answer.accepted);
  CHECK_FALSE(play.result(1).answer.accepted);
  CHECK(play.result(2).answer.accepted);
  CHECK(shown(play.result(2)) == 30);
}

TEST_CASE("a compare-and-set is told what is expected") {
  Play play({.type = object::ObjectType::reg, .initial = 5, .exact = true});
  const std::uint16_t cas = play.operation(Verb::compare_and_set, Level::quorum);
  play.add(at_ms(100), Call{kC1, cas, Key{0}, 6, 4});
  play.add(at_ms(200), Call{kC1, cas, Key{0}, 7, 5});
  play.run();
  CHECK_FALSE(play.result(0).answer.accepted);
  CHECK(play.result(1).answer.accepted);
  CHECK(shown(play.result(1)) == 7);
}
