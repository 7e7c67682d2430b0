#include "engine/object/register.h"

namespace caplab::object {

Effect apply_register(Number current, const Request& request) {
  const bool matches = request.verb != Verb::compare_and_set || current == request.expected;
  if (!matches) return {false, false, current};
  return {true, true, request.amount};
}

}  // namespace caplab::object
