// The determinism contract: every build of this program (native, under sanitizers, as wasm in
// Node) plays the same scenarios to the same end as tests/fingerprints.txt says. Each line holds a
// scenario's name, its number of events, its fingerprint, and four digits of a running digest after
// every kTrail events of its log, so that a build that differs can say where it begins to.
//
//   CAPLAB_REWRITE=1 build/native/caplab_tests "[determinism]"     writes the file anew
//
// Commit that only if the runs were meant to change and you know why.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "engine/base/fingerprint.h"
#include "engine/sim/story.h"
#include "engine/sim/world.h"
#include "tests/scenarios.h"

namespace {

using namespace caplab;
using object::ObjectType;

constexpr const char* kFile = CAPLAB_SOURCE_DIR "/tests/fingerprints.txt";
constexpr std::size_t kTrail = 256;

constexpr Time kEnd{seconds(14).us};
constexpr std::uint64_t kWorkload = 0xd0;
constexpr std::uint64_t kFaults = 0xd1;

struct Kind {
  std::string name;
  test::Shape shape;
  std::optional<Level> level;  // none: all levels mixed
};

primary_backup::Config in_mode(primary_backup::Mode mode) { return {.mode = mode}; }

quorum::Config quorum_without_repair() {
  quorum::Config config;
  config.read_repair = quorum::ReadRepair::none;
  config.fan_out = quorum::FanOut::enough;
  return config;
}

// With every option that changes what is said.
raft::Config raft_with_all() {
  raft::Config config;
  config.first_leader = test::replica_node(2);
  config.preferred.add(test::replica_node(0));
  config.apply_at = raft::ApplyAt::append;
  config.clock_uncertainty = milliseconds(4);
  config.versions_kept = seconds(2);
  config.entries_max = 2;
  config.snapshot_after = 8;
  return config;
}

primary_backup::Config with_failover(bool shared_log) {
  primary_backup::Config config;
  config.mode = shared_log ? primary_backup::Mode::synchronous : primary_backup::Mode::asynchronous;
  config.failover = primary_backup::Failover::automatic;
  config.failover_after = milliseconds(1600);
  config.minority_stops = true;
  config.stops_after = milliseconds(900);
  config.shared_log = shared_log;
  return config;
}

quorum::Config sloppy_quorum() {
  quorum::Config config;
  config.copies = 3;
  config.sloppy = true;
  config.anti_entropy = milliseconds(700);
  return config;
}

quorum::Config quorum_in_background() {
  quorum::Config config;
  config.read_repair = quorum::ReadRepair::background;
  return config;
}

home_region::Config moving_homes() {
  return {.homes = {test::replica_node(0), test::replica_node(2)}, .move_after = 3};
}

std::vector<Kind> kinds() {
  using primary_backup::Mode;
  const auto single = in_mode(Mode::single_copy);
  const auto async = in_mode(Mode::asynchronous);
  const auto sync = in_mode(Mode::synchronous);
  return {
      {"quorum.account.one", {.keys = 3}, Level::one},
      {"quorum.account.quorum", {.keys = 3}, Level::quorum},
      {"quorum.account.serial", {.clients = 4, .keys = 1}, Level::serial},
      {"quorum.account.mixed", {.keys = 2}, {}},
      {"quorum.register.all", {.type = ObjectType::reg, .replicas = 5}, Level::all},
      {"quorum.register.serial", {.type = ObjectType::reg, .replicas = 4}, Level::serial},
      {"quorum.register.bare",
       {.protocol = quorum_without_repair(), .type = ObjectType::reg},
       Level::quorum},
      {"quorum.log.two", {.type = ObjectType::log, .keys = 2}, Level::two},
      {"quorum.log.serial", {.type = ObjectType::log}, Level::serial},
      {"quorum.account.exact", {.exact = true}, Level::quorum},
      {"quorum.account.alone", {.replicas = 1}, {}},
      {"single.register.any", {.protocol = single, .type = ObjectType::reg}, Level::any},
      {"async.register.any", {.protocol = async, .type = ObjectType::reg}, Level::any},
      {"async.log.primary", {.protocol = async, .type = ObjectType::log}, Level::primary},
      {"sync.account.primary", {.protocol = sync}, Level::primary},
      {"crdt.account.states", {.protocol = crdt::Config{.fan_out = 2}, .keys = 2}, Level::local},
      {"crdt.text.deltas.client",
       {.protocol = crdt::Config{.exchange = crdt::Exchange::deltas, .on_client = true},
        .type = ObjectType::text},
       Level::local},
      {"multi_master.register.continuous",
       {.protocol = multi_master::Config{}, .type = ObjectType::reg, .keys = 2},
       Level::local},
      {"raft.account.leader", {.protocol = raft::Config{}}, Level::leader},
      {"raft.register.mixed",
       {.protocol = raft_with_all(), .type = ObjectType::reg, .replicas = 5, .keys = 2},
       {}},
      {"failover.register.primary",
       {.protocol = with_failover(false), .type = ObjectType::reg},
       Level::primary},
      {"failover.account.shared_log", {.protocol = with_failover(true)}, Level::primary},
      {"quorum.register.sloppy",
       {.protocol = sloppy_quorum(), .type = ObjectType::reg, .replicas = 5},
       Level::quorum},
      {"quorum.register.siblings",
       {.protocol = quorum_in_background(),
        .type = ObjectType::reg,
        .conflict = object::Conflict::siblings},
       Level::quorum},
      {"cache.register.mixed",
       {.protocol = cache::Config{.time_to_live = seconds(1), .serve_stale = seconds(2)},
        .type = ObjectType::reg},
       {}},
      {"outbox.account.mixed", {.protocol = outbox::Config{}}, {}},
      {"home_region.account.mixed", {.protocol = moving_homes(), .keys = 3}, {}},
      {"broadcast.register.local",
       {.protocol = broadcast::Config{}, .type = ObjectType::reg},
       Level::local},
  };
}

Scenario scenario_of(const Kind& kind, test::FaultKind fault, std::uint64_t seed) {
  Scenario scenario{test::make_system(kind.shape), {}, kEnd, seed};
  scenario.system.loss = {1, 200};
  scenario.system.duplication = {1, 200};
  Rng workload(seed, kWorkload);
  const test::Demand demand{kind.level,        Time{}, Time{} + seconds(11),
                            milliseconds(120), 2,      milliseconds(30)};
  scenario.script = test::draw_requests(scenario.system, demand, workload);
  Rng faults(seed, kFaults);
  test::draw_fault(scenario.system, fault, Time{} + seconds(2), Time{} + seconds(6), faults,
                   scenario.script);
  scenario.script.push_back({Time{} + seconds(8), Heal{}});
  test::sort_by_time(scenario.script);
  return scenario;
}

std::map<std::string, Scenario> scenarios() {
  std::map<std::string, Scenario> all;
  for (const Kind& kind : kinds()) {
    for (int fault = 0; fault < test::kFaultKinds; ++fault) {
      const auto fault_kind = static_cast<test::FaultKind>(fault);
      for (const std::uint64_t seed : {1U, 2U}) {
        const std::string name =
            kind.name + "." + std::string(test::name_of(fault_kind)) + "." + std::to_string(seed);
        all[name] = scenario_of(kind, fault_kind, seed);
      }
    }
  }
  return all;
}

// --- what a run leaves behind ---

struct Print {
  std::uint64_t steps = 0;
  std::string fingerprint;
  std::vector<std::string> trail;
  bool operator==(const Print&) const = default;
};

struct Played {
  World world;
  Log log;
};

Played play(const Scenario& scenario) {
  Played played{make_world(scenario), {}};
  run(scenario, played.world, played.log, scenario.end);
  return played;
}

std::string hex(std::uint64_t number, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; number >>= 4) text[i] = "0123456789abcdef"[number & 15U];
  return text;
}

void mix(Fingerprint& print, const Event& event) {
  print.mix(event.at.us).mix(event.until.us).mix(event.value).mix(event.stamp.time.us);
  print.mix(std::uint64_t{event.number}).mix(std::uint64_t{index(event.op)});
  print.mix(static_cast<std::uint64_t>(event.kind)).mix(static_cast<std::uint64_t>(event.message));
  print.mix(std::uint64_t{index(event.node)}).mix(std::uint64_t{index(event.peer)});
}

Print print_of(const Played& played) {
  Print print{played.world.steps, hex(fingerprint(played.world, played.log), 16), {}};
  Fingerprint running;
  for (std::size_t i = 0; i < played.log.events.size(); ++i) {
    mix(running, played.log.events[i]);
    if ((i + 1) % kTrail == 0) print.trail.push_back(hex(running.digest(), 4));
  }
  return print;
}

// --- the file ---

void write(const std::map<std::string, Print>& prints) {
  std::ofstream out(kFile);
  for (const auto& [name, print] : prints) {
    out << name << " " << print.steps << " " << print.fingerprint << " ";
    for (const std::string& digits : print.trail) out << digits;
    out << (print.trail.empty() ? "-" : "") << "\n";
  }
}

std::map<std::string, Print> committed() {
  std::map<std::string, Print> prints;
  std::ifstream in(kFile);
  std::string trail;
  Print print;
  for (std::string name; in >> name >> print.steps >> print.fingerprint >> trail;) {
    print.trail.clear();
    for (std::size_t i = 0; i + 4 <= trail.size(); i += 4)
      print.trail.push_back(trail.substr(i, 4));
    prints[name] = print;
  }
  return prints;
}

// --- where two runs part ---

std::string events_from(const Scenario& scenario, const Log& log, std::size_t first) {
  constexpr std::size_t kShown = 4;
  std::string text;
  for (std::size_t i = first; i < std::min(first + kShown, log.events.size()); ++i) {
    text += "\n  #" + std::to_string(i) + story_line(scenario.system, log, log.events[i]);
  }
  return text;
}

// The committed file knows only every kTrail-th event; which of them came first is here.
std::string first_difference(const Scenario& scenario, const Log& log, const Print& now,
                             const Print& then) {
  const auto parts =
      std::mismatch(now.trail.begin(), now.trail.end(), then.trail.begin(), then.trail.end());
  const auto first = static_cast<std::size_t>(parts.first - now.trail.begin()) * kTrail;
  const bool at_end = parts.first == now.trail.end();
  return "first difference " +
         (at_end ? "after event " + std::to_string(first) + " or in what the nodes hold at the end"
                 : "in the " + std::to_string(kTrail) + " events after " + std::to_string(first)) +
         "; this build goes on with" + events_from(scenario, log, first);
}

std::string first_difference(const Scenario& scenario, const Log& a, const Log& b) {
  const auto parts =
      std::mismatch(a.events.begin(), a.events.end(), b.events.begin(), b.events.end());
  const auto first = static_cast<std::size_t>(parts.first - a.events.begin());
  return "one run goes on with" + events_from(scenario, a, first) + "\nanother with" +
         events_from(scenario, b, first);
}

// When each replica's first heartbeat is sent.
std::vector<Time> heartbeat_begins(const Log& log, int replicas) {
  std::vector<Time> begins(static_cast<std::size_t>(replicas), kNever);
  for (const Event& event : log.events) {
    const bool ping = event.kind == EventKind::sent && event.message == MessageKind::ping;
    if (ping) begins[index(event.node)] = std::min(begins[index(event.node)], event.at);
  }
  return begins;
}

}  // namespace

TEST_CASE("determinism: every build plays every scenario to the committed end", "[determinism]") {
  std::map<std::string, Print> now;
  const std::map<std::string, Scenario> all = scenarios();
  for (const auto& [name, scenario] : all) now[name] = print_of(play(scenario));
  if (std::getenv("CAPLAB_REWRITE") != nullptr) write(now);
  const std::map<std::string, Print> then = committed();
  CHECK(now.size() == then.size());
  for (const auto& [name, print] : now) {
    const auto found = then.find(name);
    if (found == then.end()) {
      FAIL_CHECK(name << " is not in tests/fingerprints.txt");
    } else if (!(print == found->second)) {
      const Scenario& scenario = all.at(name);
      FAIL_CHECK(name << " differs: "
                      << first_difference(scenario, play(scenario).log, print, found->second));
    }
  }
}

TEST_CASE("determinism: no two scenarios end alike", "[determinism]") {
  std::map<std::string, std::string> names;
  for (const auto& [name, print] : committed()) {
    const auto [other, fresh] = names.try_emplace(print.fingerprint, name);
    if (!fresh) FAIL_CHECK(name << " ends as " << other->second << ": one of them tests nothing");
  }
}

TEST_CASE("determinism: the same scenario twice is the same world and log", "[determinism]") {
  for (const auto& [name, scenario] : scenarios()) {
    const Played first = play(scenario);
    Played second{make_world(scenario), {}};
    while (step(scenario, second.world, second.log)) {
    }
    second.world.now = scenario.end;
    if (first.world == second.world && first.log == second.log) continue;
    FAIL_CHECK(name << ": " << first_difference(scenario, first.log, second.log));
  }
}

TEST_CASE("determinism: a copied world goes on as the original does", "[determinism]") {
  for (const Kind& kind : kinds()) {
    const Scenario scenario = scenario_of(kind, test::FaultKind::crash, 8);
    World world = make_world(scenario);
    Log log;
    run(scenario, world, log, Time{} + seconds(5));
    World copy = world;
    Log copied_log = log;
    run(scenario, world, log, scenario.end);
    run(scenario, copy, copied_log, scenario.end);
    INFO(kind.name);
    CHECK(copy == world);
    CHECK(fingerprint(copy, copied_log) == fingerprint(world, log));
  }
}

TEST_CASE("determinism: leaving the messages out of the log changes nothing that happens",
          "[determinism]") {
  for (const Kind& kind : kinds()) {
    const Scenario scenario = scenario_of(kind, test::FaultKind::loss, 9);
    const Log whole = run_all(scenario, true);
    const Log brief = run_all(scenario, false);
    INFO(kind.name);
    CHECK(whole.operations == brief.operations);
    CHECK(whole.events.size() > brief.events.size());
  }
}

// One seed, two settings: the same requests, the same faults, the same beginnings of heartbeats,
// and the same latencies until the settings make a difference.
TEST_CASE("determinism: another level is tried under the same weather", "[determinism]") {
  const Kind one{"", {}, Level::one};
  const Kind quorum{"", {}, Level::quorum};
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Scenario a = scenario_of(one, test::FaultKind::cut, seed);
    const Scenario b = scenario_of(quorum, test::FaultKind::cut, seed);
    REQUIRE(a.script.size() == b.script.size());
    for (std::size_t i = 0; i < a.script.size(); ++i) {
      CHECK(a.script[i].at == b.script[i].at);
      CHECK(a.script[i].command.index() == b.script[i].command.index());
    }
    const Log first = play(a).log;
    const Log second = play(b).log;
    CHECK(first.faults == second.faults);
    CHECK(heartbeat_begins(first, 3) == heartbeat_begins(second, 3));
    const auto parts = std::mismatch(first.events.begin(), first.events.end(),
                                     second.events.begin(), second.events.end());
    REQUIRE(parts.first != first.events.end());
    CHECK(parts.first->at >= first.operations.at(0).called);
  }
}

TEST_CASE("determinism: other timers leave the network as it was", "[determinism]") {
  Scenario scenario = scenario_of({"", {}, Level::one}, test::FaultKind::none, 4);
  const World before = make_world(scenario);
  scenario.system.heartbeat = milliseconds(700);
  CHECK(make_world(scenario).network == before.network);
}
