// What a verdict says that did not come about: what was missing, and how far the search came.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/check/search.h"

namespace caplab::check {

// For `found` undecided; `where` is empty or such as " on key x".
std::string undecided_text(std::int64_t steps_max, const Found& found, const std::string& where);

// For reads of which some have not been explained.
std::string unexplained_text(std::int64_t steps_max, std::size_t explained, std::size_t reads);

// For processes that were not looked at, from `process` on.
std::string unseen_text(std::int64_t steps_max, std::int64_t process);

std::string too_large_text();

}  // namespace caplab::check
