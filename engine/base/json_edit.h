// Changes a parsed file at a place that a pointer names, so that it can be read again as if it had
// been written so.
#pragma once
#include <string_view>

#include "engine/base/json.h"

namespace caplab::json {

// Puts `value` where `pointer` (RFC 6901) leads. Everything up to its last part must be there; the
// last key of an object may be new, the last index of an array may not. False, and nothing is
// changed, where it leads nowhere; "" (the whole file) leads nowhere, too.
bool set_at(Value& root, std::string_view pointer, Value value);

}  // namespace caplab::json
