// What a quorum store is documented not to promise must be seen to break: one run for each, and
// beside it the run under the stronger setting, where it does not. Messages take exactly 1 ms
// inside a site and 10 ms between sites.
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

Time at_ms(std::int64_t ms) { return Time{} + milliseconds(ms); }

struct Play {
  Scenario scenario;
  Log log;
  World world;

  explicit Play(const quorum::Config& config, int replicas = 3, int sites = 0,
                object::Conflict conflict = object::Conflict::natural) {
    const Shape shape{.protocol = config,
                      .type = object::ObjectType::reg,
                      .replicas = replicas,
                      .clients = replicas,
                      .initial = 0,
                      .exact = true,
                      .sites = sites,
                      .conflict = conflict};
    scenario.system = make_system(shape);
    scenario.end = at_ms(20'000);
  }
  void add(std::int64_t ms, const Command& command) {
    scenario.script.push_back({at_ms(ms), command});
  }
  // Client 0 asks replica 0, and so on.
  void write(std::int64_t ms, int client, Level level, std::int64_t value) {
    call(ms, client, Verb::write, level, value);
  }
  void read(std::int64_t ms, int client, Level level) { call(ms, client, Verb::read, level, 0); }
  void cut_off(std::int64_t ms, NodeSet side) {
    add(ms, Cut{side, NodeSet{all_nodes(scenario.system).bits & ~side.bits}, true});
  }
  NodeSet site(std::size_t number) const {
    return nodes_at(scenario.system, id_of<SiteId>(number));
  }
  Play& run() {
    sort_by_time(scenario.script);
    world = make_world(scenario);
    caplab::run(scenario, world, log, scenario.end);
    return *this;
  }
  Outcome outcome(std::size_t number) const { return log.operations.at(number).outcome; }
  // What an operation that succeeded was shown.
  object::Number shown(std::size_t number) const {
    REQUIRE(outcome(number) == Outcome::ok);
    return std::get<object::Number>(log.operations.at(number).answer.shown.content);
  }
  std::vector<object::Number> all_shown(std::size_t number) const {
    REQUIRE(outcome(number) == Outcome::ok);
    std::vector<object::Number> values;
    const object::Content& content = log.operations.at(number).answer.shown.content;
    for (const auto& each : std::get<object::Siblings>(content)) values.push_back(each.value);
    return values;
  }
  object::Number copy(NodeId node) const {
    return std::get<object::Number>(versions_of(world.nodes[index(node)].stores[0])[0].content);
  }

 private:
  void call(std::int64_t ms, int client, Verb verb, Level level, std::int64_t value) {
    const std::uint16_t operation = operation_of(scenario.system, verb, level);
    add(ms, Call{client_node(scenario.system, client), operation, Key{0}, value, 0});
  }
};

NodeSet together(NodeSet a, NodeSet b) { return NodeSet{a.bits | b.bits}; }

}  // namespace

TEST_CASE("quorum breaks: a read at ONE misses a write at ONE in a whole network") {
  const auto read_after_write = [](Level level) {
    Play play({});
    play.write(100, 0, level, 7);
    play.read(level == Level::one ? 103 : 125, 1, level);
    return play.run().shown(1);
  };
  CHECK(read_after_write(Level::one) == 0);
  CHECK(read_after_write(Level::quorum) == 7);
}

// Riak's r and w, at the level that is else more than half.
TEST_CASE("quorum breaks: a read that waits for R misses a write that waited for N - R") {
  const auto read_after_write = [](int reads, int writes) {
    quorum::Config config;
    config.read_count = reads;
    config.write_count = writes;
    Play play(config);
    play.write(100, 0, Level::quorum, 7);
    play.read(writes == 1 ? 103 : 125, 1, Level::quorum);
    return play.run().shown(1);
  };
  CHECK(read_after_write(1, 1) == 0);
  CHECK(read_after_write(3, 1) == 7);
  CHECK(read_after_write(1, 3) == 7);
}

// The homes of the key are r1, r2 and r3; c4 and c5 are cut off from them with r4 and r5.
TEST_CASE("quorum breaks: with a sloppy quorum R + W > N does not make a read meet a write") {
  const auto apart = [](bool sloppy) {
    quorum::Config config;
    config.copies = 3;
    config.sloppy = sloppy;
    Play play(config, 5);
    play.cut_off(1000, together(play.site(3), play.site(4)));
    play.write(5000, 3, Level::quorum, 7);
    play.read(6000, 0, Level::quorum);
    play.add(8000, Heal{});
    play.read(12'000, 0, Level::quorum);
    return play.run();
  };
  const Play sloppy = apart(true);
  CHECK(sloppy.outcome(0) == Outcome::ok);
  CHECK(sloppy.shown(1) == 0);
  CHECK(sloppy.shown(2) == 7);
  const Play strict = apart(false);
  CHECK(strict.outcome(0) == Outcome::fail);
  CHECK(strict.shown(2) == 0);
}

// The key's only home, r1, is cut off when c2 writes through r2.
TEST_CASE("quorum breaks: a write at ANY is seen only when its hint is handed over, if ever") {
  const auto hinted = [](Level level, Duration expiry, bool holder_dies) {
    quorum::Config config;
    config.copies = 1;
    config.hint_expiry = expiry;
    Play play(config);
    play.cut_off(1000, play.site(0));
    play.write(5000, 1, level, 7);
    play.read(6000, 0, Level::all);
    if (holder_dies) play.add(7000, Crash{kR2});
    play.add(9000, Heal{});
    play.read(12'000, 2, Level::all);
    return play.run();
  };
  const Play late = hinted(Level::any, seconds(3600), false);
  CHECK(late.outcome(0) == Outcome::ok);
  CHECK(late.shown(1) == 0);
  CHECK(late.shown(2) == 7);
  for (const Play& lost :
       {hinted(Level::any, seconds(3600), true), hinted(Level::any, seconds(2), false)}) {
    CHECK(lost.outcome(0) == Outcome::ok);
    CHECK(lost.shown(2) == 0);
    CHECK(lost.copy(kR1) == 0);
  }
  CHECK(hinted(Level::one, seconds(3600), false).outcome(0) == Outcome::fail);
}

// Three replicas at each of two sites.
TEST_CASE("quorum breaks: LOCAL_QUORUM is stale at the other site, EACH_QUORUM is not") {
  const auto read_elsewhere = [](Level level) {
    Play play({}, 6, 2);
    play.write(100, 0, level, 7);
    play.read(level == Level::local_quorum ? 105 : 130, 1, Level::local_quorum);
    play.read(level == Level::local_quorum ? 105 : 130, 2, Level::local_quorum);
    return play.run();
  };
  const Play local = read_elsewhere(Level::local_quorum);
  CHECK(local.shown(1) == 0);
  CHECK(local.shown(2) == 7);
  CHECK(local.log.operations[0].returned == at_ms(104));
  const Play each = read_elsewhere(Level::each_quorum);
  CHECK(each.shown(1) == 7);
  CHECK(each.log.operations[0].returned == at_ms(122));
}

TEST_CASE("quorum breaks: EACH_QUORUM stops when one site is cut off, LOCAL_QUORUM does not") {
  Play play({}, 6, 2);
  play.cut_off(1000, play.site(1));
  play.write(5000, 0, Level::each_quorum, 7);
  play.write(6000, 0, Level::local_quorum, 8);
  play.run();
  CHECK(play.outcome(0) == Outcome::fail);
  CHECK(play.outcome(1) == Outcome::ok);
}

// r1 cannot reach its own site's r3 and r5, only the three of the other site.
TEST_CASE("quorum breaks: others' confirmations do for QUORUM and not for LOCAL_QUORUM") {
  const auto written = [](Level level) {
    Play play({}, 6, 2);
    play.add(999, Cut{nodes_of({kR1}), nodes_of({kR3, NodeId{4}}), true});
    play.write(1000, 0, level, 7);
    return play.run().outcome(0);
  };
  CHECK(written(Level::quorum) == Outcome::ok);
  CHECK(written(Level::local_quorum) == Outcome::unknown);
}

TEST_CASE("quorum breaks: a local level is refused where no copy is") {
  quorum::Config config;
  config.copies = 1;
  Play play(config);
  play.write(100, 0, Level::local_one, 7);
  play.write(200, 1, Level::local_one, 8);
  play.read(300, 1, Level::local_quorum);
  play.run();
  CHECK(play.outcome(0) == Outcome::ok);
  CHECK(play.outcome(1) == Outcome::fail);
  CHECK(play.outcome(2) == Outcome::fail);
}

// A write whose coordinator is cut off before it is confirmed; refused it would be only if the
// coordinator knew in time.
TEST_CASE("quorum breaks: a QUORUM write that was not confirmed surfaces later") {
  const auto written_in_a_cut = [](std::int64_t ms) {
    Play play({});
    play.cut_off(1000, play.site(0));
    play.write(ms, 0, Level::quorum, 7);
    play.read(7000, 1, Level::quorum);
    play.add(8000, Heal{});
    play.read(12'000, 1, Level::quorum);
    return play.run();
  };
  const Play early = written_in_a_cut(1100);
  CHECK(early.outcome(0) == Outcome::unknown);
  CHECK(early.shown(1) == 0);
  CHECK(early.shown(2) == 7);
  const Play late = written_in_a_cut(5000);
  CHECK(late.outcome(0) == Outcome::fail);
  CHECK(late.shown(2) == 0);
}

// r1's clock is five seconds ahead.
TEST_CASE("quorum breaks: a fast clock drops a later acknowledged write, at SERIAL it does not") {
  const auto last_of_two = [](Level level) {
    Play play({});
    play.add(0, SkewClock{kR1, seconds(5), 0});
    play.write(1000, 0, level, 7);
    play.write(2000, 1, level, 8);
    play.read(3000, 2, level);
    return play.run();
  };
  const Play skewed = last_of_two(Level::quorum);
  CHECK(skewed.outcome(1) == Outcome::ok);
  CHECK(skewed.shown(2) == 7);
  CHECK(skewed.copy(kR3) == 7);
  CHECK(last_of_two(Level::serial).shown(2) == 8);
}

TEST_CASE("quorum breaks: what a client coordinates is not handed on to who missed it") {
  const auto cut_for_a_while = [](quorum::Coordinator coordinator) {
    quorum::Config config;
    config.coordinator = coordinator;
    Play play(config);
    play.add(1000, Cut{play.site(0), play.site(2), true});
    play.write(5000, 0, Level::quorum, 7);
    play.add(8000, Heal{});
    return play.run().copy(kR3);
  };
  CHECK(cut_for_a_while(quorum::Coordinator::client) == 0);
  CHECK(cut_for_a_while(quorum::Coordinator::replica) == 7);
}

// r1 alone has the write of 7; r2 reads it with r1, then r2 and r3 are asked without r1.
TEST_CASE("quorum breaks: with background repair a later QUORUM read may show less, blocking not") {
  const auto second_read = [](quorum::ReadRepair repair) {
    quorum::Config config;
    config.read_repair = repair;
    config.hint_limit = 0;
    Play play(config);
    const NodeSet r1 = nodes_of({kR1});
    play.add(900, Lose{r1, nodes_of({kR2, kR3}), {1, 1}});
    play.write(1000, 0, Level::one, 7);
    play.add(1500, Lose{r1, nodes_of({kR2, kR3}), {0, 1}});
    play.add(2990, SlowLink{nodes_of({kR2}), nodes_of({kR3}), seconds(1), milliseconds(100)});
    play.read(3000, 1, Level::quorum);
    play.add(3021, SlowLink{nodes_of({kR3}), r1, seconds(1), milliseconds(500)});
    play.add(3021, SlowLink{r1, nodes_of({kR3}), seconds(1), milliseconds(500)});
    play.read(3025, 2, Level::quorum);
    return play.run();
  };
  const Play blocking = second_read(quorum::ReadRepair::blocking);
  CHECK(blocking.shown(1) == 7);
  CHECK(blocking.shown(2) == 7);
  const Play background = second_read(quorum::ReadRepair::background);
  CHECK(background.shown(1) == 7);
  CHECK(background.shown(2) == 0);
  CHECK(background.copy(kR2) == 7);
}

TEST_CASE("quorum breaks: without anti-entropy nobody mends what no reader and no hint does") {
  const auto copy_after = [](Duration period) {
    quorum::Config config;
    config.hint_limit = 0;
    config.anti_entropy = period;
    Play play(config);
    play.cut_off(1000, play.site(2));
    play.write(5000, 0, Level::quorum, 7);
    play.add(8000, Heal{});
    return play.run().copy(kR3);
  };
  CHECK(copy_after(Duration{}) == 0);
  CHECK(copy_after(seconds(1)) == 7);
}

// r1's clock is five seconds ahead, as above, and each client writes what it wants without a look.
TEST_CASE(
    "quorum breaks: with siblings a fast clock drops nothing, and who has read both decides") {
  Play play({}, 3, 0, object::Conflict::siblings);
  play.add(0, SkewClock{kR1, seconds(5), 0});
  play.write(1000, 0, Level::quorum, 7);
  play.write(2000, 1, Level::quorum, 8);
  play.read(3000, 2, Level::quorum);
  play.write(4000, 2, Level::quorum, 9);
  play.read(5000, 0, Level::quorum);
  play.write(6000, 0, Level::quorum, 10);
  play.read(7000, 1, Level::quorum);
  play.run();
  CHECK(play.all_shown(2) == std::vector<object::Number>{7, 8});
  CHECK(play.all_shown(4) == std::vector<object::Number>{9});
  CHECK(play.all_shown(6) == std::vector<object::Number>{10});
}
