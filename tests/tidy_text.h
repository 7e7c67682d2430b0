// A source file as the rules see it: lines, with and without what is text or comment. No parser:
// it knows the tree's own formatting, and a self-test of each rule shows that this suffices.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace caplab::tidy {

struct Source {
  std::string path;  // from the root, with '/'
  std::string text;
};

// Each finding is one line: "file:line: what is wrong, and what to do instead".
using Findings = std::vector<std::string>;

bool starts_with_any(std::string_view text, const std::vector<std::string>& starts);
bool is_cpp(const std::string& path);
bool is_engine(const Source& source);  // C++ of the engine

std::vector<std::string> lines_of(const std::string& text);

// The lines of C++ without comments and without what stands in quotes.
std::vector<std::string> code_of(const std::string& text);

// Where `word` stands in `code` by itself, or npos. A word may be several: "std::format".
std::size_t find_word(std::string_view code, std::string_view word);

// "file:line: " of the line at this index.
std::string place(const Source& source, std::size_t line);

// The path of an include line, quoted or in angle brackets; empty on other lines.
struct Include {
  std::string path;
  bool quoted = false;
};
Include include_of(const std::string& line);

}  // namespace caplab::tidy
