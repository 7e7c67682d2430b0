// Is there an order of all operations, on all objects, that keeps each process's own and explains
// all results? Time plays no part in it, and nothing may be split by key.
#pragma once
#include <cstdint>

#include "engine/check/options.h"
#include "engine/check/search.h"
#include "engine/history/history.h"

namespace caplab::check {

// An operation of unknown outcome may have had no effect; what its process did later need not wait
// for it. Found::reached stays kBeforeAll.
Found interleave(const history::History& history, const Options& options, std::int64_t steps_max);

}  // namespace caplab::check
