// What an object holds after some operations, as people write it. For explanations only: the
// search has its own, denser states.
#pragma once
#include <span>
#include <string>

#include "engine/check/options.h"
#include "engine/history/history.h"

namespace caplab::check {

// The content after the operations at `order` took effect one after another, e.g. 2, "ab", [1, 2].
std::string content_after(const history::History& history, const Options& options,
                          std::span<const std::size_t> order);

}  // namespace caplab::check
