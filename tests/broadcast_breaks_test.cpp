// What a broadcast does not promise, seen to break in a whole world, and beside each the protocol
// under which it does not. Messages take exactly 1 ms inside a site and 10 ms between sites; client
// i asks replica i.
#include <catch2/catch_test_macros.hpp>

#include "tests/scripted_play.h"

using namespace caplab;
using namespace caplab::test;
using object::ObjectType;
using object::Verb;

namespace {

Play told(ObjectType type = ObjectType::reg) {
  return Play({.protocol = broadcast::Config{}, .type = type, .initial = 1});
}

// The same among equals that confirm, keep hints and send again.
Play kept(ObjectType type = ObjectType::reg) {
  return Play({.protocol = quorum::Config{}, .type = type, .initial = 1});
}

object::Number number(const Play& play, NodeId node) {
  return std::get<object::Number>(play.copy(node).content);
}

std::size_t entries(const Play& play, NodeId node) {
  return std::get<object::Entries>(play.copy(node).content).size();
}

bool paid(const Operation& operation) {
  return operation.outcome == Outcome::ok && operation.answer.accepted;
}

}  // namespace

TEST_CASE("an update that is lost stays lost until the next one; with hints it comes later") {
  for (const bool fire_and_forget : {true, false}) {
    Play play = fire_and_forget ? told() : kept();
    const Level level = fire_and_forget ? Level::local : Level::one;
    play.add(at_ms(50), Lose{nodes_of({kR1}), nodes_of({kR3}), {1, 1}});
    play.call(at_ms(100), kC1, Verb::write, level, 7);
    play.add(at_ms(500), Heal{});
    play.call(at_ms(15'000), kC3, Verb::read, level);
    play.call(at_ms(16'000), kC1, Verb::write, level, 8);
    play.call(at_ms(17'000), kC3, Verb::read, level);
    play.run();
    CHECK(play.result(0).returned == at_ms(102));
    CHECK(play.shown(1) == (fire_and_forget ? 1 : 7));
    CHECK(play.shown(3) == 8);
  }
}

TEST_CASE("of a log, what was lost is not mended by what comes after it") {
  for (const bool fire_and_forget : {true, false}) {
    Play play = fire_and_forget ? told(ObjectType::log) : kept(ObjectType::log);
    const Level level = fire_and_forget ? Level::local : Level::one;
    play.add(at_ms(50), Lose{nodes_of({kR1}), nodes_of({kR3}), {1, 1}});
    play.call(at_ms(100), kC1, Verb::append, level, 7);
    play.add(at_ms(500), Heal{});
    play.call(at_ms(16'000), kC1, Verb::append, level, 8);
    play.run();
    CHECK(entries(play, kR1) == 2);
    CHECK(entries(play, kR3) == (fire_and_forget ? 1 : 2));
  }
}

TEST_CASE("both sides of a cut go on, and neither hears the other until it speaks again") {
  Play play = told();
  const NodeSet site = nodes_at(play.scenario.system, SiteId{2});
  play.add(at_ms(50), Cut{site, NodeSet{all_nodes(play.scenario.system).bits & ~site.bits}, true});
  play.call(at_ms(5000), kC1, Verb::write, Level::local, 7);
  play.call(at_ms(5100), kC3, Verb::write, Level::local, 9);
  play.add(at_ms(6000), Heal{});
  play.call(at_ms(9000), kC1, Verb::read, Level::local);
  play.call(at_ms(9100), kC3, Verb::read, Level::local);
  play.call(at_ms(9200), kC3, Verb::write, Level::local, 10);
  play.run();
  CHECK(play.result(0).outcome == Outcome::ok);
  CHECK(play.result(1).outcome == Outcome::ok);
  CHECK(play.shown(2) == 7);
  CHECK(play.shown(3) == 9);
  CHECK(number(play, kR1) == 10);
  CHECK(number(play, kR2) == 10);
}

TEST_CASE(
    "two withdrawals at once are both paid and one is forgotten; by consensus one is declined") {
  for (const bool fire_and_forget : {true, false}) {
    Play play = fire_and_forget ? told(ObjectType::account) : kept(ObjectType::account);
    const Level level = fire_and_forget ? Level::local : Level::serial;
    play.call(at_ms(50), kC1, Verb::deposit, level, 99);
    play.call(at_ms(1000), kC1, Verb::withdraw, level, 80);
    play.call(at_ms(1000), kC2, Verb::withdraw, level, 80);
    play.run();
    CHECK((paid(play.result(1)) && paid(play.result(2))) == fire_and_forget);
    CHECK(number(play, kR1) == 20);
    CHECK(number(play, kR2) == 20);
  }
}

TEST_CASE(
    "a replica that crashed knows nothing until somebody speaks; with copies on disk it does") {
  for (const bool fire_and_forget : {true, false}) {
    Play play = fire_and_forget ? told() : kept();
    const Level level = fire_and_forget ? Level::local : Level::one;
    play.call(at_ms(100), kC1, Verb::write, level, 7);
    play.add(at_ms(500), Crash{kR3});
    play.add(at_ms(600), Restart{kR3});
    play.call(at_ms(5000), kC3, Verb::read, level);
    play.run();
    CHECK(play.shown(1) == (fire_and_forget ? 1 : 7));
  }
}

TEST_CASE("a clock that runs ahead wins over what was said later where that was not heard") {
  for (const Duration ahead : {seconds(5), Duration{}}) {
    Play play = told();
    play.add(at_ms(10), SkewClock{kR1, ahead, 0});
    play.call(at_ms(1000), kC1, Verb::write, Level::local, 7);
    play.call(at_ms(1005), kC2, Verb::write, Level::local, 8);
    play.run();
    CHECK(number(play, kR3) == (ahead > Duration{} ? 7 : 8));
  }
}
