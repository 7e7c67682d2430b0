// Plays every transcript under tests/golden: commands, then "----", then what is expected. With
// CAPLAB_REWRITE=1 in the environment the expected part is written anew; commit such a change only
// if you understand what caused it and want it.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/golden_env.h"

namespace fs = std::filesystem;

namespace {

std::string replay(const fs::path& file) {
  caplab::golden::Env env;
  std::ifstream in(file);
  std::string text;
  std::string command;
  for (std::string line; std::getline(in, line);) {
    if (line == "----") {
      text += line + "\n" + env.handle(command) + "\n";
      while (std::getline(in, line) && !line.empty()) {
      }
      continue;
    }
    if (!line.empty() && line[0] != '#') command = line;
    if (!line.empty() || text.empty() || text.ends_with("#\n")) text += line + "\n";
  }
  return text;
}

std::string read(const fs::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("golden transcripts of the protocols", "[golden]") {
  const fs::path folder = fs::path(CAPLAB_SOURCE_DIR) / "tests" / "golden";
  int played = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".txt") continue;
    const std::string now = replay(entry.path());
    if (std::getenv("CAPLAB_REWRITE") != nullptr) std::ofstream(entry.path()) << now;
    INFO(entry.path().string() << "  replay: caplab_tests '[golden]'");
    CHECK(read(entry.path()) == now);
    ++played;
  }
  CHECK(played >= 10);
}
