// Programs for the graphics card.
#pragma once
#include <string>

namespace caplab::web {

// A program of these shaders' texts; what is wrong with them is added to `problem`.
unsigned make_program(const char* vertex, const char* fragment, std::string& problem);

}  // namespace caplab::web
