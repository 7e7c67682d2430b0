// A file of named systems with mistakes: each is told with its rule and its place.
// tests/bad_systems/expected.txt holds the lines for each file there: look at what changed before
// you accept it with CAPLAB_REWRITE=1.
#include "engine/lesson/system_proof.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace caplab;
using namespace caplab::lesson;

namespace {

const std::filesystem::path kBad = std::filesystem::path(CAPLAB_SOURCE_DIR) / "tests/bad_systems";
constexpr int kRuns = 6;

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string lines_of(const std::string& name, const std::vector<Doubt>& doubts) {
  std::string lines;
  for (const Doubt& doubt : doubts) {
    lines += name + ": " + doubt.rule + ": " + doubt.pointer + ": " + doubt.message + "\n";
  }
  return lines;
}

// What reading finds; where there is nothing, what playing and measuring find.
std::string mistakes_in(const std::filesystem::path& file) {
  json::Report report{.file = file.filename().string(), .findings = {}};
  const std::vector<NamedSystem> systems = load_systems(contents(file), report);
  std::string lines;
  for (const json::Finding& finding : report.findings) {
    lines += finding.rule + ": " + json::line_of(finding) + "\n";
  }
  if (!lines.empty()) return lines;
  for (std::size_t i = 0; i < systems.size(); ++i) {
    const std::vector<Doubt> senseless = doubt_expectations(systems[i], i);
    lines += lines_of(report.file, senseless);
    if (!senseless.empty()) continue;
    lines += lines_of(report.file, doubt_runs(systems[i], i, 1));
    lines += lines_of(report.file, doubt_letters(systems[i], i, kRuns));
  }
  return lines;
}

std::vector<std::filesystem::path> bad_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(kBad)) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() == ".json" && path.stem() != "good") files.push_back(path);
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

TEST_CASE("system proof: a good file has nothing to be told") {
  CHECK(mistakes_in(kBad / "good.json").empty());
}

TEST_CASE("system proof: of a bad file every mistake is told with its rule and place") {
  std::string found;
  for (const std::filesystem::path& file : bad_files()) {
    const std::string lines = mistakes_in(file);
    INFO(file.filename().string());
    CHECK_FALSE(lines.empty());
    found += lines;
  }
  const std::filesystem::path expected = kBad / "expected.txt";
  if (std::getenv("CAPLAB_REWRITE")) std::ofstream(expected, std::ios::binary) << found;
  CHECK(found == contents(expected));
}

TEST_CASE("system proof: the course's own systems hold", "[full]") {
  json::Report report{.file = "systems.json", .findings = {}};
  const std::filesystem::path file =
      std::filesystem::path(CAPLAB_SOURCE_DIR) / "lessons/systems.json";
  const std::vector<NamedSystem> systems = load_systems(contents(file), report);
  REQUIRE(report.ok());
  for (std::size_t i = 0; i < systems.size(); ++i) {
    CHECK(lines_of(systems[i].id, doubt_expectations(systems[i], i)).empty());
    CHECK(lines_of(systems[i].id, doubt_runs(systems[i], i, 7)).empty());
    CHECK(lines_of(systems[i].id, doubt_letters(systems[i], i, 12)).empty());
  }
}
