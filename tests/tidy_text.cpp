#include "tests/tidy_text.h"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace caplab::tidy {
namespace {

bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Where the reading of a C++ file stands: inside a comment or a raw text a line may end.
struct Reading {
  bool in_comment = false;
  std::string raw_end;  // of a raw text: )", or )x" …

  // Skips to behind `end`, if the line holds it.
  static std::size_t behind(const std::string& line, std::size_t at, std::string_view end) {
    const std::size_t found = line.find(end, at);
    return found == std::string::npos ? line.size() : found + end.size();
  }

  // The place behind the quoted text that begins at `at`.
  std::size_t skip_text(const std::string& line, std::size_t at) {
    if (at > 0 && line[at - 1] == 'R' && line[at] == '"') {
      raw_end = ")" + line.substr(at + 1, line.find('(', at) - at - 1) + "\"";
      return at + 1;
    }
    std::size_t end = at + 1;
    while (end < line.size() && line[end] != line[at]) end += line[end] == '\\' ? 2 : 1;
    return end + 1;
  }

  // A quote between digits groups them: 1'000.
  static bool begins_text(const std::string& line, std::size_t at) {
    return line[at] == '"' || (line[at] == '\'' && (at == 0 || !in_word(line[at - 1])));
  }

  std::string code_of(const std::string& line) {
    std::string code;
    std::size_t at = 0;
    while (at < line.size()) {
      if (in_comment) {
        in_comment = line.find("*/", at) == std::string::npos;
        at = behind(line, at, "*/");
      } else if (!raw_end.empty()) {
        const bool ends = line.find(raw_end, at) != std::string::npos;
        at = behind(line, at, raw_end);
        if (ends) raw_end.clear();
      } else if (line.compare(at, 2, "//") == 0) {
        break;
      } else if (line.compare(at, 2, "/*") == 0) {
        in_comment = true;
        at += 2;
      } else if (begins_text(line, at)) {
        at = skip_text(line, at);
        code += "\"\"";
      } else {
        code += line[at++];
      }
    }
    return code;
  }
};

}  // namespace

bool starts_with_any(std::string_view text, const std::vector<std::string>& starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](const std::string& start) { return text.starts_with(start); });
}

bool is_cpp(const std::string& path) { return path.ends_with(".cpp") || path.ends_with(".h"); }

bool is_engine(const Source& source) {
  return source.path.starts_with("engine/") && is_cpp(source.path);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> code_of(const std::string& text) {
  Reading reading;
  std::vector<std::string> lines;
  for (const std::string& line : lines_of(text)) {
    const bool include = !include_of(line).path.empty();
    lines.push_back(include ? line : reading.code_of(line));
  }
  return lines;
}

std::size_t find_word(std::string_view code, std::string_view word) {
  for (std::size_t at = code.find(word); at != std::string_view::npos;
       at = code.find(word, at + 1)) {
    const bool begins = at == 0 || !in_word(word.front()) || !in_word(code[at - 1]);
    const std::size_t end = at + word.size();
    const bool ends = end == code.size() || !in_word(word.back()) || !in_word(code[end]);
    if (begins && ends) return at;
  }
  return std::string_view::npos;
}

std::string place(const Source& source, std::size_t line) {
  return source.path + ":" + std::to_string(line + 1) + ": ";
}

Include include_of(const std::string& line) {
  std::istringstream words(line);
  std::string hash;
  std::string path;
  words >> hash;
  if (hash == "#") words >> path, hash += path;
  if (hash != "#include") return {};
  words >> path;
  if (path.size() < 3) return {};
  return {path.substr(1, path.size() - 2), path.front() == '"'};
}

}  // namespace caplab::tidy
