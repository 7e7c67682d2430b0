// Reads the tree and holds it to its own rules; and holds each rule against snippets that break it,
// so that no rule can pass because it looks at nothing.
#include <algorithm>
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
  for (const char* ending :
       {".cpp", ".h", ".js", ".mjs", ".html", ".css", ".md", ".txt", ".json", ".jsonl", ".cmake",
        ".sh", ".py", ".vert", ".frag", ".yml", ".svg", ""}) {
    if (file.extension() == ending) return true;
  }
  return false;
}

// Everything of the tree but what is built and what others' tools keep.
std::vector<Source> read_tree() {
  const fs::path root(CAPLAB_SOURCE_DIR);
  std::vector<Source> sources;
  const auto add = [&](const fs::path& file) {
    const std::string path = fs::relative(file, root).generic_string();
    if (path.starts_with("tests/bad_lessons/") || !is_text(file)) return;
    sources.push_back({path, read(file)});
  };
  for (const auto& entry : fs::directory_iterator(root)) {
    // A second working tree has a file .git, which git writes.
    if (entry.is_regular_file() && entry.path().filename() != ".git") add(entry.path());
  }
  for (const char* folder :
       {"engine", "web", "tools", "tests", "lessons", "shaders", ".github", ".ci"}) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file()) add(entry.path());
    }
  }
  return sources;
}

const std::vector<Source>& tree() {
  static const std::vector<Source> kTree = read_tree();
  return kTree;
}

void report(const Findings& findings) {
  for (const std::string& finding : findings) FAIL_CHECK(finding);
}

void check_tree(Rule rule) {
  CHECK(tree().size() > 300);
  for (const Source& source : tree()) report(rule(source));
}

bool finds(Rule rule, const std::string& path, const std::string& text) {
  return !rule({path, text}).empty();
}

std::string include(const std::string& path) { return "#include \"" + path + "\"\n"; }

std::string repeated(const std::string& line, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += line;
  return text;
}

}  // namespace

TEST_CASE("tidy: what is text or comment is not code") {
  const std::vector<std::string> code = code_of(
      "int a;  // double\n"
      "f(\"double \\\" double\", 'd', 1'000);\n"
      "/* double\n"
      "double */ int b;\n"
      "g(R\"(double\n"
      "double)\");\n");
  const std::vector<std::string> expected{
      "int a;  ", "f(\"\", \"\", 1'000);", "", " int b;", "g(R\"\"", ");"};
  CHECK(code == expected);
}

TEST_CASE("tidy: a word is found only by itself") {
  CHECK(find_word("double x", "double") == 0);
  CHECK(find_word("vector<double>", "double") == 7);
  CHECK(find_word("double_clock(3)", "double") == std::string::npos);
  CHECK(find_word("redouble", "double") == std::string::npos);
  CHECK(find_word("next_time(w) + time(0)", "time(") == 15);
}

TEST_CASE("tidy: a finding names the file, the line and what to do") {
  const Findings findings = check_banned_words({"engine/sim/a.cpp", "int a;\ndouble b;\n"});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0] == "engine/sim/a.cpp:2: no double in engine/, use integers");
}

TEST_CASE("tidy: includes follow the arrows") {
  CHECK(finds(check_arrows, "engine/proto/a.cpp", include("engine/sim/world.h")));
  CHECK(finds(check_arrows, "engine/check/a.cpp", include("engine/proto/node.h")));
  CHECK(finds(check_arrows, "engine/check/a.cpp", include("engine/sim/log.h")));
  CHECK(finds(check_arrows, "engine/base/a.cpp", include("engine/object/log.h")));
  CHECK(finds(check_arrows, "engine/history/a.h", include("engine/object/log.h")));
  CHECK(finds(check_arrows, "engine/object/a.h", include("engine/history/history.h")));
  CHECK(finds(check_arrows, "engine/sim/a.h", include("engine/check/verdict.h")));
  CHECK(finds(check_arrows, "engine/lesson/a.cpp", include("web/app.h")));
  CHECK(finds(check_arrows, "engine/lesson/a.cpp", include("tests/scenarios.h")));
  CHECK(finds(check_arrows, "tools/caplab/a.cpp", include("web/app.h")));
  CHECK(finds(check_arrows, "engine/lesson/a.cpp", "#include <nlohmann/json.hpp>\n"));
  CHECK(finds(check_arrows, "engine/sim/a.cpp", "#include <imgui.h>\n"));
  CHECK(finds(check_arrows, "engine/sim/a.cpp", "  #  include <emscripten.h>\n"));
  CHECK(finds(check_arrows, "tests/a.cpp", "#include <SDL.h>\n"));
  CHECK(finds(check_arrows, "engine/sim/a.cpp", include("../proto/node.h")));
  CHECK(finds(check_arrows, "engine/sim/a.cpp", include("log.h")));
  CHECK(finds(check_arrows, "other/a.cpp", "\n"));
  CHECK_FALSE(finds(check_arrows, "engine/sim/a.cpp", include("engine/proto/node.h")));
  CHECK_FALSE(finds(check_arrows, "engine/sim/a.cpp", "#include <vector>\n"));
  CHECK_FALSE(finds(check_arrows, "engine/base/json.cpp", "#include <nlohmann/json.hpp>\n"));
  CHECK_FALSE(finds(check_arrows, "tests/a.cpp", include("web/cuts.h")));
  check_tree(check_arrows);
}

TEST_CASE("tidy: tests include only those parts of web that need no window") {
  const Source glass{"web/glass.h", "#include <imgui.h>\n"};
  const Source pane{"web/pane.h", include("web/glass.h")};
  const Source plain{"web/plain.h", "#include <vector>\n"};
  CHECK_FALSE(check_window_parts({glass, pane, {"tests/a.cpp", include("web/pane.h")}}).empty());
  CHECK(check_window_parts({plain, pane, {"tests/a.cpp", include("web/plain.h")}}).empty());
  report(check_window_parts(tree()));
}

TEST_CASE("tidy: the engine has no hidden input, no chance, no fractions, no threads") {
  for (const Ban& ban : engine_bans()) {
    CAPTURE(ban.word);
    const bool is_header = ban.word.front() == '<';
    const std::string line = (is_header ? "#include " : "x = ") + ban.word + " y;\n";
    CHECK(finds(check_banned_words, "engine/sim/a.cpp", line));
    CHECK_FALSE(finds(check_banned_words, "engine/sim/a.cpp", "// " + line));
    CHECK_FALSE(finds(check_banned_words, "tests/a.cpp", line));
  }
  CHECK(finds(check_banned_words, "engine/sim/a.h", "std::vector<double> shares;\n"));
  CHECK_FALSE(finds(check_banned_words, "engine/sim/metrics.cpp", "double share = 0;\n"));
  CHECK_FALSE(finds(check_banned_words, "engine/base/ensure.cpp", "#include <cstdio>\n"));
  check_tree(check_banned_words);
}

TEST_CASE("tidy: the engine has no state of its own") {
  for (const char* line :
       {"int count = 0;", "std::vector<int> cache;", "Kind kinds[] = {", "bool seen{};",
        "inline int next_id = 1;", "  static int calls = 0;", "  static std::vector<int> cache;"}) {
    CAPTURE(line);
    CHECK(finds(check_state, "engine/sim/a.cpp", std::string(line) + "\n"));
  }
  for (const char* line :
       {"constexpr int kMost = 3;", "const Names kNames{", "inline constexpr Time kNever{1};",
        "int count(int of);", "using Pair = std::pair<int, int>;", "struct Node;",
        "  static const std::vector<int> kNone;", "  static constexpr int kMost = 3;",
        "  static bool is_cut(int step) {", "  int count = 0;", "auto first(int a = 1);",
        "template <typename T = int>"}) {
    CAPTURE(line);
    CHECK_FALSE(finds(check_state, "engine/sim/a.cpp", std::string(line) + "\n"));
  }
  CHECK_FALSE(finds(check_state, "engine/base/ensure.cpp", "int count = 0;\n"));
  check_tree(check_state);
}

TEST_CASE("tidy: a switch of the engine names every case") {
  CHECK(finds(check_switches, "engine/sim/a.cpp", "    default: return 0;\n"));
  CHECK_FALSE(finds(check_switches, "engine/sim/a.cpp", "    case A: return 0;\n"));
  CHECK_FALSE(finds(check_switches, "web/a.cpp", "    default: return 0;\n"));
  check_tree(check_switches);
}

TEST_CASE("tidy: lines, functions and files stay small") {
  const std::string wide = "//" + std::string(99, 'x') + "\n";
  CHECK(finds(check_sizes, "engine/sim/a.cpp", wide));
  CHECK(finds(check_sizes, "web/page/a.js", wide));
  CHECK_FALSE(finds(check_sizes, "engine/sim/a.cpp", "//" + repeated("ä", 98) + "\n"));
  CHECK(finds(check_sizes, "engine/sim/a.cpp", "\tint x;\n"));
  CHECK(finds(check_sizes, "engine/sim/a.cpp", repeated("// line\n", 501)));
  CHECK_FALSE(finds(check_sizes, "engine/sim/a.cpp", repeated("// line\n", 500)));

  const std::string long_body = repeated("  g();\n", 69);
  CHECK(finds(check_sizes, "a.cpp", "void f() {\n" + long_body + "}\n"));
  CHECK(finds(check_sizes, "a.cpp", "void f(int a,\n       int b) {\n" + long_body + "}\n"));
  CHECK(finds(check_sizes, "a.cpp",
              "struct S {\n  void f() {\n" + repeated("    g();\n", 69) + "  }\n};\n"));
  CHECK_FALSE(finds(check_sizes, "a.cpp", "void f() {\n" + repeated("  g();\n", 68) + "}\n"));
  CHECK_FALSE(finds(check_sizes, "a.cpp", repeated("int f() {\n  return 1;\n}\n", 40)));
  check_tree(check_sizes);
}

TEST_CASE("tidy: every file says what it is") {
  CHECK(finds(check_opening, "engine/sim/a.h", "#pragma once\n"));
  CHECK(finds(check_opening, "engine/sim/a.cpp", include("engine/sim/b.h")));
  CHECK(finds(check_opening, "web/page/a.js", "const a = 1;\n"));
  CHECK(finds(check_opening, "shaders/a.vert", "#version 300 es\nvoid main() {}\n"));
  CHECK(finds(check_opening, "engine/sim/a.h", ""));
  CHECK_FALSE(finds(check_opening, "engine/sim/a.h", "// A thing.\n#pragma once\n"));
  CHECK_FALSE(finds(check_opening, "engine/sim/a.cpp", include("engine/sim/a.h")));
  check_tree(check_opening);
}

TEST_CASE("tidy: the project speaks of itself alone") {
  for (const std::string& bad :
       {std::string("// TO") + "DO later", std::string("see issue ") + "#3",
        std::string("cd /ho") + "me/me", std::string("// SPDX-License") + "-Identifier: MIT"}) {
    CAPTURE(bad);
    CHECK(finds(check_own_words, "README.md", bad + "\n"));
  }
  CHECK_FALSE(finds(check_own_words, "README.md", "Done.\n"));
  check_tree(check_own_words);
}

TEST_CASE("tidy: every source file is built") {
  const Source list{"engine/CMakeLists.txt",
                    "add_library(e\n  sim/blog.cpp\n  # sim/a.cpp\n  b.cpp)\n"};
  CHECK(check_source_list(list, {"sim/blog.cpp", "b.cpp"}).empty());
  CHECK_FALSE(check_source_list(list, {"log.cpp"}).empty());
  CHECK_FALSE(check_source_list(list, {"sim/a.cpp"}).empty());
  for (const std::string folder : {"engine", "web", "tools/caplab", "tests"}) {
    std::vector<std::string> names;
    for (const Source& source : tree()) {
      const bool inside = source.path.starts_with(folder + "/") && source.path.ends_with(".cpp");
      if (inside) names.push_back(source.path.substr(folder.size() + 1));
    }
    const std::string list_path = folder + "/CMakeLists.txt";
    report(check_source_list({list_path, read(fs::path(CAPLAB_SOURCE_DIR) / list_path)}, names));
  }
}

TEST_CASE("tidy: nothing large and nothing that was made by a tool lies in the tree") {
  constexpr std::size_t kBytesMax = 100'000;
  for (const Source& source : tree()) {
    if (source.text.size() > kBytesMax) FAIL_CHECK(source.path + ":1: larger than 100 kB");
    if (source.path.find(".min.") != std::string::npos) FAIL_CHECK(source.path + ":1: minified");
  }
}
