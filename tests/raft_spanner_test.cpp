// Two Raft groups and reads of both at one timestamp (Corbett et al., "Spanner", OSDI 2012,
// §4.1-4.2): with commit wait, whoever sees a later commit sees the earlier ones, too; without it,
// a clock that is ahead hides one.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>

#include "engine/sim/world.h"
#include "tests/scenarios.h"

using namespace caplab;
using namespace caplab::test;
using object::ObjectType;

namespace {

constexpr std::int64_t kNew = 9;
constexpr Duration kAhead = milliseconds(400);

std::uint16_t operation_named(const System& system, const std::string& name) {
  const auto found = std::find_if(system.operations.begin(), system.operations.end(),
                                  [&](const OperationSpec& spec) { return spec.name == name; });
  REQUIRE(found != system.operations.end());
  return static_cast<std::uint16_t>(found - system.operations.begin());
}

raft::Config group_led_by(int leader, Duration uncertainty) {
  raft::Config config;
  config.first_leader = replica_node(leader);
  config.clock_uncertainty = uncertainty;
  config.versions_kept = seconds(20);
  return config;
}

// Group one is led by r1, whose clock is ahead, group two by r2. One client writes to both, one
// after the other; then another reads both at each of many timestamps, from r3.
Scenario two_groups(Duration uncertainty) {
  const Shape one{.protocol = group_led_by(0, uncertainty), .type = ObjectType::reg, .exact = true};
  const Shape two{.protocol = group_led_by(1, uncertainty), .type = ObjectType::reg, .exact = true};
  Scenario scenario;
  System& system = scenario.system;
  system = make_system(one);
  add_store(system, "two", two);
  system.client.patience = seconds(3);
  const std::uint16_t first = operation_named(system, "write.majority");
  system.operations[first].then = operation_named(system, "two.write.majority");
  const std::uint16_t read = operation_named(system, "two.read.follower");
  system.operations[read].then = operation_named(system, "read.follower");
  scenario.script.push_back({Time{}, SkewClock{replica_node(0), kAhead, 0}});
  scenario.script.push_back(call_at(Time{seconds(1).us}, client_node(system, 0), first, kNew));
  for (std::int64_t ms = 900; ms < 4000; ms += 20) {
    const NodeId reader = client_node(system, 2);
    scenario.script.push_back(call_at(Time{(5000 + ms) * 1000}, reader, read, ms * 1000));
  }
  scenario.end = Time{seconds(14).us};
  return scenario;
}

struct Seen {
  int neither = 0;
  int both = 0;
  int only_later = 0;
  int only_earlier = 0;
};

// Reads come in pairs: group two, then group one at the same timestamp.
Seen what_readers_saw(const Log& log) {
  std::map<std::int64_t, std::vector<bool>> by_timestamp;
  for (const Operation& operation : log.operations) {
    if (!object::is_read(operation.request.verb)) continue;
    REQUIRE(operation.outcome == Outcome::ok);
    const bool is_new = std::get<object::Number>(operation.answer.shown.content) == kNew;
    by_timestamp[operation.request.amount].push_back(is_new);
  }
  Seen seen;
  for (const auto& [timestamp, shown] : by_timestamp) {
    REQUIRE(shown.size() == 2);
    const bool later = shown[0];
    const bool earlier = shown[1];
    seen.neither += !later && !earlier ? 1 : 0;
    seen.both += later && earlier ? 1 : 0;
    seen.only_later += later && !earlier ? 1 : 0;
    seen.only_earlier += earlier && !later ? 1 : 0;
  }
  return seen;
}

}  // namespace

TEST_CASE("without commit wait a snapshot shows the later of two commits and not the earlier") {
  const Log log = run_all(two_groups({}), false);
  const Seen seen = what_readers_saw(log);
  CHECK(seen.only_later > 0);
  CHECK(seen.neither > 0);
  CHECK(seen.both > 0);
  // And the write was quick.
  CHECK(log.operations[0].returned - log.operations[0].called < milliseconds(50));
}

TEST_CASE("with commit wait no snapshot shows the later of two commits without the earlier") {
  const Log log = run_all(two_groups(kAhead), false);
  const Seen seen = what_readers_saw(log);
  CHECK(seen.only_later == 0);
  CHECK(seen.neither > 0);
  CHECK(seen.both > 0);
  CHECK(seen.only_earlier > 0);
  // The price: twice the uncertainty.
  CHECK(log.operations[0].returned - log.operations[0].called >= kAhead * 2);
}

TEST_CASE("a clock that is off by more than its uncertainty makes commit wait worthless") {
  const Seen seen = what_readers_saw(run_all(two_groups(milliseconds(50)), false));
  CHECK(seen.only_later > 0);
}

TEST_CASE("a read at a timestamp that is still to come waits until nothing can come before it") {
  Scenario scenario = two_groups({});
  const std::uint16_t read = operation_named(scenario.system, "two.read.follower");
  const NodeId reader = client_node(scenario.system, 2);
  scenario.script = {call_at(Time{seconds(2).us}, reader, read, seconds(3).us)};
  const Log log = run_all(scenario, false);
  REQUIRE(log.operations[0].outcome == Outcome::ok);
  CHECK(log.operations[0].returned > Time{seconds(3).us});
  CHECK(log.operations[0].returned < Time{seconds(4).us});
}

TEST_CASE("a read at a timestamp before what is kept is refused") {
  Scenario scenario = two_groups({});
  std::get<raft::Config>(scenario.system.stores[1].protocol).versions_kept = milliseconds(100);
  const std::uint16_t read = operation_named(scenario.system, "two.read.follower");
  const std::uint16_t write = operation_named(scenario.system, "two.write.majority");
  const NodeId client = client_node(scenario.system, 2);
  scenario.script = {call_at(Time{seconds(1).us}, client, write, 1),
                     call_at(Time{seconds(2).us}, client, write, 2),
                     call_at(Time{seconds(3).us}, client, write, 3),
                     call_at(Time{seconds(5).us}, client, read, milliseconds(1500).us),
                     call_at(Time{seconds(5).us}, client, read, milliseconds(2500).us)};
  const Log log = run_all(scenario, false);
  CHECK(log.operations[3].outcome == Outcome::fail);
  REQUIRE(log.operations[4].outcome == Outcome::ok);
  CHECK(std::get<object::Number>(log.operations[4].answer.shown.content) == 2);
}
