// The options of a Raft store as lessons give them, and reads as of a moment. What is refused
// stands in tests/bad_lessons.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/lesson/load.h"
#include "engine/lesson/load_protocol.h"

using namespace caplab;
using namespace caplab::lesson;

namespace {

std::string contents(const std::string& name) {
  const auto path = std::filesystem::path(CAPLAB_SOURCE_DIR) / "tests" / "bad_lessons" / name;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

raft::Config config_from(const std::string& text) {
  json::Report report{.file = "store", .findings = {}};
  const std::optional<json::Value> value = json::parse(text, report);
  REQUIRE(value);
  const ProtocolConfig config = load_protocol(json::Reader(*value, report), {"r1", "r2", "r3"});
  for (const json::Finding& finding : report.findings) FAIL_CHECK(json::line_of(finding));
  REQUIRE(std::holds_alternative<raft::Config>(config));
  return std::get<raft::Config>(config);
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("Load: a Raft store without options has the defaults") {
  CHECK(config_from(R"({"protocol": "raft"})") == raft::Config{});
}

TEST_CASE("Load: every option of a Raft store is taken over") {
  const raft::Config config = config_from(R"({
    "protocol": "raft", "electionAtLeast": "1s", "electionAtMost": "2s", "heartbeat": "200ms",
    "timeout": "3s", "preVote": false, "checkQuorum": true, "stopWithoutQuorum": true,
    "applyAt": "append", "firstLeader": "r2", "maxEntriesPerMessage": 5, "snapshotAfter": 7,
    "clockUncertainty": "4ms", "versionsKept": "10s",
    "preferredLeader": "r3"})");
  raft::Config expected;
  expected.election_min = seconds(1);
  expected.election_max = seconds(2);
  expected.heartbeat = milliseconds(200);
  expected.timeout = seconds(3);
  expected.pre_vote = false;
  expected.stop_without_quorum = true;
  expected.apply_at = raft::ApplyAt::append;
  expected.first_leader = NodeId{1};
  expected.entries_max = 5;
  expected.snapshot_after = 7;
  expected.clock_uncertainty = milliseconds(4);
  expected.versions_kept = seconds(10);
  expected.preferred.add(NodeId{2});
  CHECK(config == expected);
}

TEST_CASE("Load: several replicas may be preferred as leaders of a Raft store") {
  const raft::Config config =
      config_from(R"({"protocol": "raft", "preferredLeader": ["r1", "r3"]})");
  CHECK(config.preferred.bits == 0b101);
}

TEST_CASE("Load: a lease is offered only where followers are loyal") {
  const auto offers_lease = [](const std::string& options) {
    const ProtocolConfig config = config_from("{\"protocol\": \"raft\"" + options + "}");
    const std::vector<Level> levels = levels_of(config);
    return std::find(levels.begin(), levels.end(), Level::lease) != levels.end();
  };
  CHECK(offers_lease(""));
  CHECK_FALSE(offers_lease(", \"checkQuorum\": false"));
}

TEST_CASE("Load: a read of a Raft store may name the moment that it looks at") {
  std::string text = contents("as-of-without-versions.json");
  text = with(text, R"("initial": 10, "store": { "protocol": "quorum" })",
              R"("initial": 10, "store": { "protocol": "raft", "versionsKept": "9s" })");
  text = with(text, R"("choices": ["one", "all"], "default": "one")",
              R"("choices": ["follower", "leader"], "default": "follower")");
  text = with(text, R"("choices": ["one", "serial"], "default": "one")",
              R"("choices": ["majority"], "default": "majority")");
  text = with(text, R"("look": "one", "take": "serial")", R"("look": "leader")");
  text = with(text, R"("look": "one", "take": "one")", R"("look": "follower")");
  std::string words = contents("good.md");
  for (const char* entry : {"follower", "follower.help", "leader", "leader.help"}) {
    words += "\n## level." + std::string(entry) + "\n\nSome words.\n";
  }
  const Loaded loaded = load_lesson({text, "lesson.json", words, "en.md"});
  for (const std::string& error : loaded.errors) FAIL_CHECK(error);
  bool found = false;
  for (const TimedCommand& timed : loaded.lesson.script) {
    const auto* call = std::get_if<Call>(&timed.command);
    found = found || (call != nullptr && call->operation == 0 && call->amount == seconds(2).us);
  }
  CHECK(found);
}
