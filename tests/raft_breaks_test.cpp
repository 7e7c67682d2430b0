// What each of Raft's levels and options does not promise breaks in one run here, and beside it
// stands the run under the stronger setting, where it does not.
#include <catch2/catch_test_macros.hpp>

#include "tests/scenarios.h"
#include "tests/swarm.h"

using namespace caplab;
using namespace caplab::test;
using object::ObjectType;
using object::Verb;

namespace {

constexpr std::int64_t kOld = 100;
constexpr std::int64_t kNew = 9;

Time at_ms(std::int64_t ms) { return Time{ms * 1000}; }

// Three sites with a replica and a client each, a register at 100, and r1 leads.
struct Play {
  Scenario scenario;
  Log log;

  explicit Play(raft::Config config = {}) {
    config.first_leader = replica_node(0);
    const Shape shape{.protocol = config, .type = ObjectType::reg, .exact = true};
    scenario.system = make_system(shape);
    scenario.end = at_ms(12'000);
  }
  void add(std::int64_t ms, const Command& command) {
    scenario.script.push_back({at_ms(ms), command});
  }
  // Cuts site `number` from the others.
  void cut_site(std::int64_t ms, std::size_t number) {
    const NodeSet side = nodes_at(scenario.system, id_of<SiteId>(number));
    add(ms, Cut{side, NodeSet{all_nodes(scenario.system).bits & ~side.bits}, true});
  }
  void write(std::int64_t ms, int client, Level level, std::int64_t value) {
    const auto operation = operation_of(scenario.system, Verb::write, level);
    scenario.script.push_back(
        call_at(at_ms(ms), client_node(scenario.system, client), operation, value));
  }
  void read(std::int64_t ms, int client, Level level) {
    const auto operation = operation_of(scenario.system, Verb::read, level);
    scenario.script.push_back(call_at(at_ms(ms), client_node(scenario.system, client), operation));
  }
  World run() {
    sort_by_time(scenario.script);
    World world = make_world(scenario);
    caplab::run(scenario, world, log, scenario.end);
    return world;
  }
  bool answered(std::size_t op) const { return log.operations[op].outcome == Outcome::ok; }
  std::int64_t shown(std::size_t op) const {
    REQUIRE(answered(op));
    return std::get<object::Number>(log.operations[op].answer.shown.content);
  }
};

std::int64_t copy_of(const World& world, std::size_t replica) {
  return std::get<object::Number>(versions_of(world.nodes[replica].stores[0])[0].content);
}

raft::Config showing_uncommitted() {
  raft::Config config;
  config.apply_at = raft::ApplyAt::append;
  return config;
}

// A leader that is cut off with its client takes a write. Operation 0 writes, 1 reads elsewhere.
Play write_at_a_leader_cut_off(Level level) {
  Play play(showing_uncommitted());
  play.cut_site(1000, 0);
  play.write(1100, 0, level, kNew);
  play.read(4000, 1, Level::leader);
  play.add(5000, Heal{});
  play.read(8000, 0, Level::leader);
  return play;
}

// A leader that is cut off with its client goes on reading, while the others write. Operation 0
// writes, 1 reads at the deposed leader.
Play read_at_a_deposed_leader(Level level) {
  raft::Config config;
  config.check_quorum = false;
  Play play(config);
  play.cut_site(1000, 0);
  play.write(4000, 1, Level::majority, kNew);
  play.read(5000, 0, level);
  return play;
}

}  // namespace

TEST_CASE("a write that only the leader has is acknowledged and lost by a failover") {
  Play play = write_at_a_leader_cut_off(Level::leader_unchecked);
  const World world = play.run();
  REQUIRE(play.answered(0));
  CHECK(play.shown(1) == kOld);
  CHECK(play.shown(2) == kOld);
  for (std::size_t replica = 0; replica < 3; ++replica) CHECK(copy_of(world, replica) == kOld);
  CHECK(verdict_on(play.scenario, play.log).answer == check::Answer::violated);
}

TEST_CASE("a write that waits for a majority is not acknowledged when a failover loses it") {
  Play play = write_at_a_leader_cut_off(Level::majority);
  const World world = play.run();
  CHECK(play.log.operations[0].outcome == Outcome::unknown);
  CHECK(play.shown(2) == kOld);
  CHECK(copy_of(world, 0) == kOld);
  CHECK(verdict_on(play.scenario, play.log).answer == check::Answer::holds);
}

TEST_CASE("the copy of a leader that is cut off shows what is rolled back later") {
  Play play(showing_uncommitted());
  play.cut_site(1000, 0);
  play.write(1100, 0, Level::majority, kNew);
  play.read(1200, 0, Level::leader_unchecked);
  play.read(1200, 0, Level::majority);
  play.read(4000, 1, Level::leader);
  play.run();
  CHECK(play.shown(1) == kNew);
  CHECK(play.shown(2) == kOld);
  CHECK(play.shown(3) == kOld);
}

TEST_CASE("a deposed leader that nobody checks answers with an old value") {
  Play play = read_at_a_deposed_leader(Level::leader_unchecked);
  play.run();
  REQUIRE(play.answered(0));
  CHECK(play.shown(1) == kOld);
  CHECK(verdict_on(play.scenario, play.log).answer == check::Answer::violated);
}

TEST_CASE("a deposed leader answers with an old value of which a majority is known to hold it") {
  Play play = read_at_a_deposed_leader(Level::majority);
  play.run();
  REQUIRE(play.answered(0));
  CHECK(play.shown(1) == kOld);
  CHECK(verdict_on(play.scenario, play.log).answer == check::Answer::violated);
}

TEST_CASE("a deposed leader that must be confirmed answers nothing") {
  Play play = read_at_a_deposed_leader(Level::leader);
  play.run();
  REQUIRE(play.answered(0));
  CHECK_FALSE(play.answered(1));
  CHECK(verdict_on(play.scenario, play.log).answer == check::Answer::holds);
}

namespace {

// In how many of 20 runs a leader that is cut off reads an old value by its lease, just after the
// others have written. Its clock drifts.
int stale_lease_reads(std::int64_t drift_ppm) {
  int stale = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    raft::Config config;
    config.heartbeat = milliseconds(50);
    config.election_max = milliseconds(900);
    Play play(config);
    play.scenario.seed = seed;
    play.add(0, SkewClock{replica_node(0), {}, drift_ppm});
    play.cut_site(1000, 0);
    play.write(1900, 1, Level::majority, kNew);
    play.read(2000, 0, Level::lease);
    play.run();
    const bool wrote = play.log.operations[0].returned < play.log.operations[1].called;
    stale += wrote && play.answered(0) && play.answered(1) && play.shown(1) == kOld ? 1 : 0;
  }
  return stale;
}

}  // namespace

TEST_CASE("a lease on a clock that is far too slow outlives the leadership") {
  CHECK(stale_lease_reads(-800'000) > 0);
}

TEST_CASE("a lease on a clock that drifts as clocks do ends in time") {
  CHECK(stale_lease_reads(-200) == 0);
}

TEST_CASE("a lease answers without a word to the others") {
  for (const Level level : {Level::lease, Level::leader}) {
    Play play;
    play.read(1000, 0, level);
    play.run();
    CHECK(play.shown(0) == kOld);
    const Operation& read = play.log.operations[0];
    const Duration round_trip = kFar * 2;
    CHECK((read.returned - read.called >= round_trip) == (level == Level::leader));
  }
}

TEST_CASE("a follower's own copy is old until it asks how far the log is committed") {
  for (const Level level : {Level::follower, Level::majority, Level::fresh, Level::leader}) {
    Play play;
    play.write(1000, 0, Level::majority, kNew);
    play.read(1023, 2, level);  // the write was answered at 1.022 s
    play.run();
    REQUIRE(play.log.operations[0].returned < play.log.operations[1].called);
    const bool own_copy = level == Level::follower || level == Level::majority;
    CHECK(play.shown(1) == (own_copy ? kOld : kNew));
  }
}

TEST_CASE("what a deposed leader says about the log is old, too") {
  raft::Config config;
  config.check_quorum = false;
  Play play(config);
  play.cut_site(1000, 0);
  play.write(4000, 1, Level::majority, kNew);
  play.read(5000, 0, Level::fresh);
  play.run();
  REQUIRE(play.answered(0));
  CHECK(play.shown(1) == kOld);
}

TEST_CASE("a replica that is cut off shows its old copy, unless it stops without a quorum") {
  for (const bool stops : {false, true}) {
    raft::Config config;
    config.stop_without_quorum = stops;
    Play play(config);
    play.cut_site(1000, 2);
    play.write(2000, 0, Level::majority, kNew);
    play.read(5000, 2, Level::follower);
    play.add(6000, Heal{});
    play.read(9000, 2, Level::follower);
    play.run();
    REQUIRE(play.answered(0));
    CHECK(play.answered(1) == !stops);
    if (!stops) CHECK(play.shown(1) == kOld);
    CHECK(play.shown(2) == kNew);
  }
}

TEST_CASE("a leader that hears nobody rules on unless it checks its quorum") {
  for (const bool checks : {false, true}) {
    raft::Config config;
    config.check_quorum = checks;
    Play play(config);
    const NodeSet leader = nodes_of({replica_node(0)});
    play.add(1000,
             Cut{NodeSet{all_nodes(play.scenario.system).bits & ~leader.bits}, leader, false});
    play.write(6000, 1, Level::majority, kNew);
    play.run();
    CHECK(play.answered(0) == checks);
  }
}

TEST_CASE("a server that comes back deposes a leader unless it asks first") {
  for (const bool asks : {false, true}) {
    raft::Config config;
    config.pre_vote = asks;
    config.check_quorum = false;
    Play play(config);
    play.cut_site(1000, 2);
    play.add(6000, Heal{});
    const World world = play.run();
    const auto& state = std::get<raft::State>(world.nodes[0].stores[0]);
    CHECK((state.durable.term == 1) == asks);
  }
}
