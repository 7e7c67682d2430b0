// `caplab check`: reads recorded histories and says which consistency they have.
#pragma once
#include <span>
#include <string>

namespace caplab {

// `arguments` are those after "check". Prints answers to standard output and mistakes to standard
// error; returns the exit code, the worst over all files: 2 malformed, 1 violated, 3 undecided,
// 0 all hold.
int check_command(std::span<const std::string> arguments);

}  // namespace caplab
