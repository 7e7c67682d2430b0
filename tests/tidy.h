// The rules that the source itself keeps, as functions of a file's path and text, so that each can
// be shown to fail.
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

Findings check_arrows(const Source& source);        // includes that the design does not allow
Findings check_banned_words(const Source& source);  // hidden input, chance, floats, leftovers
Findings check_sizes(const Source& source);         // lines, functions, files
Findings check_first_line(const Source& source);    // a file says what it is
Findings check_own_words(const Source& source);     // the project speaks of itself alone

}  // namespace caplab::tidy
