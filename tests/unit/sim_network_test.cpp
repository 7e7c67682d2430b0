// The network: what a link lets through, and when. Faults are facts about links, so most of this
// hands messages to links directly; protocols have their own tests.
#include "engine/sim/network.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/base/fields.h"
#include "tests/scenarios.h"

using namespace caplab;
using namespace caplab::test;

namespace {

constexpr NodeId kR1{0};
constexpr NodeId kR2{1};
constexpr NodeId kR3{2};

// Three replicas without clients, and what they send each other.
struct Wires {
  Scenario scenario;
  World world;
  Log log;

  explicit Wires(bool exact, std::uint64_t seed = 1) {
    scenario.system = make_system({.clients = 1, .exact = exact});
    scenario.end = Time{seconds(1000).us};
    scenario.seed = seed;
    world = make_world(scenario);
    world.queue = {};
  }
  NodeId client() const { return client_node(scenario.system, 0); }

  // Sends one message and returns its events so far.
  Event send(NodeId from, NodeId to) {
    transmit(scenario, world, log, from, to, StoreId{0}, ReadAsk{});
    return *std::find_if(log.events.rbegin(), log.events.rend(),
                         [](const Event& event) { return event.kind == EventKind::sent; });
  }
  bool passes(NodeId from, NodeId to) {
    const std::size_t before = world.queue.size();
    send(from, to);
    return world.queue.size() > before;
  }
  // Lets the earliest message arrive or vanish; returns its last event.
  Event arrive() {
    world.now = world.queue.next_time();
    arrives(world, log, std::get<Delivery>(world.queue.pop()));
    return log.events.back();
  }
};

// Whether `count` of `whole` is `share`, up to five standard deviations.
bool is_share(std::int64_t count, std::int64_t whole, Ratio share) {
  const std::int64_t difference = count * share.den - whole * share.num;
  return difference * difference <= 25 * whole * share.num * (share.den - share.num) + 25;
}

std::int64_t count_passing(Wires& wires, NodeId from, NodeId to, std::int64_t sent) {
  std::int64_t passed = 0;
  for (std::int64_t i = 0; i < sent; ++i) passed += wires.passes(from, to) ? 1 : 0;
  return passed;
}

}  // namespace

TEST_CASE("a message arrives after the link's latency, as announced when it was sent") {
  Wires wires(true);
  const Event sent = wires.send(kR1, kR2);
  CHECK(sent.at == Time{0});
  CHECK(sent.until == Time{kFar.us});
  CHECK(sent.node == kR1);
  CHECK(sent.peer == kR2);
  const Event arrived = wires.arrive();
  CHECK(arrived.kind == EventKind::delivered);
  CHECK(arrived.at == sent.until);
  CHECK(arrived.number == sent.number);
  CHECK(arrived.node == kR2);
  CHECK(arrived.peer == kR1);
}

TEST_CASE("within a site messages are near") {
  Wires wires(true);
  CHECK(wires.send(wires.client(), kR1).until == Time{kNear.us});
  CHECK(wires.send(wires.client(), kR2).until == Time{kFar.us});
}

TEST_CASE("a full cut lets nothing pass between its sides and leaves each side whole") {
  Wires wires(true);
  const NodeSet side = nodes_of({kR1, wires.client()});
  cut(wires.world, {side, nodes_of({kR2, kR3}), true});
  CHECK_FALSE(wires.passes(kR1, kR2));
  CHECK_FALSE(wires.passes(kR2, kR1));
  CHECK_FALSE(wires.passes(kR3, wires.client()));
  CHECK(wires.passes(kR1, wires.client()));
  CHECK(wires.passes(kR2, kR3));
  CHECK(wires.passes(kR3, kR2));
}

TEST_CASE("a partial cut leaves both ends in reach of a third") {
  Wires wires(true);
  cut(wires.world, {nodes_of({kR1}), nodes_of({kR2}), true});
  CHECK_FALSE(wires.passes(kR1, kR2));
  CHECK_FALSE(wires.passes(kR2, kR1));
  CHECK(wires.passes(kR1, kR3));
  CHECK(wires.passes(kR3, kR1));
  CHECK(wires.passes(kR2, kR3));
}

TEST_CASE("a one-way cut silences one direction only") {
  Wires wires(true);
  cut(wires.world, {nodes_of({kR1}), nodes_of({kR2, kR3}), false});
  CHECK_FALSE(wires.passes(kR1, kR2));
  CHECK_FALSE(wires.passes(kR1, kR3));
  CHECK(wires.passes(kR2, kR1));
  CHECK(wires.passes(kR3, kR1));
}

TEST_CASE("a set that is cut from itself keeps no link but to itself") {
  Wires wires(true);
  const NodeSet all = all_nodes(wires.scenario.system);
  cut(wires.world, {all, all, true});
  for (const Link& link :
       {link_between(wires.world, kR1, kR2), link_between(wires.world, kR3, kR1)}) {
    CHECK_FALSE(link.up);
  }
  CHECK(link_between(wires.world, kR1, kR1).up);
}

TEST_CASE("what is sent into a cut is lost at once, even if the cut is mended before it is due") {
  Wires wires(true);
  cut(wires.world, {nodes_of({kR1}), nodes_of({kR2}), true});
  wires.send(kR1, kR2);
  heal(wires.world);
  CHECK(wires.world.queue.empty());
  const Event lost = wires.log.events.back();
  CHECK(lost.kind == EventKind::lost);
  CHECK(lost.reason == LossReason::cut);
  CHECK(lost.at == Time{0});
}

TEST_CASE("what is on its way when a cut falls is lost when it should arrive") {
  Wires wires(true);
  wires.send(kR1, kR2);
  wires.world.now = Time{kFar.us / 2};
  cut(wires.world, {nodes_of({kR1}), nodes_of({kR2}), true});

  SECTION("and while the cut lasts") {
    const Event lost = wires.arrive();
    CHECK(lost.kind == EventKind::lost);
    CHECK(lost.reason == LossReason::cut);
    CHECK(lost.at == Time{kFar.us});
  }
  SECTION("but arrives if the link is mended by then") {
    heal(wires.world);
    CHECK(wires.arrive().kind == EventKind::delivered);
  }
}

TEST_CASE("nothing reaches a node that is down") {
  Wires wires(true);
  wires.send(kR1, kR2);
  wires.world.nodes[index(kR2)].up = false;
  const Event lost = wires.arrive();
  CHECK(lost.kind == EventKind::lost);
  CHECK(lost.reason == LossReason::crashed);
}

TEST_CASE("what a node sent before it went down still arrives") {
  Wires wires(true);
  wires.send(kR1, kR2);
  wires.world.nodes[index(kR1)].up = false;
  CHECK(wires.arrive().kind == EventKind::delivered);
}

TEST_CASE("messages are lost in the share that a fault says") {
  constexpr std::int64_t kSent = 20'000;
  Wires wires(false);
  lose(wires.world, {nodes_of({kR1}), nodes_of({kR2}), Ratio{3, 10}});
  CHECK(is_share(count_passing(wires, kR1, kR2, kSent), kSent, {7, 10}));
  CHECK(wires.log.events.back().reason != LossReason::cut);
  CHECK(count_passing(wires, kR2, kR1, 1000) == 1000);
  CHECK(count_passing(wires, kR1, kR3, 1000) == 1000);

  SECTION("all of them, too") {
    lose(wires.world, {nodes_of({kR1}), nodes_of({kR2}), Ratio{1, 1}});
    CHECK(count_passing(wires, kR1, kR2, 1000) == 0);
    CHECK(wires.log.events.back().reason == LossReason::chance);
  }
  SECTION("until the network is mended") {
    heal(wires.world);
    CHECK(count_passing(wires, kR1, kR2, 1000) == 1000);
  }
}

TEST_CASE("a system loses its share between sites and nothing inside one") {
  constexpr std::int64_t kSent = 20'000;
  Wires wires(false);
  wires.scenario.system.loss = {1, 5};
  CHECK(is_share(count_passing(wires, kR1, kR2, kSent), kSent, {4, 5}));
  CHECK(count_passing(wires, wires.client(), kR1, 1000) == 1000);
}

TEST_CASE("a system that loses and a link that loses lose independently") {
  constexpr std::int64_t kSent = 20'000;
  Wires wires(false);
  wires.scenario.system.loss = {1, 2};
  lose(wires.world, {nodes_of({kR1}), nodes_of({kR2}), Ratio{1, 2}});
  CHECK(is_share(count_passing(wires, kR1, kR2, kSent), kSent, {1, 4}));
}

TEST_CASE("a system doubles its share of messages between sites, and the twin comes later") {
  constexpr std::int64_t kSent = 20'000;
  Wires wires(true);
  wires.scenario.system.duplication = {1, 10};
  for (std::int64_t i = 0; i < kSent; ++i) wires.send(kR1, kR2);
  const auto queued = static_cast<std::int64_t>(wires.world.queue.size());
  CHECK(is_share(queued - kSent, kSent, {1, 10}));

  std::vector<int> arrivals(static_cast<std::size_t>(kSent) + 1, 0);
  while (!wires.world.queue.empty()) {
    const Event event = wires.arrive();
    const int earlier = arrivals.at(event.number)++;
    REQUIRE(earlier < 2);
    REQUIRE(event.at == Time{earlier == 0 ? kFar.us : 2 * kFar.us});
  }
  for (int i = 0; i < 1000; ++i) wires.send(wires.client(), kR1);
  CHECK(wires.world.queue.size() == 1000);
}

TEST_CASE("a slow link adds its time to what is sent until it recovers") {
  Wires wires(true);
  slow(wires.world, {nodes_of({kR1}), nodes_of({kR2}), milliseconds(300), milliseconds(50)});
  CHECK(wires.send(kR1, kR2).until == Time{} + kFar + milliseconds(300));
  CHECK(wires.send(kR2, kR1).until == Time{} + kFar);
  CHECK(wires.send(kR1, kR3).until == Time{} + kFar);
  wires.world.now = Time{} + milliseconds(50) - microseconds(1);
  CHECK(wires.send(kR1, kR2).until == wires.world.now + kFar + milliseconds(300));
  wires.world.now = Time{} + milliseconds(50);
  const Event later = wires.send(kR1, kR2);
  CHECK(later.until == wires.world.now + kFar);

  INFO("so a later message overtakes an earlier one");
  wires.arrive();
  wires.arrive();
  CHECK(wires.arrive().number == later.number);
}

TEST_CASE("a mended network is as good as new") {
  Wires wires(true);
  const std::vector<Link> fresh = wires.world.links;
  const NodeSet all = all_nodes(wires.scenario.system);
  cut(wires.world, {all, all, false});
  lose(wires.world, {all, all, Ratio{1, 3}});
  slow(wires.world, {all, all, seconds(1), seconds(1000)});
  CHECK_FALSE(wires.world.links == fresh);
  heal(wires.world);
  CHECK(wires.world.links == fresh);
}

TEST_CASE("messages are numbered from 1 in the order in which they are sent") {
  Wires wires(false);
  for (std::uint32_t i = 1; i <= 50; ++i) CHECK(wires.send(kR1, kR2).number == i);
}

TEST_CASE("a cut takes no part in chance: what is sent after it takes as long as without it") {
  Wires whole(false, 9);
  Wires torn(false, 9);
  cut(torn.world, {nodes_of({kR1}), nodes_of({kR2}), true});
  for (int i = 0; i < 200; ++i) {
    const NodeId to = i % 3 == 0 ? kR2 : kR3;
    REQUIRE(whole.send(kR1, to).until == torn.send(kR1, to).until);
  }
}

TEST_CASE("without its messages a log is shorter and the run is the same") {
  Rng rng(12, 0);
  Scenario scenario;
  scenario.system = make_system({});
  scenario.system.loss = {1, 20};
  scenario.end = Time{seconds(6).us};
  scenario.script = draw_requests(scenario.system, {Level::quorum, Time{}, scenario.end}, rng);
  draw_fault(scenario.system, FaultKind::cut, Time{}, scenario.end, rng, scenario.script);
  sort_by_time(scenario.script);

  Log full = run_all(scenario, true);
  const Log brief = run_all(scenario, false);
  CHECK(full.operations == brief.operations);
  CHECK(full.faults == brief.faults);
  std::erase_if(full.events, [](const Event& event) {
    return event.kind == EventKind::sent || event.kind == EventKind::delivered ||
           event.kind == EventKind::lost;
  });
  CHECK(full.events == brief.events);
  CHECK(brief.events.size() > 20);
}

TEST_CASE("bytes count between copies at two sites, where somebody wants to know") {
  Wires wires(true);
  wires.send(kR1, kR2);
  CHECK(wires.world.bytes == 0);
  wires.scenario.system.weighs_messages = true;
  wires.send(kR1, kR2);
  const std::int64_t one = wires.world.bytes;
  CHECK(one == encoded_size(Message{ReadAsk{}}));
  wires.send(wires.client(), kR2);
  CHECK(wires.world.bytes == one);
  cut(wires.world, {nodes_of({kR1}), nodes_of({kR2}), true});
  wires.send(kR1, kR2);
  CHECK(wires.world.bytes == one);
  wires.send(kR2, kR3);
  CHECK(wires.world.bytes == 2 * one);
  wires.world.sites[index(kR3)] = wires.world.sites[index(kR2)];
  wires.send(kR2, kR3);
  CHECK(wires.world.bytes == 2 * one);
}
