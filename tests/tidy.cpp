#include "tests/tidy.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace caplab::tidy {
namespace {

// Folder -> what it may include besides itself, the standard library and kLibraries.
const std::map<std::string, std::vector<std::string>> kArrows{
    {"engine/base", {}},
    {"engine/history", {"engine/base/"}},
    {"engine/object", {"engine/base/"}},
    {"engine/proto", {"engine/base/", "engine/object/", "engine/history/"}},
    {"engine/sim", {"engine/base/", "engine/object/", "engine/history/", "engine/proto/"}},
    {"engine/check", {"engine/base/", "engine/history/", "engine/object/"}},
    {"engine/lesson",
     {"engine/base/", "engine/history/", "engine/object/", "engine/proto/", "engine/sim/",
      "engine/check/"}},
    {"web", {"engine/"}},
    {"tools", {"engine/"}},
    {"tests", {"engine/", "tools/", "web/"}},
};

struct Library {
  std::string path;
  std::string allowed;  // where paths start that may include it
};
const std::vector<Library> kLibraries{
    {"nlohmann/", "engine/base/json"},
    {"imgui", "web/"},
    {"backends/imgui", "web/"},
    {"SDL", "web/"},
    {"GLES", "web/"},
    {"EGL", "web/"},
    {"GL/", "web/"},
    {"emscripten", "web/"},
    {"catch2/", "tests/"},
};

// What only ensure.cpp may use: it must report from anywhere.
const std::string kEnsure = "engine/base/ensure.cpp";
constexpr std::string_view kSharedValue = "engine/base/shared_value.h";

const std::vector<Ban> kEngineBans{
    {"system_clock", "World::now"},
    {"steady_clock", "World::now"},
    {"high_resolution_clock", "World::now"},
    {"clock(", "World::now"},
    {"time(", "World::now"},
    {"gettimeofday", "World::now"},
    {"<chrono>", "engine/base/time.h"},
    {"<ctime>", "engine/base/time.h"},
    {"<time.h>", "engine/base/time.h"},
    {"<random>", "engine/base/rng.h"},
    {"random_device", "engine/base/rng.h"},
    {"mt19937", "engine/base/rng.h"},
    {"rand(", "engine/base/rng.h"},
    {"srand(", "engine/base/rng.h"},
    {"std::shuffle", "engine/base/rng.h"},
    {"getenv", "a parameter"},
    {"argv", "a parameter"},
    {"<fstream>", "text that the caller hands in"},
    {"<filesystem>", "text that the caller hands in"},
    {"fopen", "text that the caller hands in"},
    {"<iostream>", "std::string"},
    {"<ostream>", "std::string"},
    {"<istream>", "std::string"},
    {"<sstream>", "std::string and engine/base/text.h"},
    {"<iomanip>", "engine/base/text.h"},
    {"<format>", "engine/base/text.h"},
    {"std::format", "engine/base/text.h"},
    {"<cstdio>", "std::string and engine/base/text.h"},
    {"printf", "std::string and engine/base/text.h"},
    {"fprintf", "ENSURE"},
    {"snprintf", "engine/base/text.h"},
    {"abort(", "ENSURE"},
    {"exit(", "ENSURE or a Result"},
    {"<thread>", "values in, values out"},
    {"<mutex>", "values in, values out"},
    {"<atomic>", "values in, values out"},
    {"<future>", "values in, values out"},
    {"std::thread", "values in, values out"},
    {"std::async", "values in, values out"},
    {"thread_local", "a parameter"},
    {"mutable", "a parameter"},
    {"<unordered_map>", "std::map or a vector sorted by id"},
    {"<unordered_set>", "std::set or a vector sorted by id"},
    {"unordered_map", "std::map or a vector sorted by id"},
    {"unordered_set", "std::set or a vector sorted by id"},
    {"std::hash", "engine/base/fingerprint.h"},
    {"<cmath>", "integers"},
    {"<math.h>", "integers"},
    {"double", "integers"},
    {"float", "integers"},
    {"std::function", "a variant or a template"},
    {"shared_ptr", "values, or engine/base/shared_value.h"},
    {"throw", "Result"},
    {"try", "Result"},
    {"catch", "Result"},
    {"dynamic_cast", "a variant"},
    {"typeid", "a variant"},
    {"__EMSCRIPTEN__", "a file under web/"},
    {"ImGui", "a file under web/"},
    {"ImVec2", "a file under web/"},
};

// Numbers for people may be reckoned with fractions in here.
bool may_reckon_with_fractions(const std::string& path) {
  return path.starts_with("engine/sim/metrics") || path.find("report") != std::string::npos;
}

bool is_allowed(const std::string& path, const std::string& word) {
  if (word == "double" || word == "float") return may_reckon_with_fractions(path);
  if (word == "shared_ptr") return path == kSharedValue;
  const bool ends_program = word == "<cstdio>" || word == "fprintf" || word == "abort(";
  return ends_program && path == kEnsure;
}

std::string folder_of(const std::string& path) {
  std::string best;
  for (const auto& [folder, allowed] : kArrows) {
    if (path.starts_with(folder + "/") && folder.size() > best.size()) best = folder;
  }
  return best;
}

bool is_own(const std::string& target) {
  return starts_with_any(target, {"engine/", "web/", "tools/", "tests/"});
}

std::string wrong_arrow(const Source& source, const std::string& folder, const Include& include) {
  for (const Library& library : kLibraries) {
    if (!include.path.starts_with(library.path)) continue;
    if (source.path.starts_with(library.allowed)) return "";
    return "only " + library.allowed + " may include " + include.path;
  }
  if (!include.quoted) return "";
  if (!is_own(include.path)) return "\"" + include.path + "\": write the path from the root";
  const bool own_folder = include.path.starts_with(folder + "/");
  if (own_folder || starts_with_any(include.path, kArrows.at(folder))) return "";
  std::string allowed;
  for (const std::string& target : kArrows.at(folder)) allowed += " " + target;
  return folder + "/ may not include " + include.path + ", only itself" +
         (allowed.empty() ? "" : " and") + allowed;
}

const Source* source_at(const std::vector<Source>& tree, const std::string& path) {
  const auto found =
      std::find_if(tree.begin(), tree.end(), [&](const Source& s) { return s.path == path; });
  return found == tree.end() ? nullptr : &*found;
}

// Whether including `path` leads to a library of the window, over headers of web/.
bool leads_to_window(const std::vector<Source>& tree, const std::string& path,
                     std::set<std::string>& seen) {
  if (!seen.insert(path).second) return false;
  const Source* source = source_at(tree, path);
  if (source == nullptr) return starts_with_any(path, {"imgui", "backends/", "SDL", "GL", "EGL"});
  for (const std::string& line : lines_of(source->text)) {
    const Include include = include_of(line);
    if (!include.path.empty() && leads_to_window(tree, include.path, seen)) return true;
  }
  return false;
}

}  // namespace

const std::vector<Ban>& engine_bans() { return kEngineBans; }

Findings check_arrows(const Source& source) {
  Findings findings;
  const std::string folder = folder_of(source.path);
  if (!is_cpp(source.path)) return findings;
  if (folder.empty()) return {source.path + ":1: C++ belongs into engine, web, tools or tests"};
  const std::vector<std::string> lines = lines_of(source.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Include include = include_of(lines[i]);
    if (include.path.empty()) continue;
    const std::string wrong = wrong_arrow(source, folder, include);
    if (!wrong.empty()) findings.push_back(place(source, i) + wrong);
  }
  return findings;
}

Findings check_window_parts(const std::vector<Source>& tree) {
  Findings findings;
  for (const Source& source : tree) {
    if (!source.path.starts_with("tests/") || !is_cpp(source.path)) continue;
    const std::vector<std::string> lines = lines_of(source.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const Include include = include_of(lines[i]);
      std::set<std::string> seen;
      if (!include.path.starts_with("web/") || !leads_to_window(tree, include.path, seen)) continue;
      findings.push_back(place(source, i) + include.path +
                         " leads to the window's libraries; test the parts without them");
    }
  }
  return findings;
}

Findings check_banned_words(const Source& source) {
  Findings findings;
  if (!is_engine(source)) return findings;
  const std::vector<std::string> code = code_of(source.text);
  for (std::size_t i = 0; i < code.size(); ++i) {
    for (const Ban& ban : kEngineBans) {
      if (find_word(code[i], ban.word) == std::string::npos) continue;
      if (is_allowed(source.path, ban.word)) continue;
      findings.push_back(place(source, i) + "no " + ban.word + " in engine/, use " + ban.instead);
    }
  }
  return findings;
}

Findings check_own_words(const Source& source) {
  // Written in two parts, so that this file does not find itself.
  static const std::vector<Ban> kWords{
      {std::string("TO") + "DO", "do it or leave it out"},
      {std::string("FIX") + "ME", "mend it"},
      {std::string("XX") + "X", "say it in a sentence"},
      {std::string("issue ") + "#", "say what it is about"},
      {std::string("../") + "shared", "copy what is needed into the tree"},
      {std::string("/ro") + "ot/", "a path from the tree or from a variable"},
      {std::string("/ho") + "me/", "a path from the tree or from a variable"},
      {std::string("/wo") + "rk/", "a path from the tree or from a variable"},
      {std::string("/tm") + "p/", "a path from the tree or mktemp"},
      {std::string("registry.") + "npmjs", "npm's own configuration"},
      {std::string("py") + "pi.", "pip's own configuration"},
      {std::string("deb.") + "debian", "apt's own configuration"},
      {std::string("SPDX-License") + "-Identifier", "LICENSE; nothing of others lies in the tree"},
      {std::string("All rights ") + "reserved", "LICENSE; nothing of others lies in the tree"},
  };
  Findings findings;
  const std::vector<std::string> lines = lines_of(source.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const Ban& ban : kWords) {
      if (find_word(lines[i], ban.word) == std::string::npos) continue;
      findings.push_back(place(source, i) + "no \"" + ban.word + "\": " + ban.instead);
    }
  }
  return findings;
}

Findings check_source_list(const Source& list, const std::vector<std::string>& names) {
  Findings findings;
  for (const std::string& name : names) {
    const std::vector<std::string> lines = lines_of(list.text);
    const bool listed = std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
      const std::size_t at = line.find(name);
      if (at == std::string::npos || line.find('#') < at) return false;
      const std::size_t end = at + name.size();
      const bool begins = at == 0 || line[at - 1] == ' ' || line[at - 1] == '(';
      return begins && (end == line.size() || line[end] == ' ' || line[end] == ')');
    });
    if (!listed) findings.push_back(list.path + ":1: add " + name + ", or delete the file");
  }
  return findings;
}

}  // namespace caplab::tidy
