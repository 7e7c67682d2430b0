// What a key's home does not promise, seen to break in a whole world, and beside each the setting
// under which it does not. Messages take exactly 1 ms inside a site and 10 ms between sites; client
// i asks replica i, and key 0 is at home at r1.
#include <catch2/catch_test_macros.hpp>

#include "tests/scripted_play.h"

using namespace caplab;
using namespace caplab::test;
using object::Verb;

namespace {

Play played_on(const home_region::Config& config) {
  return Play({.protocol = config, .type = object::ObjectType::reg, .initial = 1});
}

home_region::Config moves_after(int requests) { return {{kR1}, requests}; }

void cut_off(Play& play, SiteId site, std::int64_t from_ms) {
  const NodeSet inside = nodes_at(play.scenario.system, site);
  const NodeSet others{all_nodes(play.scenario.system).bits & ~inside.bits};
  play.add(at_ms(from_ms), Cut{inside, others, true});
}

NodeId home_of(const Play& play, NodeId as_known_to) {
  const auto& state = std::get<home_region::State>(play.world.nodes[index(as_known_to)].stores[0]);
  return state.durable.places[0].owner;
}

}  // namespace

TEST_CASE("a copy shows the old value, the home does not") {
  for (const Level level : {Level::any, Level::home}) {
    Play play = played_on(moves_after(0));
    play.call(at_ms(100), kC1, Verb::write, level, 2);
    play.call(at_ms(103), kC3, Verb::read, level);
    play.run();
    CHECK(play.shown(1) == (level == Level::any ? 1 : 2));
    const check::Answer verdict = verdict_on(play.scenario, play.log).answer;
    CHECK(verdict == (level == Level::any ? check::Answer::violated : check::Answer::holds));
  }
}

TEST_CASE("while its home is cut off a key is out of reach from elsewhere, and at home it is not") {
  Play play = played_on(moves_after(0));
  cut_off(play, SiteId{0}, 100);
  play.call(at_ms(5000), kC1, Verb::write, Level::home, 2);
  play.call(at_ms(5100), kC2, Verb::write, Level::home, 3);
  play.call(at_ms(5200), kC2, Verb::read, Level::home);
  play.call(at_ms(5300), kC2, Verb::read, Level::any);
  play.call(at_ms(5400), kC1, Verb::read, Level::home);
  play.run();
  CHECK(play.result(0).outcome == Outcome::ok);
  CHECK(play.result(1).outcome == Outcome::fail);
  CHECK(play.result(2).outcome == Outcome::fail);
  CHECK(play.shown(3) == 1);
  CHECK(play.shown(4) == 2);
}

TEST_CASE(
    "a key that moved to where it is used is answered there, and survives its old home's cut") {
  for (const int requests : {3, 0}) {
    Play play = played_on(moves_after(requests));
    for (const std::int64_t ms : {100, 200, 300}) {
      play.call(at_ms(ms), kC2, Verb::write, Level::home, ms);
    }
    play.call(at_ms(500), kC2, Verb::write, Level::home, 9);
    cut_off(play, SiteId{0}, 1000);
    play.call(at_ms(6000), kC2, Verb::read, Level::home);
    play.call(at_ms(6100), kC1, Verb::read, Level::home);
    play.run();
    const bool moved = requests > 0;
    CHECK(home_of(play, kR3) == (moved ? kR2 : kR1));
    CHECK(play.result(2).returned - play.result(2).called == milliseconds(21));
    CHECK(play.result(3).returned - play.result(3).called == milliseconds(moved ? 2 : 21));
    CHECK(play.result(4).outcome == (moved ? Outcome::ok : Outcome::fail));
    CHECK(play.result(5).outcome == (moved ? Outcome::fail : Outcome::ok));
  }
}

TEST_CASE("requests from everywhere in turn do not move a key, those in a row do") {
  for (const bool in_turn : {true, false}) {
    Play play = played_on(moves_after(2));
    for (int i = 0; i < 6; ++i) {
      const NodeId client = in_turn && i % 2 == 1 ? kC3 : kC2;
      play.call(at_ms(100 + 100 * i), client, Verb::write, Level::home, i);
    }
    play.run();
    CHECK(home_of(play, kR1) == (in_turn ? kR1 : kR2));
  }
}

TEST_CASE(
    "a handover that is cut leaves a key without a home until it heals; one that stays has one") {
  for (const int requests : {1, 0}) {
    Play play = played_on(moves_after(requests));
    play.call(at_ms(100), kC2, Verb::write, Level::home, 2);
    play.add(at_ms(115), Cut{nodes_of({kR1}), nodes_of({kR2}), true});
    play.call(at_ms(5000), kC1, Verb::read, Level::home);
    play.call(at_ms(5100), kC3, Verb::read, Level::home);
    play.call(at_ms(5200), kC3, Verb::read, Level::any);
    play.add(at_ms(9000), Heal{});
    play.call(at_ms(12'000), kC2, Verb::read, Level::home);
    play.run();
    const Outcome expected = requests > 0 ? Outcome::fail : Outcome::ok;
    CHECK(play.result(1).outcome == expected);
    CHECK(play.result(2).outcome == expected);
    CHECK(play.shown(3) == 2);
    CHECK(play.shown(4) == 2);
    CHECK(home_of(play, kR1) == (requests > 0 ? kR2 : kR1));
  }
}

TEST_CASE("a home that crashed keeps its keys, out of reach until it is back") {
  Play play = played_on(moves_after(1));
  play.call(at_ms(100), kC1, Verb::write, Level::home, 2);
  play.add(at_ms(500), Crash{kR1});
  play.call(at_ms(5000), kC2, Verb::read, Level::home);
  play.add(at_ms(6000), Restart{kR1});
  play.call(at_ms(9000), kC2, Verb::read, Level::home);
  play.run();
  CHECK(play.result(1).outcome == Outcome::fail);
  CHECK(play.shown(2) == 2);
}

TEST_CASE("a request is done once, however often the network doubles messages on the way home") {
  Play play({.protocol = moves_after(1)});
  play.scenario.system.duplication = {1, 1};
  play.call(at_ms(100), kC2, Verb::withdraw, Level::home, 30);
  play.call(at_ms(300), kC3, Verb::withdraw, Level::home, 30);
  play.run();
  CHECK(std::get<object::Number>(play.copy(kR1).content) == 40);
}
