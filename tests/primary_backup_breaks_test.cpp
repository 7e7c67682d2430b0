// What a primary with backups does not promise must be seen to break, and beside it the setting
// under which it does not: the same requests, the same cut. Messages take exactly 1 ms inside a
// site and 10 ms between sites; r1 is the first primary.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tests/invariants.h"
#include "tests/scenarios.h"
#include "tests/swarm.h"

using namespace caplab;
using namespace caplab::test;
using namespace caplab::primary_backup;
using object::Verb;

namespace {

constexpr NodeId kR1{0};
constexpr NodeId kR2{1};
constexpr NodeId kC1{3};
constexpr NodeId kC2{4};

Time at_ms(std::int64_t ms) { return Time{} + milliseconds(ms); }

// Three replicas with a client each, a register that begins with 100. One level suits most calls.
struct Play {
  Scenario scenario;
  Log log;
  World world;
  int lost = 0;  // acknowledged writes, at the end

  explicit Play(const Config& config) {
    scenario.system =
        make_system({.protocol = config, .type = object::ObjectType::reg, .exact = true});
    scenario.end = at_ms(20'000);
  }

  void call(std::int64_t ms, NodeId client, Verb verb, std::int64_t amount = 0,
            Level level = Level::primary) {
    const std::uint16_t operation = operation_of(scenario.system, verb, level);
    scenario.script.push_back(call_at(at_ms(ms), client, operation, amount));
  }
  void write(std::int64_t ms, NodeId client, std::int64_t amount) {
    call(ms, client, Verb::write, amount);
  }
  void read(std::int64_t ms, NodeId client) { call(ms, client, Verb::read); }

  // r1 and the client beside it are cut off from everybody else.
  void cut_off_r1(std::int64_t from_ms, std::int64_t until_ms) {
    const NodeSet side = nodes_of({kR1, kC1});
    const NodeSet rest{all_nodes(scenario.system).bits & ~side.bits};
    scenario.script.push_back({at_ms(from_ms), Cut{side, rest, true}});
    scenario.script.push_back({at_ms(until_ms), Heal{}});
  }

  void run() {
    world = make_world(scenario);
    PrimaryBackupInvariants invariants(scenario, world);
    while (step(scenario, world, log)) {
      const std::optional<Broken> broken = invariants.after_event(world, log);
      if (broken) FAIL(broken->name + ": " + broken->message);
    }
    lost = invariants.lost(world);
  }

  Outcome outcome(std::size_t call) const { return log.operations.at(call).outcome; }
  // What the call showed; REQUIRES: it was answered.
  object::Number shown(std::size_t call) const {
    const Operation& operation = log.operations.at(call);
    REQUIRE(operation.outcome == Outcome::ok);
    return std::get<object::Number>(operation.answer.shown.content);
  }
  object::Number copy(NodeId node) const {
    return std::get<object::Number>(versions_of(world.nodes[index(node)].stores[0])[0].content);
  }
};

Config automatic(Mode mode) {
  Config config;
  config.mode = mode;
  config.failover = Failover::automatic;
  config.failover_after = seconds(2);
  config.stops_after = seconds(1);
  config.fallback_after = seconds(3600);
  return config;
}

Config shared_log() {
  Config config = automatic(Mode::synchronous);
  config.shared_log = true;
  return config;
}

// A write everywhere, then a cut, then one that only r1 can have: call 1. Calls 2 and 3 ask the
// others for it before and after the network is mended.
Play write_behind_a_cut(const Config& config) {
  Play play(config);
  play.write(1000, kC1, 5);
  play.cut_off_r1(2000, 8000);
  play.write(2100, kC1, 7);
  play.read(6000, kC2);
  play.read(14'000, kC2);
  sort_by_time(play.scenario.script);
  play.run();
  CHECK(play.outcome(0) == Outcome::ok);
  return play;
}

}  // namespace

TEST_CASE("an asynchronous failover loses an acknowledged write") {
  const Play play = write_behind_a_cut(automatic(Mode::asynchronous));
  CHECK(play.outcome(1) == Outcome::ok);
  CHECK(play.shown(2) == 5);
  CHECK(play.shown(3) == 5);
  CHECK(play.lost == 1);
  CHECK(play.copy(kR1) == 5);
}

TEST_CASE("without a failover nothing acknowledged is lost, and the others wait for the primary") {
  Config config = automatic(Mode::asynchronous);
  config.failover = Failover::manual;
  const Play play = write_behind_a_cut(config);
  CHECK(play.outcome(1) == Outcome::ok);
  CHECK(play.outcome(2) == Outcome::unknown);
  CHECK(play.shown(3) == 7);
  CHECK(play.lost == 0);
}

TEST_CASE("a synchronous primary acknowledges nothing that a failover could lose") {
  const Play play = write_behind_a_cut(automatic(Mode::synchronous));
  CHECK(play.outcome(1) == Outcome::unknown);
  CHECK(play.outcome(2) == Outcome::fail);
  CHECK(play.lost == 0);
}

TEST_CASE("a semi-synchronous primary that falls back acknowledges a write that is then lost") {
  Config config = automatic(Mode::semi_synchronous);
  config.fallback_after = milliseconds(500);
  const Play play = write_behind_a_cut(config);
  CHECK(play.outcome(1) == Outcome::ok);
  CHECK(play.log.operations[1].returned - play.log.operations[1].called == milliseconds(502));
  CHECK(play.shown(2) == 5);
  CHECK(play.lost == 1);
}

TEST_CASE("a semi-synchronous primary that still waits does not acknowledge it") {
  const Play play = write_behind_a_cut(automatic(Mode::semi_synchronous));
  CHECK(play.outcome(1) == Outcome::unknown);
  CHECK(play.shown(2) == 5);
  CHECK(play.lost == 0);
}

TEST_CASE("a primary that fell back waits again once a backup has caught up") {
  Config config = automatic(Mode::semi_synchronous);
  config.failover = Failover::manual;
  config.fallback_after = milliseconds(500);
  Play play(config);
  play.cut_off_r1(2000, 8000);
  play.write(2100, kC1, 5);
  play.write(4000, kC1, 6);
  play.write(12'000, kC1, 7);
  sort_by_time(play.scenario.script);
  play.run();
  const auto took = [&](std::size_t call) {
    return play.log.operations[call].returned - play.log.operations[call].called;
  };
  CHECK(took(0) == milliseconds(502));
  CHECK(took(1) == milliseconds(2));
  CHECK(took(2) == milliseconds(22));
}

TEST_CASE("a minority that stops after the node timeout has lost what it acknowledged before") {
  Config config = automatic(Mode::asynchronous);
  config.elects = Elects::any;
  config.minority_stops = true;
  config.stops_after = config.failover_after;
  Play play(config);
  play.cut_off_r1(2000, 8000);
  play.write(2100, kC1, 7);
  play.write(4500, kC1, 8);
  play.write(6000, kC2, 9);
  play.read(14'000, kC1);
  sort_by_time(play.scenario.script);
  play.run();
  CHECK(play.outcome(0) == Outcome::ok);
  CHECK(play.outcome(1) == Outcome::fail);
  CHECK(play.outcome(2) == Outcome::ok);
  CHECK(play.shown(3) == 9);
  CHECK(play.lost == 1);
}

TEST_CASE("whoever takes over without asking shares the clients with the old primary") {
  const auto both_write = [](ElectedBy elected_by) {
    Config config = automatic(Mode::asynchronous);
    config.elected_by = elected_by;
    config.minority_stops = elected_by == ElectedBy::majority;
    Play play(config);
    play.cut_off_r1(2000, 8000);
    play.write(6000, kC1, 7);
    play.write(6000, kC2, 8);
    play.read(14'000, kC1);
    sort_by_time(play.scenario.script);
    play.run();
    CHECK(play.outcome(1) == Outcome::ok);
    CHECK(play.shown(2) == 8);
    return play;
  };
  const Play first = both_write(ElectedBy::first);
  CHECK(first.outcome(0) == Outcome::ok);
  CHECK(first.lost == 1);
  const Play majority = both_write(ElectedBy::majority);
  CHECK(majority.outcome(0) == Outcome::fail);
  CHECK(majority.lost == 0);
}

TEST_CASE("of two replicas one takes over unasked, and neither by majority") {
  const auto primaries = [](ElectedBy elected_by) {
    Config config = automatic(Mode::asynchronous);
    config.elected_by = elected_by;
    Scenario scenario;
    scenario.system = make_system({.protocol = config, .replicas = 2, .clients = 1});
    scenario.end = at_ms(6000);
    scenario.script.push_back({at_ms(1000), Cut{nodes_of({kR1}), nodes_of({kR2}), true}});
    World world = make_world(scenario);
    Log log;
    run(scenario, world, log, scenario.end);
    int count = 0;
    for (std::size_t i = 0; i < 2; ++i) {
      const auto& state = std::get<State>(world.nodes[i].stores[0]);
      if (state.durable.epoch.primary == id_of<NodeId>(i)) ++count;
    }
    return count;
  };
  CHECK(primaries(ElectedBy::first) == 2);
  CHECK(primaries(ElectedBy::majority) == 1);
}

TEST_CASE("a standby that confirms what it does not show yet is stale after the acknowledgement") {
  const auto read_after_write = [](bool apply_before_ack) {
    Config config;
    config.mode = Mode::synchronous;
    config.apply_delay = milliseconds(300);
    config.apply_before_ack = apply_before_ack;
    Play play(config);
    play.write(1000, kC1, 7);
    play.call(apply_before_ack ? 1330 : 1030, kC2, Verb::read, 0, Level::any);
    play.run();
    CHECK(play.outcome(0) == Outcome::ok);
    CHECK(play.log.operations[0].returned < play.log.operations[1].called);
    return play.shown(1);
  };
  CHECK(read_after_write(false) == 100);
  CHECK(read_after_write(true) == 7);
}

TEST_CASE("a wait that ends without confirmation leaves the write where it is") {
  Config config;
  config.mode = Mode::synchronous;
  const Play play = write_behind_a_cut(config);
  CHECK(play.outcome(1) == Outcome::unknown);
  CHECK(play.shown(3) == 7);
}

TEST_CASE("a shared log survives its owner, though nobody answers until it has a new one") {
  Play play(shared_log());
  play.write(1000, kC1, 5);
  play.cut_off_r1(2000, 8000);
  play.write(2100, kC1, 7);
  play.read(2200, kC2);
  play.read(6000, kC2);
  play.write(6100, kC2, 8);
  play.read(14'000, kC1);
  sort_by_time(play.scenario.script);
  play.run();
  CHECK(play.outcome(1) == Outcome::unknown);
  CHECK(play.outcome(2) == Outcome::unknown);
  CHECK(play.shown(3) == 5);
  CHECK(play.outcome(4) == Outcome::ok);
  CHECK(play.shown(5) == 8);
  CHECK(play.lost == 0);
}

TEST_CASE("a former owner shows old values, unless it stops in time") {
  const auto read_at_former_owner = [](bool stops) {
    Config config = shared_log();
    config.minority_stops = stops;
    Play play(config);
    play.write(1000, kC1, 5);
    play.cut_off_r1(2000, 8000);
    play.write(6000, kC2, 8);
    play.read(7000, kC1);
    sort_by_time(play.scenario.script);
    play.run();
    CHECK(play.outcome(1) == Outcome::ok);
    return play;
  };
  CHECK(read_at_former_owner(false).shown(2) == 5);
  CHECK(read_at_former_owner(true).outcome(2) == Outcome::fail);
}

namespace {

struct Count {
  int not_linearizable = 0;
  int lost = 0;  // acknowledged writes, in all runs together
};

// The same random requests and the same cut of r1's site for every setting.
Count over_random_runs(const Config& config) {
  Count count;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Rng rng(seed, 0);
    Play play(config);
    play.scenario.seed = seed;
    const Demand demand{Level::primary,    at_ms(1000), at_ms(9000),
                        milliseconds(300), 2,           milliseconds(60)};
    play.scenario.script = draw_requests(play.scenario.system, demand, rng);
    play.cut_off_r1(rng.between(1500, 3000), rng.between(6000, 8000));
    sort_by_time(play.scenario.script);
    play.run();
    const check::Verdict verdict = verdict_on(play.scenario, play.log);
    CHECK(verdict.answer != check::Answer::undecided);
    if (verdict.answer == check::Answer::violated) ++count.not_linearizable;
    count.lost += play.lost;
  }
  return count;
}

}  // namespace

TEST_CASE("random requests find what a failover loses, and nothing where it loses nothing") {
  const Count asynchronous = over_random_runs(automatic(Mode::asynchronous));
  CHECK(asynchronous.not_linearizable > 0);
  CHECK(asynchronous.lost > 0);
  const Count synchronous = over_random_runs(automatic(Mode::synchronous));
  CHECK(synchronous.not_linearizable == 0);
  CHECK(synchronous.lost == 0);
  const Count unchecked_owner = over_random_runs(shared_log());
  CHECK(unchecked_owner.not_linearizable > 0);
  CHECK(unchecked_owner.lost == 0);
  Config stopping = shared_log();
  stopping.minority_stops = true;
  const Count owner = over_random_runs(stopping);
  CHECK(owner.not_linearizable == 0);
  CHECK(owner.lost == 0);
}

// As above, but an operator promotes r2 while r1 is out of reach.
Play promotion_behind_a_cut(const Config& config) {
  Play play(config);
  play.write(1000, kC1, 5);
  play.cut_off_r1(2000, 8000);
  play.write(2100, kC1, 7);
  play.scenario.script.push_back({at_ms(5000), Promote{kR2, {}}});
  play.read(6000, kC2);
  play.read(14'000, kC2);
  sort_by_time(play.scenario.script);
  play.run();
  CHECK(play.outcome(0) == Outcome::ok);
  return play;
}

std::size_t unheeded(const Log& log) {
  return static_cast<std::size_t>(
      std::count_if(log.events.begin(), log.events.end(),
                    [](const Event& event) { return event.kind == EventKind::unheeded; }));
}

TEST_CASE("promoting an asynchronous standby that lags behind loses an acknowledged write") {
  Config config;
  config.mode = Mode::asynchronous;
  const Play play = promotion_behind_a_cut(config);
  CHECK(unheeded(play.log) == 0);
  CHECK(play.outcome(1) == Outcome::ok);
  CHECK(play.shown(2) == 5);
  CHECK(play.shown(3) == 5);
  CHECK(play.lost == 1);
  CHECK(play.copy(kR1) == 5);
}

TEST_CASE("promoting a synchronous standby loses nothing that was acknowledged") {
  Config config;
  config.mode = Mode::synchronous;
  const Play play = promotion_behind_a_cut(config);
  CHECK(unheeded(play.log) == 0);
  CHECK(play.outcome(1) != Outcome::ok);
  INFO("nor does the promoted one confirm what the former one may not have");
  CHECK(play.outcome(2) != Outcome::ok);
  CHECK(play.shown(3) == 5);
  CHECK(play.lost == 0);
  CHECK(play.copy(kR1) == 5);
}

TEST_CASE("a primary that was replaced by hand serves stale reads until it hears of that") {
  Config config;
  config.mode = Mode::asynchronous;
  Play play(config);
  play.cut_off_r1(2000, 8000);
  play.scenario.script.push_back({at_ms(3000), Promote{kR2, {}}});
  play.write(4000, kC2, 7);
  play.read(5000, kC1);
  play.read(9000, kC1);
  sort_by_time(play.scenario.script);
  play.run();
  CHECK(play.outcome(0) == Outcome::ok);
  CHECK(play.shown(1) == 100);
  CHECK(play.shown(2) == 7);
  CHECK(play.lost == 0);
}

TEST_CASE("an operator's word is not heeded where there is nobody to replace, which is recorded") {
  Config config;
  config.mode = Mode::asynchronous;
  Play play(config);
  play.scenario.script = {{at_ms(1000), Promote{kR1, {}}},
                          {at_ms(2000), Crash{kR2}},
                          {at_ms(2500), Promote{kR2, StoreId{0}}}};
  play.run();
  CHECK(unheeded(play.log) == 2);
  Play hears(automatic(Mode::asynchronous));
  hears.scenario.script = {{at_ms(1000), Promote{kR2, {}}}};
  hears.run();
  CHECK(unheeded(hears.log) == 1);
}
