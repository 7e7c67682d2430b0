// Reads a recorded history: JSON Lines, one event a line, in the shape of Jepsen's operations. See
// event.cpp for a line's fields. Besides those that checkers need, a line may have `index` and
// `error`, which are not looked at.
#pragma once
#include <string_view>

#include "engine/base/result.h"
#include "engine/history/history.h"

namespace caplab::history {

// `file` is how messages name the text. The error is the first mistake: one line with its place and
// what is allowed. An operation that never ends is one of unknown outcome.
Result<History> read_history(std::string_view text, std::string_view file, ObjectType object);

}  // namespace caplab::history
