// A copy, operation by operation.
#include "engine/check/freed.h"

#include <algorithm>
#include <limits>

namespace caplab::check {
namespace {

using history::History;
using history::Operation;
using history::Outcome;

constexpr std::uint32_t kDropped = std::numeric_limits<std::uint32_t>::max();

std::int64_t first_unused_process(const History& history) {
  std::int64_t unused = 0;
  for (const Operation& op : history.operations) unused = std::max(unused, op.process + 1);
  return unused;
}

Operation freed(Operation op, std::int64_t process) {
  op.process = process;
  op.outcome = Outcome::unknown;
  op.returned = history::kNotReturned;
  return op;
}

std::vector<std::vector<std::uint32_t>> moved(
    const std::vector<std::vector<std::uint32_t>>& version_order,
    const std::vector<std::uint32_t>& places) {
  std::vector<std::vector<std::uint32_t>> order = version_order;
  for (std::vector<std::uint32_t>& versions : order) {
    for (std::uint32_t& version : versions) version = places[version];
    std::erase(versions, kDropped);
  }
  return order;
}

}  // namespace

bool is_update(const Operation& op) {
  return !history::is_read(op.function) && op.accepted && op.outcome != Outcome::fail;
}

FreedHistory free_operations(const History& history, const Options& options,
                             const std::vector<Hold>& holds) {
  FreedHistory made{.history = {}, .options = options, .positions = {}};
  made.history.key_names = history.key_names;
  made.history.words = history.words;
  made.history.timed = history.timed;
  std::vector<std::uint32_t> places(history.operations.size(), kDropped);
  std::int64_t process = first_unused_process(history);
  for (std::size_t i = 0; i < history.operations.size(); ++i) {
    const Operation& op = history.operations[i];
    if (holds[i] == Hold::gone || (holds[i] == Hold::freed && !is_update(op))) continue;
    places[i] = static_cast<std::uint32_t>(made.positions.size());
    made.positions.push_back(i);
    made.history.operations.push_back(holds[i] == Hold::binds ? op : freed(op, process++));
  }
  made.options.version_order = moved(options.version_order, places);
  return made;
}

}  // namespace caplab::check
