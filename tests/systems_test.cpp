// The named systems of lessons/systems.json: each must load, show in its runs what its claim says,
// and explain any difference between what is measured and what is documented.
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <sstream>

#include "engine/lesson/pacelc.h"

using namespace caplab;
using namespace caplab::lesson;

namespace {

std::string systems_text() {
  std::ifstream in(CAPLAB_SOURCE_DIR "/lessons/systems.json");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<NamedSystem> load(const std::string& text) {
  json::Report report{.file = "systems.json", .findings = {}};
  std::vector<NamedSystem> systems = load_systems(text, report);
  for (const json::Finding& finding : report.findings) FAIL_CHECK(json::line_of(finding));
  return systems;
}

// The first mistake in the file once `from` is written as `to`.
std::string mistake(const std::string& from, const std::string& to) {
  std::string text = systems_text();
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  json::Report report{.file = "systems.json", .findings = {}};
  load_systems(text, report);
  REQUIRE_FALSE(report.ok());
  const std::string line = json::line_of(report.findings.front());
  return line.substr(line.find(": ") + 2);
}

void play_runs(std::uint64_t seeds) {
  for (const NamedSystem& system : load(systems_text())) {
    for (const SystemRun& run : system.runs) {
      for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const std::optional<std::string> broken = broken_expectation(system, run, seed);
        if (!broken) continue;
        FAIL_CHECK(system.id << ", \"" << run.shows << "\", seed " << seed << ": " << *broken
                             << "\nreplay: caplab systems " << system.id);
      }
    }
  }
}

}  // namespace

TEST_CASE("systems: every database of the course is there") {
  std::vector<std::string> ids;
  for (const NamedSystem& system : load(systems_text())) ids.push_back(system.id);
  CHECK(ids == std::vector<std::string>{"mongodb",       "hbase",
                                        "zookeeper",     "etcd",
                                        "redis-cluster", "consul",
                                        "cassandra",     "dynamodb",
                                        "couchdb",       "riak",
                                        "mysql-async",   "mysql-semi-sync",
                                        "mysql-group",   "postgresql-sync",
                                        "spanner",       "cockroachdb",
                                        "dns",           "redis-crdt",
                                        "shared-text",   "one-database"});
}

TEST_CASE("systems: their runs show what they claim") { play_runs(3); }

TEST_CASE("systems: their runs show it whatever the weather", "[full]") { play_runs(50); }

TEST_CASE("systems: measured letters are the documented ones, or a sentence says why", "[full]") {
  for (const NamedSystem& system : load(systems_text())) {
    for (const Configuration& configuration : system.configurations) {
      const Letters letters = measure_letters(system, configuration, 12);
      INFO(system.id << "/" << configuration.id << " measured " << text_of(letters));
      CHECK(letters.undecided == 0);
      const bool differs =
          !configuration.documented.empty() && configuration.documented != text_of(letters);
      CHECK((!differs || !configuration.note.empty()));
    }
  }
}

TEST_CASE("systems: levels decide the letters") {
  const auto measured = [](const std::string& id, std::size_t configuration) {
    for (const NamedSystem& system : load(systems_text())) {
      if (system.id != id) continue;
      return text_of(measure_letters(system, system.configurations[configuration], 6));
    }
    return std::string();
  };
  CHECK(measured("cassandra", 0) == "PA/EL");
  CHECK(measured("cassandra", 2) == "PC/EC");
  CHECK(measured("mongodb", 0) == "PA/EC");
  CHECK(measured("mongodb", 2) == "PC/EC");
  CHECK(measured("etcd", 0) == "PC/EC");
  CHECK(measured("etcd", 1) == "PA/EL");
}

TEST_CASE("systems: a run that does not show what it should is told") {
  std::vector<NamedSystem> systems = load(systems_text());
  NamedSystem& system = systems.back();
  SystemRun& run = system.runs.front();
  run.expect[1].shows = {8};
  CHECK(broken_expectation(system, run, 1) ==
        "call 2 (read the database by emil at 2.500 s) showed 7, expected 8");
  run.expect[1].shows.clear();
  run.expect[1].ended = Expectation::Ended::refused;
  CHECK(broken_expectation(system, run, 1) ==
        "call 2 (read the database by emil at 2.500 s) was accepted, expected refused");
}

namespace {

const NamedSystem& system_named(const std::vector<NamedSystem>& systems, const std::string& id) {
  for (const NamedSystem& system : systems) {
    if (system.id == id) return system;
  }
  FAIL("no system " << id);
  return systems.front();
}

}  // namespace

TEST_CASE("systems: a run with two groups tells where one is seen without the other") {
  const std::vector<NamedSystem> systems = load(systems_text());
  const NamedSystem& spanner = system_named(systems, "spanner");
  REQUIRE(spanner.runs.size() == 3);
  for (const std::size_t which : {1U, 2U}) {
    SystemRun run = spanner.runs[which];
    REQUIRE(run.groups);
    CHECK(run.groups->stores.size() == 2);
    REQUIRE(run.together.size() == 1);
    CHECK_FALSE(broken_expectation(spanner, run, 1));
    run.together[0].apart = !run.together[0].apart;
    CHECK(broken_expectation(spanner, run, 1) ==
          (which == 1 ? "no moment showed the write to orders without deposits"
                      : "some moment showed the write to orders without deposits"));
  }
}

TEST_CASE("systems: with less wait than the clocks need the later commit shows alone again") {
  const std::vector<NamedSystem> systems = load(systems_text());
  const NamedSystem& spanner = system_named(systems, "spanner");
  SystemRun run = spanner.runs[1];
  for (StoreSpec& store : run.groups->stores) {
    std::get<raft::Config>(store.protocol).clock_uncertainty = milliseconds(60);
  }
  run.expect.clear();
  CHECK(broken_expectation(spanner, run, 1) ==
        "some moment showed the write to orders without deposits");
}

TEST_CASE("systems: a commit that waits less than it should is told") {
  const std::vector<NamedSystem> systems = load(systems_text());
  const NamedSystem& spanner = system_named(systems, "spanner");
  SystemRun run = spanner.runs[2];
  run.expect[0].at_least = milliseconds(400);
  const std::optional<std::string> broken = broken_expectation(spanner, run, 1);
  REQUIRE(broken);
  CHECK(broken->find("expected at least 0.400 s") != std::string::npos);
  run.expect[0].call = 99;
  CHECK(broken_expectation(spanner, run, 1) == "call 100 never began");
}

TEST_CASE("systems: a mistake in the file is one sentence with its place") {
  CHECK(mistake("\"format\": 1", "\"format\": 2").find("must be 1") != std::string::npos);
  CHECK(mistake("\"level\": \"leader-unchecked\"", "\"level\": \"boss\"").find("is \"boss\"") !=
        std::string::npos);
  CHECK(mistake("\"read\": \"readConcern: local\"", "\"read\": \"w: 1\"")
            .find("must be one of \"readConcern: local\"") != std::string::npos);
  CHECK(mistake("\"documented\": \"PA/EC\"", "\"documented\": \"CP\"").find("is \"CP\"") !=
        std::string::npos);
  CHECK(mistake("\"call\": \"write w: 1\"", "\"call\": \"write w: 2\"").find("is \"write w: 2\"") !=
        std::string::npos);
  CHECK(mistake("\"later\": \"orders\"", "\"later\": \"others\"").find("is \"others\"") !=
        std::string::npos);
  CHECK(mistake("\"after\": \"deposits: write commit\"", "\"after\": \"orders: write commit\"")
            .find("goes on and on") != std::string::npos);
}
