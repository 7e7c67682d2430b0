// What an outbox does not promise, seen to break in a whole world, and beside each the setting
// under which it does not. Messages take exactly 1 ms inside a site and 10 ms between sites; r1 is
// home, the clients c2 and c3 ask r2 and r3.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tests/scripted_play.h"

using namespace caplab;
using namespace caplab::test;
using object::ObjectType;
using object::Verb;
using outbox::WhenFull;

namespace {

Play played_on(const outbox::Config& config, ObjectType type = ObjectType::account) {
  return Play({.protocol = config, .type = type});
}

void cut_home_off(Play& play, std::int64_t from_ms, std::int64_t until_ms) {
  const NodeSet home = nodes_at(play.scenario.system, SiteId{0});
  const NodeSet others{all_nodes(play.scenario.system).bits & ~home.bits};
  play.add(at_ms(from_ms), Cut{home, others, true});
  play.add(at_ms(until_ms), Heal{});
}

std::vector<OpId> overturned(const Play& play) {
  std::vector<OpId> ops;
  for (const Event& event : play.log.events) {
    if (event.kind == EventKind::overturned) ops.push_back(event.op);
  }
  return ops;
}

object::Number balance(const Play& play) {
  return std::get<object::Number>(play.copy(kR1).content);
}

std::vector<std::int64_t> entries(const Play& play) {
  std::vector<std::int64_t> values;
  for (const auto& entry : std::get<object::Entries>(play.copy(kR1).content)) {
    values.push_back(entry.value);
  }
  return values;
}

}  // namespace

TEST_CASE(
    "a withdrawal that was noted during a cut is declined after it; delivered it is refused") {
  for (const Level level : {Level::queued, Level::delivered}) {
    Play play = played_on({});
    cut_home_off(play, 100, 8000);
    play.call(at_ms(4000), kC2, Verb::withdraw, level, 80);
    play.call(at_ms(4100), kC3, Verb::withdraw, level, 80);
    play.run();
    const bool queued = level == Level::queued;
    CHECK(play.result(0).outcome == (queued ? Outcome::ok : Outcome::fail));
    CHECK(play.result(1).outcome == (queued ? Outcome::ok : Outcome::fail));
    CHECK(overturned(play).size() == (queued ? 1 : 0));
    CHECK(balance(play) == (queued ? 20 : 100));
    CHECK(play.copy(kR2) == play.copy(kR1));
    CHECK(play.copy(kR3) == play.copy(kR1));
  }
}

TEST_CASE("a withdrawal that was noted is declined even in a whole network") {
  for (const Level level : {Level::queued, Level::delivered}) {
    Play play = played_on({});
    play.call(at_ms(100), kC2, Verb::withdraw, level, 80);
    play.call(at_ms(100), kC3, Verb::withdraw, level, 80);
    play.run();
    const bool queued = level == Level::queued;
    const bool both = play.result(0).answer.accepted && play.result(1).answer.accepted;
    CHECK(both == queued);
    CHECK(overturned(play).size() == (queued ? 1 : 0));
    const check::Answer verdict = verdict_on(play.scenario, play.log).answer;
    CHECK(verdict == (queued ? check::Answer::violated : check::Answer::holds));
  }
}

TEST_CASE("a read of what is queued misses what others noted, a read of home does not") {
  for (const Level level : {Level::queued, Level::delivered}) {
    Play play = played_on({}, ObjectType::reg);
    play.call(at_ms(100), kC2, Verb::write, level, 7);
    const Time acknowledged = at_ms(level == Level::queued ? 103 : 123);
    play.call(acknowledged, kC3, Verb::read, level);
    play.run();
    CHECK(play.shown(1) == (level == Level::queued ? 100 : 7));
  }
}

TEST_CASE("a client sees its own noted requests, with or without home") {
  Play play = played_on({});
  cut_home_off(play, 100, 8000);
  play.call(at_ms(4000), kC2, Verb::deposit, Level::queued, 50);
  play.call(at_ms(4100), kC2, Verb::balance, Level::queued);
  play.call(at_ms(20'000), kC3, Verb::balance, Level::queued);
  play.run();
  CHECK(play.shown(1) == 150);
  CHECK(play.shown(2) == 150);
}

TEST_CASE("a confirmation that is lost charges twice, unless requests are known by their number") {
  for (const bool idempotent : {false, true}) {
    Play play = played_on({.idempotent = idempotent});
    play.add(at_ms(105), Cut{nodes_of({kR1}), nodes_of({kR2}), false});
    play.call(at_ms(100), kC2, Verb::withdraw, Level::queued, 30);
    play.add(at_ms(500), Heal{});
    play.run();
    CHECK(play.result(0).answer.accepted);
    CHECK(balance(play) == (idempotent ? 70 : 40));
    CHECK(overturned(play).empty());
  }
}

TEST_CASE("a network that doubles messages charges twice, unless requests are known") {
  for (const bool idempotent : {false, true}) {
    Play play = played_on({.idempotent = idempotent});
    play.scenario.system.duplication = {1, 1};
    play.call(at_ms(100), kC2, Verb::withdraw, Level::delivered, 30);
    play.run();
    CHECK(balance(play) == (idempotent ? 70 : 40));
  }
}

TEST_CASE("a full outbox refuses, forgets the oldest, or does not note the newest") {
  const auto lasting = [](WhenFull when_full) {
    Play play = played_on({.limit = 2, .when_full = when_full}, ObjectType::log);
    cut_home_off(play, 100, 8000);
    for (const std::int64_t value : {11, 12, 13}) {
      play.call(at_ms(4000 + value), kC2, Verb::append, Level::queued, value);
    }
    play.run();
    return play;
  };
  const Play refuses = lasting(WhenFull::refuse);
  CHECK(refuses.result(2).outcome == Outcome::fail);
  CHECK(entries(refuses) == std::vector<std::int64_t>{11, 12});
  CHECK(overturned(refuses).empty());

  const Play drops_oldest = lasting(WhenFull::drop_oldest);
  CHECK(drops_oldest.result(2).outcome == Outcome::ok);
  CHECK(entries(drops_oldest) == std::vector<std::int64_t>{12, 13});
  CHECK(overturned(drops_oldest) == std::vector<OpId>{OpId{0}});

  const Play drops_newest = lasting(WhenFull::drop_newest);
  CHECK(drops_newest.result(2).outcome == Outcome::ok);
  CHECK(entries(drops_newest) == std::vector<std::int64_t>{11, 12});
  CHECK(overturned(drops_newest) == std::vector<OpId>{OpId{2}});
}

TEST_CASE("what is noted survives a crash of the replica that noted it") {
  Play play = played_on({});
  cut_home_off(play, 100, 8000);
  play.call(at_ms(4000), kC2, Verb::deposit, Level::queued, 50);
  play.add(at_ms(5000), Crash{kR2});
  play.add(at_ms(9000), Restart{kR2});
  play.run();
  CHECK(balance(play) == 150);
}

TEST_CASE("a request whose wait was over is done later: unknown, not undone") {
  Play play = played_on({});
  cut_home_off(play, 100, 8000);
  play.call(at_ms(200), kC2, Verb::withdraw, Level::delivered, 80);  // the cut is not noticed yet
  play.run();
  CHECK(play.result(0).outcome == Outcome::unknown);
  CHECK(play.result(0).returned == at_ms(1702));
  CHECK(balance(play) == 20);
}
