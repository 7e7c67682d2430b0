// The swarm: many random runs of every protocol, each with its own options, workload and faults;
// see swarm.h. A run that once found a bug is kept in tests/seeds.txt and played ever since.
//
//   CAPLAB_SWARM="serial 8841" caplab_tests "[.replay]"     plays one run again
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/swarm.h"

using namespace caplab;
using namespace caplab::test;

namespace {

// A few histories have too many operations of unknown outcome to be decided in short time.
void play_seeds(SwarmKind kind, std::uint64_t first, std::uint64_t last) {
  std::uint64_t undecided = 0;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    const SwarmResult result = play_swarm(kind, seed);
    if (result.broken) FAIL_CHECK(*result.broken);
    undecided += result.undecided ? 1 : 0;
  }
  CHECK(undecided * 50 <= last - first + 1);
}

// "serial 8841  # what it once found", or "serial 1 100000" for all seeds from the first to the
// last
void play_line(const std::string& line) {
  std::istringstream words(line);
  std::string name;
  std::uint64_t seed = 0;
  words >> name >> seed;
  const std::optional<SwarmKind> kind = swarm_kind_named(name);
  INFO(line);
  REQUIRE(kind);
  REQUIRE_FALSE(words.fail());
  std::uint64_t last = seed;
  if (std::uint64_t more = 0; words >> more) last = more;
  play_seeds(*kind, seed, last);
}

}  // namespace

TEST_CASE("swarm: a few runs of every protocol") {
  for (const SwarmKind kind : kSwarmKinds) play_seeds(kind, 1, 20);
}

TEST_CASE("swarm: primary and backups keep their promises", "[full]") {
  play_seeds(SwarmKind::primary_backup, 1, 1000);
}

TEST_CASE("swarm: quorum levels keep their promises", "[full]") {
  play_seeds(SwarmKind::quorum, 1, 1000);
}

TEST_CASE("swarm: serial operations keep their promises", "[full]") {
  play_seeds(SwarmKind::serial, 1, 1000);
}

TEST_CASE("swarm: mixed levels keep what all levels promise", "[full]") {
  play_seeds(SwarmKind::mixed, 1, 1000);
}

TEST_CASE("swarm: Raft keeps its promises", "[full]") { play_seeds(SwarmKind::raft, 1, 1000); }

TEST_CASE("swarm: Raft at weak levels keeps its invariants", "[full]") {
  play_seeds(SwarmKind::raft_weak, 1, 1000);
}

TEST_CASE("swarm: caches keep their promises", "[full]") { play_seeds(SwarmKind::cache, 1, 200); }

TEST_CASE("swarm: outboxes keep their promises", "[full]") {
  play_seeds(SwarmKind::outbox, 1, 200);
}

TEST_CASE("swarm: homes of keys keep their promises", "[full]") {
  play_seeds(SwarmKind::home_region, 1, 200);
}

TEST_CASE("swarm: quorum stores keep their promises whatever their options", "[full]") {
  play_seeds(SwarmKind::quorum_options, 1, 1000);
}

TEST_CASE("swarm: pauses, doubled messages and moves break no promise", "[full]") {
  play_seeds(SwarmKind::more_faults, 1, 1000);
}

TEST_CASE("swarm: copies that merge end up equal and lose nothing", "[full]") {
  play_seeds(SwarmKind::crdt, 1, 200);
}

TEST_CASE("swarm: masters keep every revision and agree on the winner", "[full]") {
  play_seeds(SwarmKind::multi_master, 1, 200);
}

TEST_CASE("swarm: broadcasts keep what little they promise", "[full]") {
  play_seeds(SwarmKind::broadcast, 1, 200);
}

TEST_CASE("swarm: objects of every type keep what they promise under any policy", "[full]") {
  play_seeds(SwarmKind::objects, 1, 1000);
}

TEST_CASE("swarm: what was found once does not come back") {
  std::ifstream seeds(CAPLAB_SOURCE_DIR "/tests/seeds.txt");
  REQUIRE(seeds);
  int played = 0;
  for (std::string line; std::getline(seeds, line);) {
    if (line.empty() || line[0] == '#') continue;
    play_line(line);
    ++played;
  }
  CHECK(played > 0);
}

TEST_CASE("swarm: one run or many, named in the environment", "[.replay]") {
  const char* run = std::getenv("CAPLAB_SWARM");
  REQUIRE(run != nullptr);
  play_line(run);
}
