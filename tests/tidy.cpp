#include "tests/tidy.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <sstream>

namespace caplab::tidy {
namespace {

// Folder -> what it may include, besides itself and the standard library.
const std::map<std::string, std::vector<std::string>> kArrows{
    {"engine/base", {}},
    {"engine/history", {"engine/base"}},
    {"engine/object", {"engine/base"}},
    {"engine/proto", {"engine/base", "engine/object", "engine/history"}},
    {"engine/sim", {"engine/base", "engine/object", "engine/history", "engine/proto"}},
    {"engine/check", {"engine/base", "engine/history", "engine/object"}},
    {"engine/lesson",
     {"engine/base", "engine/history", "engine/object", "engine/proto", "engine/sim",
      "engine/check"}},
    {"web", {"engine/"}},
    {"tools", {"engine/"}},
    {"tests", {"engine/", "tools/", "web/"}},
};

// Libraries by the only places that may include them.
const std::vector<std::pair<std::string, std::string>> kLibraries{
    {"nlohmann/", "engine/base/json.cpp"},
    {"imgui", "web/"},
    {"SDL", "web/"},
    {"GLES", "web/"},
    {"emscripten", "web/"},
    {"catch2/", "tests/"},
};

struct Ban {
  std::string word;
  std::string instead;
  std::vector<std::string> allowed = {};  // files whose path starts so may use it
};

const std::vector<Ban> kEngineBans{
    {"system_clock", "World::now"},
    {"steady_clock", "World::now"},
    {"<chrono>", "engine/base/time.h"},
    {"random_device", "engine/base/rng.h"},
    {"<random>", "engine/base/rng.h"},
    {"rand(", "engine/base/rng.h"},
    {"getenv", "a parameter"},
    {"<fstream>", "text handed in by the caller"},
    {"<filesystem>", "text handed in by the caller"},
    {"<iostream>", "strings"},
    {"<sstream>", "strings"},
    {"<format>", "engine/base/text.h"},
    {"<thread>", "values"},
    {"<mutex>", "values"},
    {"unordered_", "std::map or a sorted vector"},
    {"<cmath>", "integers"},
    {"double ", "integers", {"engine/sim/metrics"}},
    {"float ", "integers", {"engine/sim/metrics"}},
    {"std::function", "a variant or a template"},
    {"shared_ptr", "values"},
    {"__EMSCRIPTEN__", "a file under web/"},
    {"printf(", "strings", {"engine/base/ensure.cpp"}},
    {"throw ", "Result"},
    // An object type has some of all functions; the rest is not for it.
    {"default:",
     "a case for each enumerator",
     {"engine/base/json", "engine/check/", "engine/history/words.cpp"}},
};

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool starts_with_any(std::string_view text, const std::vector<std::string>& starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](const std::string& start) { return starts_with(text, start); });
}

bool is_code(const std::string& path) {
  return path.ends_with(".cpp") || path.ends_with(".h") || path.ends_with(".js") ||
         path.ends_with(".mjs") || path.ends_with(".vert") || path.ends_with(".frag");
}

bool is_cpp(const std::string& path) { return path.ends_with(".cpp") || path.ends_with(".h"); }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string at(const Source& source, std::size_t line) {
  return source.path + ":" + std::to_string(line + 1) + ": ";
}

std::string folder_of(const std::string& path) {
  std::string best;
  for (const auto& [folder, allowed] : kArrows) {
    if (starts_with(path, folder + "/") && folder.size() > best.size()) best = folder;
  }
  return best;
}

// The included path, or nothing.
std::string included(const std::string& line) {
  if (!starts_with(line, "#include ")) return "";
  const std::size_t open = line.find_first_of("\"<");
  const std::size_t close = line.find_first_of("\">", open + 1);
  return close == std::string::npos ? "" : line.substr(open + 1, close - open - 1);
}

bool arrow_allowed(const std::string& folder, const std::string& target) {
  if (starts_with(target, folder + "/")) return true;
  const std::vector<std::string>& allowed = kArrows.at(folder);
  return starts_with_any(target, allowed);
}

bool is_own(const std::string& target) {
  return starts_with(target, "engine/") || starts_with(target, "web/") ||
         starts_with(target, "tools/") || starts_with(target, "tests/");
}

// Columns, not bytes: a letter of several bytes is one.
std::size_t columns(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// What is left of a line without its texts and its comment.
std::string code_of(const std::string& line) {
  std::string code;
  bool in_text = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool escaped = i > 0 && line[i - 1] == '\\';
    if (line[i] == '"' && !escaped) in_text = !in_text;
    if (!in_text && line.compare(i, 2, "//") == 0) break;
    if (!in_text) code += line[i];
  }
  return code;
}

// A function's body ends at a brace in the first column; it began where the last such block did.
bool begins_function(const std::string& line) {
  return line.ends_with("{") && !line.empty() && line.front() != ' ' && line.front() != '}' &&
         line.find('(') != std::string::npos && !starts_with(line, "namespace") &&
         !starts_with(line, "TEST_CASE") && !starts_with(line, "struct") &&
         !starts_with(line, "class") && !starts_with(line, "enum");
}

}  // namespace

Findings check_arrows(const Source& source) {
  Findings findings;
  const std::string folder = folder_of(source.path);
  if (folder.empty() || !is_cpp(source.path)) return findings;
  const std::vector<std::string> lines = lines_of(source.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string target = included(lines[i]);
    if (target.empty()) continue;
    if (is_own(target) && !arrow_allowed(folder, target)) {
      findings.push_back(at(source, i) + folder + " may not include " + target +
                         "; see the arrows in README.md");
    }
    for (const auto& [library, place] : kLibraries) {
      if (starts_with(target, library) && !starts_with(source.path, place)) {
        findings.push_back(at(source, i) + "only " + place + " may include " + target);
      }
    }
  }
  return findings;
}

Findings check_banned_words(const Source& source) {
  Findings findings;
  const std::vector<std::string> lines = lines_of(source.text);
  const bool engine = starts_with(source.path, "engine/") && is_cpp(source.path);
  for (std::size_t i = 0; engine && i < lines.size(); ++i) {
    const std::string code = code_of(lines[i]);
    for (const Ban& ban : kEngineBans) {
      if (starts_with_any(source.path, ban.allowed)) continue;
      if (code.find(ban.word) == std::string::npos) continue;
      findings.push_back(at(source, i) + "no " + ban.word + " in engine/, use " + ban.instead);
    }
  }
  return findings;
}

Findings check_sizes(const Source& source) {
  constexpr std::size_t kColumnsMax = 100;
  constexpr std::size_t kFileMax = 500;
  constexpr std::size_t kFunctionMax = 70;
  Findings findings;
  if (!is_code(source.path)) return findings;
  const std::vector<std::string> lines = lines_of(source.text);
  if (lines.size() > kFileMax) {
    findings.push_back(source.path + ": " + std::to_string(lines.size()) +
                       " lines, split it at 500");
  }
  std::size_t begun = lines.size();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (columns(lines[i]) > kColumnsMax && !source.path.ends_with(".mjs")) {
      findings.push_back(at(source, i) + "wider than 100 columns, break the line");
    }
    if (is_cpp(source.path) && begins_function(lines[i])) begun = i;
    if (lines[i] != "}" || begun == lines.size()) continue;
    if (i - begun + 1 > kFunctionMax) {
      findings.push_back(at(source, begun) + "a function of " + std::to_string(i - begun + 1) +
                         " lines, split it at 70");
    }
    begun = lines.size();
  }
  return findings;
}

Findings check_first_line(const Source& source) {
  if (!source.path.ends_with(".h")) return {};
  if (starts_with(source.text, "//")) return {};
  return {source.path + ":1: a header starts with a comment that says what it is"};
}

Findings check_own_words(const Source& source) {
  // Written in two parts, so that this file does not find itself.
  static const std::array<std::pair<std::string, std::string>, 5> kWords{{
      {std::string("TO") + "DO", "do it or leave it out"},
      {std::string("FIX") + "ME", "mend it"},
      {std::string("issue ") + "#", "say what it is about"},
      {std::string("../") + "shared", "copy what is needed into the tree"},
      {std::string("/ro") + "ot/", "a path from the tree or from a variable"},
  }};
  Findings findings;
  const std::vector<std::string> lines = lines_of(source.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].find('\t') != std::string::npos && is_code(source.path)) {
      findings.push_back(at(source, i) + "a tab, use spaces");
    }
    for (const auto& [word, instead] : kWords) {
      if (lines[i].find(word) == std::string::npos) continue;
      findings.push_back(at(source, i) + "no \"" + word + "\": " + instead);
    }
  }
  return findings;
}

}  // namespace caplab::tidy
