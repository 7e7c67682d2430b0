// The rules that the source itself keeps, as functions of files' paths and texts, so that each can
// be shown to fail.
#pragma once
#include <string>
#include <vector>

#include "tests/tidy_text.h"

namespace caplab::tidy {

// --- where things belong (tidy.cpp) ---

Findings check_arrows(const Source& source);  // includes that the design does not allow
// Headers of web/ that lead to the window's libraries, included by tests.
Findings check_window_parts(const std::vector<Source>& tree);
Findings check_banned_words(const Source& source);  // hidden input, chance, floats, threads …
Findings check_own_words(const Source& source);     // the project speaks of itself alone
// `names` are the files of the folder of `list`, a CMakeLists.txt, that must stand in it.
Findings check_source_list(const Source& list, const std::vector<std::string>& names);

struct Ban {
  std::string word;
  std::string instead;
};
const std::vector<Ban>& engine_bans();

// --- how things look (tidy_shape.cpp) ---

Findings check_sizes(const Source& source);    // lines, functions, files
Findings check_opening(const Source& source);  // a file says what it is
Findings check_state(const Source& source);    // variables that outlive their function
Findings check_switches(const Source& source);

}  // namespace caplab::tidy
