// Exploring orders: against a twin that remembers nothing and so walks every path, against what is
// known of levels, and against the orders themselves, played.
#include "engine/sim/explore.h"

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "engine/base/fields.h"
#include "engine/sim/network.h"
#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::testing;

namespace {

using Halt = Explorer::Halt;

// What an end shows, without times: who was told what, in which order, and what the copies hold.
std::uint64_t print_of(const World& world, const Log& log) {
  Fingerprint print;
  for (const Operation& operation : log.operations) {
    mix_value(print, operation.client);
    mix_value(print, operation.outcome);
    mix_value(print, operation.answer.accepted);
    print.mix(object::digest(operation.answer.shown.content));
    for (const Operation& other : log.operations) {
      print.mix(std::uint64_t{operation.returned < other.called});
    }
  }
  for (const Node& node : world.nodes) {
    for (const StoreState& store : node.stores) {
      for (const object::Version& version : versions_of(store)) {
        print.mix(object::digest(version.content));
      }
    }
  }
  return print.digest();
}

Scenario scenario_of(System system, std::vector<TimedCommand> script) {
  system.operations[kWithdraw].then.reset();
  return {std::move(system), std::move(script), at_ms(60'000), 1};
}

std::vector<TimedCommand> two_withdrawals() {
  return {call_at(1000, kAnn, kWithdraw, 80), call_at(1000, kBob, kWithdraw, 80)};
}

struct Found {
  std::set<std::uint64_t> ends;
  std::uint64_t states = 0;
  int paid_once = 0;
  int paid_twice = 0;
  Halt halt = Halt::pause;
  bool left_out = false;
};

int paid(const Log& log) {
  int count = 0;
  for (const Operation& operation : log.operations) {
    const bool pays = operation.operation == kWithdraw && operation.outcome == Outcome::ok;
    count += pays && operation.answer.accepted ? 1 : 0;
  }
  return count;
}

Found explored(const Scenario& scenario, ExploreLimits limits) {
  Explorer explorer(scenario, limits);
  Found found;
  for (;;) {
    found.halt = explorer.advance(1000);
    found.states = explorer.states();
    found.left_out = explorer.left_out();
    if (found.halt == Halt::pause) continue;
    if (found.halt != Halt::end) return found;
    found.ends.insert(print_of(explorer.world(), explorer.log()));
    found.paid_once += paid(explorer.log()) == 1 ? 1 : 0;
    found.paid_twice += paid(explorer.log()) > 1 ? 1 : 0;
  }
}

// All orders of calls and messages where no message is lost and no timer fires: no state is
// recognised, so that it walks every path. The clock ticks at every step.
class Walker {
 public:
  explicit Walker(Scenario scenario) : scenario_(std::move(scenario)) {
    scenario_.system = without_chance(std::move(scenario_.system));
  }
  std::set<std::uint64_t> ends() {
    World world = make_world(scenario_);
    Log log;
    run(scenario_, world, log, scenario_.script.front().at - microseconds(1));
    walk(world, log, 0);
    return std::move(ends_);
  }

 private:
  void walk(const World& world, const Log& log, unsigned called) {
    bool last = true;
    for (std::size_t i = 0; i < scenario_.script.size(); ++i) {
      if ((called >> i & 1U) != 0) continue;
      last = false;
      World next = at_next_tick(world);
      Log own = log;
      happen(scenario_, next, own, scenario_.script[i].command);
      walk(next, own, called | 1U << i);
    }
    for (const EventQueue::Waiting& one : world.queue.waiting()) {
      const auto* delivery = one.other != nullptr ? std::get_if<Delivery>(one.other) : nullptr;
      if (delivery == nullptr || std::holds_alternative<Ping>(delivery->message)) continue;
      last = false;
      World next = at_next_tick(world);
      Log own = log;
      const Happening thing = next.queue.take(one.number);
      happen(scenario_, next, own, thing);
      walk(next, own, called);
    }
    if (last) ends_.insert(print_of(world, log));
  }
  static World at_next_tick(const World& world) {
    World next = world;
    next.now = next.now + milliseconds(1);
    return next;
  }

  Scenario scenario_;
  std::set<std::uint64_t> ends_;
};

// Two copies, so that a walk without memory comes to an end.
System two_copies(Level level) {
  System system = small_bank(level);
  system.nodes = {
      {"North", SiteId{0}}, {"South", SiteId{1}}, {"Ann", SiteId{0}}, {"Bob", SiteId{1}}};
  system.replicas = 2;
  system.stores = {system.stores[2]};  // the note
  system.operations = {system.operations[kRead], system.operations[kWrite]};
  for (OperationSpec& operation : system.operations) operation.store = StoreId{0};
  return system;
}

TimedCommand ask(NodeId client, std::uint16_t operation, std::int64_t amount) {
  return {at_ms(1000), Call{.client = client, .operation = operation, .amount = amount}};
}

constexpr NodeId kFirst{2}, kSecond{3};

}  // namespace

TEST_CASE("Explore: a walk without memory meets the same ends", "[full]") {
  for (const Level level : {Level::one, Level::all}) {
    Scenario scenario{two_copies(level), {ask(kFirst, 1, 5), ask(kSecond, 0, 0)}, at_ms(60'000), 1};
    auto& config = std::get<quorum::Config>(scenario.system.stores[0].protocol);
    config.read_repair = quorum::ReadRepair::none;
    config.fan_out = quorum::FanOut::enough;
    const Found found = explored(scenario, {.states = 1'000'000, .late = 20, .timeouts = 0});
    CHECK(found.halt == Halt::all);
    CHECK_FALSE(found.left_out);
    CHECK(found.ends == Walker(scenario).ends());
  }
}

TEST_CASE("Explore: two withdrawals at one copy or at a quorum pay twice in some order") {
  CHECK(explored(scenario_of(small_bank(Level::one), two_withdrawals()), {}).paid_twice > 0);
  CHECK(explored(scenario_of(small_bank(Level::quorum), two_withdrawals()), {}).paid_twice > 0);
}

TEST_CASE("Explore: two conditional withdrawals pay twice in none") {
  const Found found = explored(scenario_of(small_bank(Level::serial), two_withdrawals()), {});
  CHECK(found.halt == Halt::all);
  CHECK(found.left_out);
  CHECK(found.ends.size() > 10);
  CHECK(found.paid_once > 0);
  CHECK(found.paid_twice == 0);
}

TEST_CASE("Explore: under one leader no order pays twice, whoever is elected meanwhile") {
  System system = small_bank(Level::leader);
  raft::Config config;
  config.first_leader = kNorth;
  system.stores[0].protocol = config;
  std::vector<TimedCommand> script = two_withdrawals();
  script.push_back(cut_at(1000, site_of(kNorth)));
  const Found found = explored(scenario_of(std::move(system), std::move(script)),
                               {.states = 200'000, .late = 0, .timeouts = 1});
  CHECK(found.halt == Halt::all);
  CHECK(found.paid_once > 0);
  CHECK(found.paid_twice == 0);
}

TEST_CASE("Explore: the same states on every compiler") {
  const Scenario scenario = scenario_of(small_bank(Level::quorum), two_withdrawals());
  CHECK(explored(scenario, {.states = 10'000, .late = 0}).states == 211);
  CHECK(explored(scenario, {.states = 10'000, .late = 1}).states == 4027);
}

TEST_CASE("Explore: more late messages, more orders; too many, and it says so") {
  const Scenario scenario = scenario_of(small_bank(Level::one), two_withdrawals());
  const Found none = explored(scenario, {.states = 10'000, .late = 0});
  const Found one = explored(scenario, {.states = 10'000, .late = 1});
  CHECK(none.left_out);
  CHECK(one.ends.size() > none.ends.size());
  const Found few = explored(scenario, {.states = 50, .late = 1});
  CHECK(few.halt == Halt::too_many);
  CHECK(few.states == 50);
}

TEST_CASE("Explore: a cut loses what is under way, a client's patience ends, and it is told so") {
  const std::vector<TimedCommand> script = {call_at(1000, kAnn, kWithdraw, 80),
                                            cut_at(1000, site_of(kNorth)), heal_at(2000)};
  Explorer explorer(scenario_of(small_bank(Level::all), script), {.states = 50'000, .late = 1});
  std::set<Outcome> outcomes;
  for (Halt halt = explorer.advance(1000); halt != Halt::all; halt = explorer.advance(1000)) {
    REQUIRE(halt != Halt::too_many);
    if (halt == Halt::end) outcomes.insert(explorer.log().operations.front().outcome);
  }
  CHECK(outcomes == std::set<Outcome>{Outcome::ok, Outcome::unknown});
}

TEST_CASE("Explore: an order can be played, and is what was explored") {
  std::vector<TimedCommand> script = two_withdrawals();
  script.push_back(cut_at(1000, site_of(kNorth)));
  for (const Level level : {Level::one, Level::quorum, Level::serial}) {
    const Scenario scenario = scenario_of(small_bank(level), script);
    Explorer explorer(scenario, {.states = 40'000, .late = 0});
    int ends = 0;
    for (Halt halt = explorer.advance(1000); halt != Halt::all; halt = explorer.advance(1000)) {
      if (halt != Halt::end || ++ends % 7 != 0) continue;
      const Scenario played = explorer.played(Duration{});
      World world = make_world(played);
      Log log;
      run(played, world, log, played.end);
      INFO("level " << static_cast<int>(level) << ", end " << ends);
      CHECK(print_of(world, log) == print_of(explorer.world(), explorer.log()));
    }
    CHECK(ends > 7);
  }
}
