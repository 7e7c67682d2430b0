// What every command says in the same way: exit codes, lines, mistakes.
#pragma once
#include <string_view>

namespace caplab {

inline constexpr int kDone = 0;       // done, and all held
inline constexpr int kFailed = 1;     // a check failed, or a solution does not pass
inline constexpr int kBadInput = 2;   // bad usage or malformed input
inline constexpr int kUndecided = 3;  // undecided within the budget

// To standard output, as it is.
void print(std::string_view text);

// To standard error, as one line.
void complain(std::string_view line);

// "caplab grade: MESSAGE; see caplab grade --help"; returns kBadInput.
int usage_mistake(std::string_view command, std::string_view message);

}  // namespace caplab
