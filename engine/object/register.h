// A register: one number that is read, overwritten, or replaced if it is what was expected.
#pragma once
#include "engine/object/object.h"

namespace caplab::object {

// REQUIRES: the verb is write, resolve or compare_and_set.
Effect apply_register(Number current, const Request& request);

}  // namespace caplab::object
