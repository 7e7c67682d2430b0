// Reads the tree and holds it to its own rules; and each rule against a snippet that breaks it.
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/tidy.h"

namespace fs = std::filesystem;

namespace {

using namespace caplab::tidy;

using Rule = Findings (*)(const Source&);

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

bool is_text(const fs::path& file) {
  for (const char* ending : {".cpp", ".h", ".js", ".mjs", ".html", ".css", ".md", ".txt", ".json",
                             ".cmake", ".sh", ".py", ".vert", ".frag", ".yml", ""}) {
    if (file.extension() == ending) return true;
  }
  return false;
}

std::vector<Source> all_sources() {
  const fs::path root(CAPLAB_SOURCE_DIR);
  std::vector<Source> sources;
  for (const char* folder : {"engine", "web", "tools", "tests", "lessons", "shaders", ".github"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const bool wanted = entry.is_regular_file() && is_text(entry.path());
      if (!wanted) continue;
      const std::string path = fs::relative(entry.path(), root).generic_string();
      if (path.find("bad_lessons/") != std::string::npos) continue;
      sources.push_back({path, read(entry.path())});
    }
  }
  return sources;
}

void check_tree(Rule rule) {
  const std::vector<Source> sources = all_sources();
  CHECK(sources.size() > 100);
  for (const Source& source : sources) {
    for (const std::string& finding : rule(source)) FAIL_CHECK(finding);
  }
}

bool finds(Rule rule, const std::string& path, const std::string& text) {
  return !rule({path, text}).empty();
}

}  // namespace

TEST_CASE("Tidy: includes follow the arrows", "[tidy]") {
  CHECK(finds(check_arrows, "engine/proto/a.cpp", "#include \"engine/sim/world.h\"\n"));
  CHECK(finds(check_arrows, "engine/check/a.cpp", "#include \"engine/proto/node.h\"\n"));
  CHECK(finds(check_arrows, "engine/base/a.cpp", "#include \"engine/object/log.h\"\n"));
  CHECK(finds(check_arrows, "engine/lesson/a.cpp", "#include \"web/app.h\"\n"));
  CHECK(finds(check_arrows, "engine/lesson/a.cpp", "#include <nlohmann/json.hpp>\n"));
  CHECK(finds(check_arrows, "engine/sim/a.cpp", "#include <imgui.h>\n"));
  CHECK_FALSE(finds(check_arrows, "engine/sim/a.cpp", "#include \"engine/proto/node.h\"\n"));
  check_tree(check_arrows);
}

TEST_CASE("Tidy: the engine has no hidden input and no floats", "[tidy]") {
  CHECK(finds(check_banned_words, "engine/sim/a.cpp", "double x = 0;\n"));
  CHECK(finds(check_banned_words, "engine/sim/a.cpp", "std::unordered_map<int, int> m;\n"));
  CHECK(finds(check_banned_words, "engine/sim/a.cpp", "  default:\n"));
  CHECK(finds(check_banned_words, "engine/sim/a.cpp", "#include <random>\n"));
  CHECK_FALSE(finds(check_banned_words, "engine/sim/a.cpp", "// no double here\n"));
  CHECK_FALSE(finds(check_banned_words, "tools/a.cpp", "double x = 0;\n"));
  check_tree(check_banned_words);
}

TEST_CASE("Tidy: lines, functions and files stay small", "[tidy]") {
  const std::string wide(101, 'x');
  std::string function = "void f() {\n";
  for (int i = 0; i < 70; ++i) function += "  g();\n";
  std::string file;
  for (int i = 0; i < 501; ++i) file += "// line\n";
  CHECK(finds(check_sizes, "engine/sim/a.cpp", wide + "\n"));
  CHECK(finds(check_sizes, "engine/sim/a.cpp", function + "}\n"));
  CHECK(finds(check_sizes, "engine/sim/a.cpp", file));
  CHECK_FALSE(finds(check_sizes, "engine/sim/a.cpp", "void f() {\n  g();\n}\n"));
  check_tree(check_sizes);
}

TEST_CASE("Tidy: every header says what it is", "[tidy]") {
  CHECK(finds(check_first_line, "engine/sim/a.h", "#pragma once\n"));
  CHECK_FALSE(finds(check_first_line, "engine/sim/a.h", "// A thing.\n#pragma once\n"));
  check_tree(check_first_line);
}

TEST_CASE("Tidy: the project speaks of itself alone", "[tidy]") {
  CHECK(finds(check_own_words, "engine/sim/a.h", std::string("// TO") + "DO later\n"));
  CHECK(finds(check_own_words, "engine/sim/a.h", "\tint x;\n"));
  CHECK_FALSE(finds(check_own_words, "engine/sim/a.h", "// Done.\n"));
  check_tree(check_own_words);
}

TEST_CASE("Tidy: every source file is built", "[tidy]") {
  const fs::path root(CAPLAB_SOURCE_DIR);
  for (const char* folder : {"engine", "web", "tools/caplab", "tests"}) {
    const std::string list = read(root / folder / "CMakeLists.txt");
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".cpp") continue;
      const std::string name = fs::relative(entry.path(), root / folder).generic_string();
      INFO(folder << "/" << name << " is in no list of " << folder << "/CMakeLists.txt");
      CHECK(list.find(name) != std::string::npos);
    }
  }
}
