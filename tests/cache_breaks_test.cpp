// What a cache does not promise, seen to break in a whole world, and beside each the setting under
// which it does not. Messages take exactly 1 ms inside a site and 10 ms between sites; r1 is the
// origin, the client c2 asks r2.
#include <catch2/catch_test_macros.hpp>

#include "tests/scripted_play.h"

using namespace caplab;
using namespace caplab::test;
using object::Verb;

namespace {

Play played_on(const cache::Config& config) {
  return Play({.protocol = config, .type = object::ObjectType::reg, .initial = 1});
}

cache::Config lives(Duration time_to_live, Duration serve_stale = {}) {
  cache::Config config;
  config.time_to_live = time_to_live;
  config.serve_stale = serve_stale;
  return config;
}

void cut_origin_off(Play& play, std::int64_t from_ms) {
  const NodeSet origin = nodes_at(play.scenario.system, SiteId{0});
  const NodeSet others{all_nodes(play.scenario.system).bits & ~origin.bits};
  play.add(at_ms(from_ms), Cut{origin, others, true});
}

}  // namespace

TEST_CASE("a cache shows the old record until its time to live ends, a fresh read does not") {
  Play play = played_on(lives(seconds(5)));
  play.call(at_ms(100), kC2, Verb::read, Level::cached);
  play.call(at_ms(200), kC1, Verb::write, Level::cached, 2);
  play.call(at_ms(5000), kC2, Verb::read, Level::cached);
  play.call(at_ms(5050), kC2, Verb::read, Level::fresh);
  play.run();
  CHECK(play.shown(2) == 1);
  CHECK(play.shown(3) == 2);
  CHECK(verdict_on(play.scenario, play.log).answer == check::Answer::violated);

  Play over = played_on(lives(seconds(5)));
  over.call(at_ms(100), kC2, Verb::read, Level::cached);
  over.call(at_ms(200), kC1, Verb::write, Level::cached, 2);
  over.call(at_ms(5130), kC2, Verb::read, Level::cached);
  over.run();
  CHECK(over.shown(2) == 2);
}

TEST_CASE("a client does not see its own write through its cache, at fresh it does") {
  for (const Level level : {Level::cached, Level::fresh}) {
    Play play = played_on(lives(seconds(60)));
    play.call(at_ms(100), kC2, Verb::read, level);
    play.call(at_ms(200), kC2, Verb::write, level, 2);
    play.call(at_ms(300), kC2, Verb::read, level);
    play.run();
    CHECK(play.shown(2) == (level == Level::fresh ? 2 : 1));
  }
}

TEST_CASE("two caches show two records at once, and reads go back in time between them") {
  Play play = played_on(lives(seconds(60)));
  play.call(at_ms(100), kC3, Verb::read, Level::cached);
  play.call(at_ms(200), kC1, Verb::write, Level::cached, 2);
  play.call(at_ms(300), kC2, Verb::read, Level::cached);
  play.call(at_ms(400), kC3, Verb::read, Level::cached);
  play.run();
  CHECK(play.shown(2) == 2);
  CHECK(play.shown(3) == 1);
}

TEST_CASE("served stale, a record outlives the cut; without that the read is refused") {
  for (const Duration stale : {seconds(60), Duration{}}) {
    Play play = played_on(lives(seconds(1), stale));
    play.call(at_ms(100), kC2, Verb::read, Level::cached);
    cut_origin_off(play, 500);
    play.call(at_ms(600), kC1, Verb::write, Level::fresh, 2);
    play.call(at_ms(1500), kC2, Verb::read, Level::cached);  // the cut is not noticed yet
    play.call(at_ms(6000), kC2, Verb::read, Level::cached);
    play.call(at_ms(6100), kC2, Verb::read, Level::fresh);
    play.run();
    const Outcome expected = stale > Duration{} ? Outcome::ok : Outcome::fail;
    CHECK(play.result(2).outcome == expected);
    CHECK(play.result(2).returned - play.result(2).called == milliseconds(1502));
    CHECK(play.result(3).outcome == expected);
    CHECK(play.result(3).returned - play.result(3).called == milliseconds(2));
    CHECK(play.result(4).outcome == Outcome::fail);
    if (stale > Duration{}) CHECK(play.shown(3) == 1);
  }
}

TEST_CASE("while its time to live lasts a record needs no origin, a write always does") {
  Play play = played_on(lives(seconds(60)));
  play.call(at_ms(100), kC2, Verb::read, Level::cached);
  cut_origin_off(play, 500);
  play.call(at_ms(600), kC2, Verb::write, Level::cached, 2);  // the cut is not noticed yet
  play.call(at_ms(6000), kC2, Verb::read, Level::cached);
  play.call(at_ms(6100), kC2, Verb::write, Level::cached, 3);
  play.run();
  CHECK(play.result(1).outcome == Outcome::unknown);
  CHECK(play.result(2).outcome == Outcome::ok);
  CHECK(play.result(3).outcome == Outcome::fail);
}

TEST_CASE("a cache whose clock is set back shows an old record for longer") {
  for (const Duration back : {seconds(3), Duration{}}) {
    Play play = played_on(lives(seconds(2)));
    play.call(at_ms(100), kC2, Verb::read, Level::cached);
    play.add(at_ms(150), SkewClock{kR2, Duration{} - back, 0});
    play.call(at_ms(200), kC1, Verb::write, Level::cached, 2);
    play.call(at_ms(4000), kC2, Verb::read, Level::cached);
    play.run();
    CHECK(play.shown(2) == (back > Duration{} ? 1 : 2));
  }
}

TEST_CASE("a cache that crashed cannot serve stale what it no longer has") {
  for (const bool crashes : {true, false}) {
    Play play = played_on(lives(seconds(1), seconds(60)));
    play.call(at_ms(100), kC2, Verb::read, Level::cached);
    cut_origin_off(play, 500);
    if (crashes) play.add(at_ms(600), Crash{kR2});
    if (crashes) play.add(at_ms(700), Restart{kR2});
    play.call(at_ms(6000), kC2, Verb::read, Level::cached);
    play.run();
    CHECK(play.result(1).outcome == (crashes ? Outcome::fail : Outcome::ok));
  }
}
