// ENSURE states what must be true for the program to be right. It stays on in every build. Bad
// input is never an ENSURE: that is a Result with an error.
#pragma once

namespace caplab {

// Called once with the failed condition and its place; must not return. The page replaces it to
// show the message; the default prints to standard error and aborts.
using EnsureHandler = void (*)(const char* condition, const char* file, int line);

// Installs `handler` for the whole program and returns the one before.
EnsureHandler set_ensure_handler(EnsureHandler handler);

[[noreturn]] void ensure_failed(const char* condition, const char* file, int line);

}  // namespace caplab

#define ENSURE(condition) \
  ((condition) ? static_cast<void>(0) : ::caplab::ensure_failed(#condition, __FILE__, __LINE__))
