// The rules about how a file looks: sizes, openings, what outlives a function, switches.
#include <algorithm>
#include <map>

#include "tests/tidy.h"

namespace caplab::tidy {
namespace {

constexpr std::size_t kColumnsMax = 100;
constexpr std::size_t kFileMax = 500;
constexpr std::size_t kFunctionMax = 70;

// A ratchet, which may only shrink: switches with a `default:` today.
const std::map<std::string, std::size_t> kDefaultsToday{
    {"engine/base/json_writer.cpp", 1},
    {"engine/check/content.cpp", 1},
    {"engine/check/meaning.cpp", 2},
    {"engine/history/words.cpp", 1},
};

bool is_code(const std::string& path) {
  for (const char* ending : {".cpp", ".h", ".js", ".mjs", ".css", ".py", ".vert", ".frag"}) {
    if (path.ends_with(ending)) return true;
  }
  return false;
}

// Style sheets and the browser's tests hold long lines together.
bool keeps_columns(const std::string& path) {
  return is_code(path) && !path.ends_with(".css") && !path.ends_with(".mjs");
}

// Columns, not bytes: a letter of several bytes is one.
std::size_t columns(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::size_t indentation(const std::string& line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

// The first line of the block that ends with the brace on line `end`: the nearest line above it
// that stands as far left. Access labels stand between members.
std::size_t block_begin(const std::vector<std::string>& code, std::size_t end) {
  const std::size_t indent = indentation(code[end]);
  for (std::size_t i = end; i-- > 0;) {
    const bool outside = !code[i].empty() && indentation(code[i]) <= indent;
    const bool label = code[i].ends_with(":") || code[i].starts_with("#");
    if (outside && !label) return i;
  }
  return 0;
}

void check_functions(const Source& source, Findings& findings) {
  const std::vector<std::string> code = code_of(source.text);
  for (std::size_t i = 0; i < code.size(); ++i) {
    const std::size_t at = code[i].find_first_not_of(' ');
    if (at == std::string::npos || code[i].substr(at) != "}") continue;
    const std::size_t begin = block_begin(code, i);
    if (i - begin + 1 <= kFunctionMax) continue;
    findings.push_back(place(source, begin) + std::to_string(i - begin + 1) +
                       " lines in one function, split it at " + std::to_string(kFunctionMax));
  }
}

std::size_t allowed_today(const std::map<std::string, std::size_t>& ratchet,
                          const std::string& path) {
  const auto found = ratchet.find(path);
  return found == ratchet.end() ? 0 : found->second;
}

// More than today is wrong; fewer means that the ratchet can be tightened.
void apply_ratchet(const std::map<std::string, std::size_t>& ratchet, const Source& source,
                   const Findings& found, Findings& findings) {
  const std::size_t allowed = allowed_today(ratchet, source.path);
  if (found.size() > allowed) findings.insert(findings.end(), found.begin(), found.end());
  if (found.size() < allowed) {
    findings.push_back(source.path + ":1: only " + std::to_string(found.size()) +
                       " exceptions left, say so in tests/tidy_shape.cpp");
  }
}

bool begins_with_word(const std::string& line, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(), [&](const char* word) {
    return line.starts_with(word) && find_word(line, word) == 0;
  });
}

// "int count = 0;", "std::vector<int> cache;", "Kind kinds[] = {": a variable of the whole program.
bool is_global_variable(const std::string& line) {
  if (line.empty() || line.front() == ' ' || line.front() == '}' || line.front() == '#')
    return false;
  if (begins_with_word(
          line, {"using", "namespace", "struct", "class", "enum", "template", "return", "typedef",
                 "friend", "static_assert", "union", "extern", "public", "private", "case"})) {
    return false;
  }
  if (find_word(line, "const") != std::string::npos) return false;
  if (find_word(line, "constexpr") != std::string::npos) return false;
  const std::size_t open = line.find('(');
  const std::size_t assigned = line.find('=');
  if (open < assigned) return false;
  const bool declares = line.ends_with(";") || assigned != std::string::npos;
  return declares && line.find(' ') != std::string::npos &&
         line.find("operator") == std::string::npos;
}

// `static` inside a function or a class; functions may be static.
bool is_static_variable(const std::string& line) {
  const std::size_t at = find_word(line, "static");
  if (at == std::string::npos) return false;
  if (find_word(line, "const") != std::string::npos) return false;
  if (find_word(line, "constexpr") != std::string::npos) return false;
  const std::size_t open = line.find('(', at);
  return open == std::string::npos || line.find('=', at) < open;
}

bool begins_with_own_header(const Source& source, const std::string& first) {
  const std::string header = source.path.substr(0, source.path.size() - 4) + ".h";
  return source.path.ends_with(".cpp") && include_of(first).path == header;
}

}  // namespace

Findings check_sizes(const Source& source) {
  Findings findings;
  if (!is_code(source.path)) return findings;
  const std::vector<std::string> lines = lines_of(source.text);
  if (lines.size() > kFileMax) {
    findings.push_back(source.path + ":" + std::to_string(kFileMax) + ": " +
                       std::to_string(lines.size()) + " lines, make it two files");
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].find('\t') != std::string::npos) {
      findings.push_back(place(source, i) + "a tab, use spaces");
    }
    if (keeps_columns(source.path) && columns(lines[i]) > kColumnsMax) {
      findings.push_back(place(source, i) + "wider than 100 columns, break the line");
    }
  }
  if (is_cpp(source.path)) check_functions(source, findings);
  return findings;
}

Findings check_opening(const Source& source) {
  if (!is_code(source.path)) return {};
  const std::vector<std::string> lines = lines_of(source.text);
  // GLSL wants its version on the first line.
  const std::size_t begin = !lines.empty() && lines[0].starts_with("#version") ? 1 : 0;
  const std::string first = begin < lines.size() ? lines[begin] : "";
  if (starts_with_any(first, {"// ", "/* ", "#!", "\"\"\""})) return {};
  if (begins_with_own_header(source, first)) return {};
  return {source.path + ":1: begin with a comment that says what the file is"};
}

Findings check_state(const Source& source) {
  Findings findings;
  if (!is_engine(source) || source.path == "engine/base/ensure.cpp") return findings;
  const std::vector<std::string> code = code_of(source.text);
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (!is_global_variable(code[i]) && !is_static_variable(code[i])) continue;
    findings.push_back(place(source, i) + "state that outlives its function, make it a parameter");
  }
  return findings;
}

Findings check_switches(const Source& source) {
  Findings found;
  if (!is_engine(source)) return found;
  const std::vector<std::string> code = code_of(source.text);
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (find_word(code[i], "default:") == std::string::npos) continue;
    found.push_back(place(source, i) + "no default: in engine/, use a case for each enumerator");
  }
  Findings findings;
  apply_ratchet(kDefaultsToday, source, found, findings);
  return findings;
}

}  // namespace caplab::tidy
