// The one replaceable handler behind ENSURE: the only mutable global of the engine, because a
// broken invariant must be reportable from anywhere.
#include "engine/base/ensure.h"

#include <cstdio>
#include <cstdlib>

namespace caplab {
namespace {

void print_and_abort(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: internal error, this must hold: %s\n", file, line, condition);
  std::abort();
}

EnsureHandler current_handler = print_and_abort;

}  // namespace

EnsureHandler set_ensure_handler(EnsureHandler handler) {
  EnsureHandler before = current_handler;
  current_handler = handler;
  return before;
}

void ensure_failed(const char* condition, const char* file, int line) {
  current_handler(condition, file, line);
  std::abort();
}

}  // namespace caplab
