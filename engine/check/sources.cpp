// A sorted list of all that was written.
#include "engine/check/sources.h"

#include <algorithm>

#include "engine/check/accesses.h"
#include "engine/check/freed.h"

namespace caplab::check {
namespace {

using history::Function;
using history::Operation;
using history::Value;

Value written_by(const Operation& op) {
  return op.function == Function::cas ? op.argument2 : op.argument;
}

// A refused compare-and-set comes from any write but of one value.
bool is_refused(const Operation& op) {
  return !op.accepted || op.outcome == history::Outcome::fail;
}

bool has_result(const Operation& op) {
  return history::is_read(op.function) || op.function == Function::cas ||
         op.function == Function::withdraw;
}

}  // namespace

Sources::Sources(const history::History& history, const Options& options)
    : history_(history), by_value_(are_accesses(history, options)) {
  for (std::size_t i = 0; i < history.operations.size(); ++i) {
    const Operation& op = history.operations[i];
    if (is_update(op)) updates_.push_back({{op.key, by_value_ ? written_by(op) : 0}, i});
  }
  std::sort(updates_.begin(), updates_.end());
}

void Sources::add(std::size_t operation, std::vector<std::size_t>& found) const {
  const Operation& op = history_.operations[operation];
  if (!has_result(op)) return;
  const bool all_of_key = !by_value_ || is_refused(op);
  const Value value = op.function == Function::cas ? op.argument : op.result;
  const auto before_key = [](const auto& update, std::int32_t key) {
    return update.first.first < key;
  };
  auto update = all_of_key ? std::lower_bound(updates_.begin(), updates_.end(), op.key, before_key)
                           : std::lower_bound(updates_.begin(), updates_.end(),
                                              std::pair(std::pair(op.key, value), std::size_t{0}));
  for (; update != updates_.end() && update->first.first == op.key; ++update) {
    if (!all_of_key && update->first.second != value) break;
    found.push_back(update->second);
  }
}

std::vector<std::size_t> Sources::of(const std::vector<std::size_t>& operations) const {
  std::vector<bool> is_found(history_.operations.size(), false);
  std::vector<std::size_t> waiting = operations;
  std::vector<std::size_t> found;
  while (!waiting.empty()) {
    const std::size_t operation = waiting.back();
    waiting.pop_back();
    std::vector<std::size_t> sources;
    add(operation, sources);
    for (const std::size_t source : sources) {
      if (is_found[source]) continue;
      is_found[source] = true;
      found.push_back(source);
      waiting.push_back(source);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace caplab::check
