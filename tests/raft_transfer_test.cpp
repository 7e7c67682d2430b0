// A Raft leader that is not preferred hands over (Ongaro's thesis 2014, §3.10): what clients see of
// it, what it costs, and what it does not promise.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tests/scripted_play.h"

using namespace caplab;
using namespace caplab::test;
using object::ObjectType;
using object::Verb;

namespace {

raft::Config preferring(std::initializer_list<NodeId> preferred) {
  raft::Config config;
  config.first_leader = kR1;
  for (const NodeId node : preferred) config.preferred.add(node);
  return config;
}

Play play_of(const raft::Config& config, int replicas = 3) {
  return Play({.protocol = config, .type = ObjectType::reg, .replicas = replicas});
}

const raft::State& replica(const Play& play, NodeId node) {
  return std::get<raft::State>(play.world.nodes[index(node)].stores[0]);
}

bool leads(const Play& play, NodeId node) { return replica(play, node).role == raft::Role::leader; }

// When a replica was first told to stand at once; kNever if none was.
Time first_order(const Log& log) {
  for (const Event& event : log.events) {
    const bool order =
        event.kind == EventKind::sent && event.message == MessageKind::raft_timeout_now;
    if (order) return event.at;
  }
  return kNever;
}

void cut_off(Play& play, Time at, NodeId node) {
  const NodeSet one = nodes_of({node});
  const std::uint32_t everybody = (1U << play.scenario.system.nodes.size()) - 1;
  play.add(at, Cut{one, NodeSet{everybody & ~one.bits}, true});
}

}  // namespace

TEST_CASE("transfer: a leader hands over to the preferred replica and no write is in doubt") {
  Play play = play_of(preferring({kR3}));
  for (int i = 0; i < 300; ++i) {
    play.call(at_ms(500 + i * 7), i % 2 == 0 ? kC1 : kC3, Verb::write, Level::majority, i);
  }
  play.run();
  CHECK(leads(play, kR3));
  CHECK(replica(play, kR3).durable.term == 2);
  int refused = 0;
  for (const Operation& write : play.log.operations) {
    CHECK(write.outcome != Outcome::unknown);
    refused += write.outcome == Outcome::fail ? 1 : 0;
  }
  CHECK(refused > 0);
  CHECK(refused < 30);
  CHECK(verdict_on(play.scenario, play.log).answer != check::Answer::violated);
}

TEST_CASE("transfer: without a preference nobody hands over") {
  Play play = play_of(preferring({}));
  play.run();
  CHECK(first_order(play.log) == kNever);
  CHECK(leads(play, kR1));
}

TEST_CASE("transfer: a leader that is one of several preferred stays") {
  Play play = play_of(preferring({kR1, kR3}));
  play.run();
  CHECK(first_order(play.log) == kNever);
  CHECK(leads(play, kR1));
}

TEST_CASE("transfer: a preferred replica gets the lead back once it has caught up") {
  Play play = play_of(preferring({kR1}));
  play.add(at_ms(1000), Crash{kR1});
  for (int i = 0; i < 20; ++i) {
    play.call(at_ms(5000 + i * 50), kC2, Verb::write, Level::majority, i);
  }
  play.add(at_ms(8000), Restart{kR1});
  play.run();
  CHECK(first_order(play.log) > at_ms(8000));
  CHECK(leads(play, kR1));
  CHECK(std::get<object::Number>(play.copy(kR1).content) == 19);
}

TEST_CASE("transfer: nothing is handed over to a replica that is cut off") {
  Play play = play_of(preferring({kR2}));
  cut_off(play, at_ms(500), kR2);
  play.call(at_ms(20'000), kC1, Verb::write, Level::majority, 7);
  play.run();
  CHECK(first_order(play.log) == kNever);
  CHECK(leads(play, kR1));
  CHECK(play.result(0).outcome == Outcome::ok);
}

namespace {

// The successor's words to the old leader come late, so that it is deposed without knowing. Then
// somebody writes at the new leader and reads at the old one.
Play read_at_the_old_leader(Level level) {
  Play first = play_of(preferring({kR2}));
  first.run();
  const Time told = first_order(first.log);
  Play play = play_of(preferring({kR2}));
  play.add(told + milliseconds(1),
           SlowLink{nodes_of({kR2, kR3}), nodes_of({kR1}), seconds(3), seconds(3)});
  play.call(told + milliseconds(100), kC2, Verb::write, Level::majority, 9);
  play.call(told + milliseconds(200), kC1, Verb::read, level);
  play.run();
  return play;
}

}  // namespace

// Thesis §6.4.1: who orders a follower to stand gives its lease up.
TEST_CASE("transfer: a leader that has named its successor has no lease any more") {
  const Play play = read_at_the_old_leader(Level::lease);
  REQUIRE(play.result(0).outcome == Outcome::ok);
  REQUIRE(play.result(0).returned < play.result(1).called);
  CHECK(play.result(1).outcome != Outcome::ok);
}

TEST_CASE("transfer: a read that asks nobody is stale at a leader that has handed over") {
  const Play play = read_at_the_old_leader(Level::leader_unchecked);
  REQUIRE(play.result(0).outcome == Outcome::ok);
  CHECK(play.shown(1) == 100);
  CHECK(verdict_on(play.scenario, play.log).answer == check::Answer::violated);
}

namespace {

// Of five replicas the preferred one reaches only r1, and one more if it `has_majority`.
raft::Term term_after_a_minute(bool has_majority, bool pre_vote) {
  raft::Config config = preferring({kR2});
  config.pre_vote = pre_vote;
  Play play = play_of(config, 5);
  play.scenario.end = at_ms(60'000);
  NodeSet others = nodes_of({kR3, replica_node(3), replica_node(4)});
  if (has_majority) others.remove(kR3);
  play.add(at_ms(0), Cut{nodes_of({kR2}), others, true});
  play.run();
  CHECK(first_order(play.log) < at_ms(3000));
  return replica(play, kR1).durable.term;
}

}  // namespace

TEST_CASE("transfer: a successor without a majority of its own deposes nobody if it asks first") {
  CHECK(term_after_a_minute(true, true) == 2);
  CHECK(term_after_a_minute(false, true) == 1);
  CHECK(term_after_a_minute(false, false) > 1);
}
