// The determinism contract: every build of this program (native, under sanitizers, as wasm in
// Node) reproduces the numbers of tests/fingerprints.txt. CAPLAB_REWRITE=1 in the environment
// writes the file anew; commit that only if a run was meant to change.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "engine/sim/world.h"
#include "tests/scenarios.h"

namespace {

using namespace caplab;

const std::filesystem::path kFile =
    std::filesystem::path(CAPLAB_SOURCE_DIR) / "tests" / "fingerprints.txt";

constexpr std::uint64_t kWorkload = 0xd0;
constexpr std::uint64_t kFaults = 0xd1;

struct Kind {
  std::string name;
  test::Shape shape;
  Level level = Level::quorum;
};

primary_backup::Config in_mode(primary_backup::Mode mode) { return {.mode = mode}; }

std::vector<Kind> kinds() {
  using object::ObjectType;
  const auto async = in_mode(primary_backup::Mode::asynchronous);
  const auto sync = in_mode(primary_backup::Mode::synchronous);
  return {
      {"quorum.account.one", {.type = ObjectType::account, .keys = 3}, Level::one},
      {"quorum.account.quorum", {.type = ObjectType::account, .keys = 3}, Level::quorum},
      {"quorum.account.serial", {.type = ObjectType::account, .keys = 3}, Level::serial},
      {"quorum.register.all", {.type = ObjectType::reg, .replicas = 5}, Level::all},
      {"quorum.log.two", {.type = ObjectType::log, .keys = 2}, Level::two},
      {"async.register.any", {.protocol = async, .type = ObjectType::reg}, Level::any},
      {"sync.account.primary", {.protocol = sync, .type = ObjectType::account}, Level::primary},
  };
}

Scenario scenario_of(const Kind& kind, test::FaultKind fault, std::uint64_t seed) {
  Scenario scenario{test::make_system(kind.shape), {}, Time{15'000'000}, seed};
  scenario.system.loss = {1, 200};
  Rng workload(seed, kWorkload);
  const test::Demand demand{.level = kind.level, .from = Time{0}, .until = Time{12'000'000}};
  scenario.script = test::draw_requests(scenario.system, demand, workload);
  Rng faults(seed, kFaults);
  test::draw_fault(scenario.system, fault, Time{2'000'000}, Time{6'000'000}, faults,
                   scenario.script);
  scenario.script.push_back({Time{8'000'000}, Heal{}});
  test::sort_by_time(scenario.script);
  return scenario;
}

std::uint64_t fingerprint_of(const Scenario& scenario) {
  World world = make_world(scenario);
  Log log;
  run(scenario, world, log, scenario.end);
  return fingerprint(world, log);
}

std::string hex(std::uint64_t number) {
  std::ostringstream text;
  text << std::hex << number;
  return text.str();
}

std::map<std::string, std::string> fingerprints() {
  std::map<std::string, std::string> prints;
  for (const Kind& kind : kinds()) {
    for (int fault = 0; fault < test::kFaultKinds; ++fault) {
      const auto fault_kind = static_cast<test::FaultKind>(fault);
      for (const std::uint64_t seed : {1, 2}) {
        const std::string name =
            kind.name + "." + std::string(test::name_of(fault_kind)) + "." + std::to_string(seed);
        prints[name] = hex(fingerprint_of(scenario_of(kind, fault_kind, seed)));
      }
    }
  }
  return prints;
}

void write(const std::map<std::string, std::string>& prints) {
  std::ofstream out(kFile);
  for (const auto& [name, print] : prints) out << name << " " << print << "\n";
}

std::map<std::string, std::string> committed() {
  std::map<std::string, std::string> prints;
  std::ifstream in(kFile);
  for (std::string name, print; in >> name >> print;) prints[name] = print;
  return prints;
}

// The first moment at which two runs differ, in words.
std::string first_difference(const Log& a, const Log& b) {
  for (std::size_t i = 0; i < std::min(a.events.size(), b.events.size()); ++i) {
    if (a.events[i] == b.events[i]) continue;
    return "event " + std::to_string(i) + " at " + std::to_string(a.events[i].at.us) + " us";
  }
  return "event " + std::to_string(std::min(a.events.size(), b.events.size()));
}

}  // namespace

TEST_CASE("Determinism: every build gives the committed fingerprints", "[determinism]") {
  const auto now = fingerprints();
  if (std::getenv("CAPLAB_REWRITE") != nullptr) write(now);
  const auto expected = committed();
  CHECK(now.size() == expected.size());
  for (const auto& [name, print] : now) {
    INFO(name << "  replay: caplab_tests '[determinism]'");
    const auto found = expected.find(name);
    CHECK(found != expected.end());
    if (found != expected.end()) CHECK(print == found->second);
  }
}

TEST_CASE("Determinism: the same scenario twice gives the same world and log", "[determinism]") {
  for (const Kind& kind : kinds()) {
    const Scenario scenario = scenario_of(kind, test::FaultKind::cut, 7);
    World first = make_world(scenario);
    World second = make_world(scenario);
    Log first_log;
    Log second_log;
    run(scenario, first, first_log, scenario.end);
    while (step(scenario, second, second_log)) {
    }
    second.now = scenario.end;
    INFO(kind.name << ", first difference: " << first_difference(first_log, second_log));
    CHECK(first == second);
    CHECK(first_log == second_log);
  }
}

TEST_CASE("Determinism: a copied world goes on as the original does", "[determinism]") {
  for (const Kind& kind : kinds()) {
    const Scenario scenario = scenario_of(kind, test::FaultKind::crash, 8);
    World world = make_world(scenario);
    Log log;
    run(scenario, world, log, Time{5'000'000});
    World copy = world;
    Log copied_log = log;
    run(scenario, world, log, scenario.end);
    run(scenario, copy, copied_log, scenario.end);
    INFO(kind.name);
    CHECK(copy == world);
    CHECK(fingerprint(copy, copied_log) == fingerprint(world, log));
  }
}

TEST_CASE("Determinism: leaving the messages out of the log changes nothing that happens",
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
