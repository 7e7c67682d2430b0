// A history in which some operations no longer bind. A read that does not bind is dropped; an
// update that does not becomes one of unknown outcome in a process of its own, so it may have
// happened at any point, or not at all. What is violated even so is violated whatever those
// operations did. For the models that know processes but no clock.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/options.h"
#include "engine/history/history.h"

namespace caplab::check {

enum class Hold : std::uint8_t {
  binds,
  freed,
  gone,  // not there at all
};

struct FreedHistory {
  history::History history;
  Options options;                     // the given ones, about the positions in `history`
  std::vector<std::size_t> positions;  // of its operations in the given history
};

// `holds` has one entry for each operation.
FreedHistory free_operations(const history::History& history, const Options& options,
                             const std::vector<Hold>& holds);

// Whether an operation of that kind leaves anything behind when it is freed.
bool is_update(const history::Operation& op);

}  // namespace caplab::check
