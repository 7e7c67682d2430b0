// What copies that merge do not promise must be seen to break, each beside a run in which something
// stronger holds: no bound on a total, no single order of operations, no read of the latest, and no
// copy elsewhere of what a client wrote offline.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/sim/metrics.h"
#include "tests/swarm.h"

using namespace caplab;
using namespace caplab::test;
using object::ObjectType;
using object::Verb;

namespace {

struct Play {
  World world;
  Log log;
};

constexpr Time kCut{seconds(2).us};
constexpr Time kHeal{seconds(6).us};
constexpr Time kEnd{seconds(12).us};

Scenario scenario_of(const Shape& shape) {
  Scenario scenario;
  scenario.system = make_system(shape);
  scenario.end = kEnd;
  return scenario;
}

// Site 1 is cut off from kCut to kHeal.
void cut_site_one(Scenario& scenario) {
  const NodeSet side = nodes_at(scenario.system, SiteId{0});
  const NodeSet others{all_nodes(scenario.system).bits & ~side.bits};
  scenario.script.push_back({kCut, Cut{side, others, true}});
  scenario.script.push_back({kHeal, Heal{}});
}

void call(Scenario& scenario, Duration at, int client, Verb verb, Level level,
          std::int64_t amount = 0) {
  scenario.script.push_back(call_at(Time{at.us}, client_node(scenario.system, client),
                                    operation_of(scenario.system, verb, level), amount));
}

Play play(Scenario& scenario, Time until = kEnd) {
  sort_by_time(scenario.script);
  Play result{make_world(scenario), {}};
  run(scenario, result.world, result.log, until);
  return result;
}

const object::Content& copy_of(const Play& played, int replica) {
  return versions_of(played.world.nodes[static_cast<std::size_t>(replica)].stores[0])[0].content;
}

std::vector<std::int64_t> followers(const Play& played, int replica) {
  return object::values_of(std::get<object::OrSet>(copy_of(played, replica)));
}

std::int64_t paid_out(const Log& log) {
  std::int64_t paid = 0;
  for (const Operation& operation : log.operations) {
    const bool pays = operation.request.verb == Verb::withdraw &&
                      operation.outcome == Outcome::ok && operation.answer.accepted;
    if (pays) paid += operation.request.amount;
  }
  return paid;
}

// Both sides of a cut want 80 of 100.
Play withdraw_on_both_sides(const ProtocolConfig& protocol, Level level) {
  Scenario scenario = scenario_of({.protocol = protocol, .type = ObjectType::account});
  cut_site_one(scenario);
  call(scenario, seconds(4), 0, Verb::withdraw, level, 80);
  call(scenario, seconds(4), 1, Verb::withdraw, level, 80);
  return play(scenario);
}

// In how many of 20 runs what the clients of an object saw is not linearizable.
int count_not_linearizable(ObjectType type, const ProtocolConfig& protocol, Level level) {
  int broken = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Rng rng(seed, 0);
    Scenario scenario = scenario_of({.protocol = protocol, .type = type});
    scenario.seed = seed;
    const Demand demand{level, Time{seconds(3).us}, Time{seconds(6).us}, milliseconds(300),
                        3,     milliseconds(60)};
    scenario.script = draw_requests(scenario.system, demand, rng);
    const check::Verdict verdict = verdict_on(scenario, play(scenario).log);
    CHECK(verdict.answer != check::Answer::undecided);
    broken += verdict.answer == check::Answer::violated ? 1 : 0;
  }
  return broken;
}

}  // namespace

TEST_CASE("a plain union of two sides' followers undoes an unfollow, observed removal does not") {
  Scenario scenario = scenario_of({.protocol = crdt::Config{}, .type = ObjectType::set});
  cut_site_one(scenario);
  call(scenario, milliseconds(100), 0, Verb::add, Level::local, 7);
  call(scenario, milliseconds(200), 1, Verb::add, Level::local, 8);
  call(scenario, seconds(4), 0, Verb::remove, Level::local, 7);
  call(scenario, seconds(4), 1, Verb::add, Level::local, 9);
  const Play cut = play(scenario, Time{seconds(5).us});
  REQUIRE(followers(cut, 0) == std::vector<std::int64_t>{8});
  REQUIRE(followers(cut, 1) == std::vector<std::int64_t>{7, 8, 9});
  std::vector<std::int64_t> plain_union;
  const auto here = followers(cut, 0);
  const auto there = followers(cut, 1);
  std::set_union(here.begin(), here.end(), there.begin(), there.end(),
                 std::back_inserter(plain_union));
  CHECK(plain_union == std::vector<std::int64_t>{7, 8, 9});
  const Play healed = play(scenario);
  for (const int replica : {0, 1, 2}) {
    CHECK(followers(healed, replica) == std::vector<std::int64_t>{8, 9});
  }
}

TEST_CASE("a balance that merges is overdrawn from two sides, one agreed by Paxos is not") {
  const Play merged = withdraw_on_both_sides(crdt::Config{}, Level::local);
  CHECK(paid_out(merged.log) == 160);
  for (const int replica : {0, 1, 2}) {
    CHECK(object::number_of(copy_of(merged, replica)) == -60);
  }
  const Play agreed = withdraw_on_both_sides(quorum::Config{}, Level::serial);
  CHECK(paid_out(agreed.log) == 80);
}

TEST_CASE("what merges is read in no single order, what is agreed by Paxos in one") {
  for (const ObjectType type : {ObjectType::counter, ObjectType::set}) {
    CAPTURE(object::name_of(type));
    CHECK(count_not_linearizable(type, crdt::Config{}, Level::local) > 0);
    CHECK(count_not_linearizable(type, quorum::Config{}, Level::serial) == 0);
  }
}

// The type decides how versions come together, not the protocol: a quorum's two sides unite too.
TEST_CASE("additions on both sides of a cut survive in a quorum store of a type that merges") {
  Scenario sets = scenario_of({.protocol = quorum::Config{}, .type = ObjectType::set});
  Scenario counters =
      scenario_of({.protocol = quorum::Config{}, .type = ObjectType::counter, .initial = 5});
  for (Scenario* scenario : {&sets, &counters}) {
    cut_site_one(*scenario);
    for (const int client : {0, 0, 1}) {
      call(*scenario, milliseconds(4500), client, Verb::add, Level::one, 10 + client);
    }
  }
  const Play united = play(sets);
  const Play summed = play(counters);
  for (const int replica : {0, 1, 2}) {
    CHECK(followers(united, replica) == std::vector<std::int64_t>{10, 11});
    CHECK(object::number_of(copy_of(summed, replica)) == 36);
  }
}

TEST_CASE("of two acknowledged writes of a register one is lost, of two additions none") {
  Scenario written = scenario_of({.protocol = crdt::Config{}, .type = ObjectType::reg});
  cut_site_one(written);
  call(written, seconds(3), 0, Verb::write, Level::local, 10);
  call(written, seconds(4), 1, Verb::write, Level::local, 20);
  const Play last = play(written);
  for (const Operation& operation : last.log.operations) CHECK(operation.outcome == Outcome::ok);
  for (const int replica : {0, 1, 2}) CHECK(object::number_of(copy_of(last, replica)) == 20);

  Scenario added =
      scenario_of({.protocol = crdt::Config{}, .type = ObjectType::counter, .initial = 5});
  cut_site_one(added);
  call(added, seconds(3), 0, Verb::add, Level::local, 10);
  call(added, seconds(4), 1, Verb::add, Level::local, 20);
  const Play both = play(added);
  for (const int replica : {0, 1, 2}) CHECK(object::number_of(copy_of(both, replica)) == 35);
}

// One coordinator reads for three additions before it writes for any: each must be built on the
// ones before it all the same.
TEST_CASE("additions at the same moment at one coordinator of a quorum are all counted") {
  Scenario scenario =
      scenario_of({.protocol = quorum::Config{}, .type = ObjectType::counter, .initial = 5});
  for (const int amount : {10, 20, 30}) {
    call(scenario, seconds(1), 0, Verb::add, Level::quorum, amount);
  }
  const Play added = play(scenario);
  for (const int replica : {0, 1, 2}) CHECK(object::number_of(copy_of(added, replica)) == 65);
}

// The client's line to everybody is cut: only a copy of its own can answer it. What it is told then
// is on its own machine and nowhere else, until it is back.
TEST_CASE("a copy on the client answers offline, and is alone with what it was told") {
  for (const bool on_client : {false, true}) {
    CAPTURE(on_client);
    Scenario scenario = scenario_of(
        {.protocol = crdt::Config{.on_client = on_client}, .type = ObjectType::text, .clients = 1});
    const NodeSet client = nodes_of({client_node(scenario.system, 0)});
    const NodeSet others{all_nodes(scenario.system).bits & ~client.bits};
    scenario.script.push_back({kCut, Cut{client, others, true}});
    scenario.script.push_back({kHeal, Heal{}});
    call(scenario, seconds(3), 0, Verb::insert, Level::local, 'H');
    call(scenario, milliseconds(3100), 0, Verb::insert, Level::local, 'i');
    const Play offline = play(scenario, Time{seconds(5).us + 500'000});
    for (const Operation& operation : offline.log.operations) {
      CHECK(operation.outcome == (on_client ? Outcome::ok : Outcome::unknown));
    }
    CHECK(object::text_of(std::get<object::Rga>(copy_of(offline, 0))).empty());
    const Play back = play(scenario);
    CHECK(time_to_agree(scenario.system, back.log, kHeal));
    for (const int replica : {0, 1, 2}) {
      const std::string text = object::text_of(std::get<object::Rga>(copy_of(back, replica)));
      CHECK(text == (on_client ? "Hi" : ""));
    }
  }
}

// Two people type at once, each on a copy of their own; the words stay whole.
TEST_CASE("words that two clients type at the same time end up side by side everywhere") {
  Scenario scenario = scenario_of({.protocol = crdt::Config{.gossip = milliseconds(70),
                                                            .exchange = crdt::Exchange::deltas,
                                                            .on_client = true},
                                   .type = ObjectType::text,
                                   .clients = 2});
  const std::string words[] = {"Hello", "Hi"};
  for (const int client : {0, 1}) {
    Duration at = milliseconds(1000);
    for (const char letter : words[client]) {
      call(scenario, at, client, Verb::insert, Level::local, letter);
      at = at + milliseconds(60);
    }
  }
  const Play typed = play(scenario);
  const std::string text = object::text_of(std::get<object::Rga>(copy_of(typed, 0)));
  CHECK((text == "HelloHi" || text == "HiHello"));
  for (const int node : {1, 2, 3, 4}) CHECK(copy_of(typed, node) == copy_of(typed, 0));
}

// The cut lasts longer than deltas are kept, so that whole states have to step in.
TEST_CASE("deltas bring all copies to the same state as whole states do") {
  std::vector<object::Content> ends;
  for (const crdt::Exchange exchange : {crdt::Exchange::states, crdt::Exchange::deltas}) {
    Scenario scenario =
        scenario_of({.protocol = crdt::Config{.exchange = exchange}, .type = ObjectType::set});
    cut_site_one(scenario);
    Rng rng(9, 0);
    const Demand demand{Level::local, Time{}, Time{seconds(8).us}, milliseconds(10), 1, {}};
    const auto requests = draw_requests(scenario.system, demand, rng);
    scenario.script.insert(scenario.script.end(), requests.begin(), requests.end());
    const Play played = play(scenario);
    CHECK(copy_of(played, 1) == copy_of(played, 0));
    CHECK(copy_of(played, 2) == copy_of(played, 0));
    ends.push_back(copy_of(played, 0));
  }
  CHECK(std::get<object::OrSet>(ends[0]).elements.size() ==
        std::get<object::OrSet>(ends[1]).elements.size());
}
