// Definition by definition.
#include "tests/unit/staleness_brute_force.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "tests/unit/plain_object.h"

namespace caplab::test {
namespace {

using check::Options;
using history::Function;
using history::History;
using history::Operation;
using history::Outcome;

bool updates(const Operation& op) {
  return !history::is_read(op.function) && op.accepted && op.outcome != Outcome::fail;
}

bool finds(const Operation& op, const Options& options) {
  if (history::is_read(op.function)) return op.outcome == Outcome::ok;
  if (op.function != Function::cas) return false;
  return op.outcome != Outcome::fail || options.failed_cas == check::FailedCas::mismatch;
}

void apply(const History& history, const Options& options, PlainObject& object,
           const Operation& op) {
  if (op.function == Function::cas) {
    object.value = op.argument2;
  } else {
    explains(history, options, object, op);
  }
}

std::vector<Operation> of_key(const History& history, std::int32_t key) {
  std::vector<Operation> operations;
  for (const Operation& op : history.operations) {
    if (op.key == key) operations.push_back(op);
  }
  return operations;
}

std::set<std::int32_t> keys_of(const History& history) {
  std::set<std::int32_t> keys;
  for (const Operation& op : history.operations) keys.insert(op.key);
  return keys;
}

using Order = std::vector<std::size_t>;

bool respects_time(const std::vector<Operation>& all, const Order& order) {
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = i + 1; j < order.size(); ++j) {
      const Operation& later = all[order[j]];
      if (later.outcome == Outcome::ok && later.returned < all[order[i]].called) return false;
    }
  }
  return true;
}

// Whether the operation may find what the first `count` updates of the order left.
bool may_find(const History& history, const Options& options, const std::vector<Operation>& all,
              const Order& order, std::size_t count, std::size_t read) {
  Operation op = all[read];
  PlainObject object = plain_start(history, options);
  for (std::size_t i = 0; i < count; ++i) {
    const Operation& update = all[order[i]];
    if (order[i] == read) return false;
    if (options.version_order.empty() && update.called > op.returned) return false;
    apply(history, options, object, update);
  }
  std::int64_t newer = 0;
  for (std::size_t i = count; i < order.size(); ++i) {
    const Operation& update = all[order[i]];
    if (update.outcome != Outcome::ok || update.returned >= op.called) continue;
    ++newer;
    if (options.staleness_max && op.called - update.returned > *options.staleness_max) return false;
  }
  if (options.versions_max && newer > *options.versions_max) return false;
  if (op.outcome == Outcome::unknown) op.outcome = Outcome::ok;
  return explains(history, options, object, op);
}

bool all_find(const History& history, const Options& options, const std::vector<Operation>& all,
              const Order& order) {
  for (std::size_t read = 0; read < all.size(); ++read) {
    const bool is_placed = std::find(order.begin(), order.end(), read) != order.end();
    const bool unknown = all[read].outcome == Outcome::unknown;
    if (!finds(all[read], options) || (unknown && !is_placed)) continue;
    bool found = false;
    for (std::size_t count = 0; count <= order.size() && !found; ++count) {
      found = may_find(history, options, all, order, count, read);
      if (count < order.size() && order[count] == read) break;
    }
    if (!found) return false;
  }
  return true;
}

// The key's versions as the options say, by position among the key's operations.
Order known_order(const History& history, const Options& options, std::int32_t key) {
  std::map<std::uint32_t, std::size_t> position;  // by position in the history
  for (std::uint32_t i = 0; i < history.operations.size(); ++i) {
    if (history.operations[i].key == key) position.try_emplace(i, position.size());
  }
  Order order;
  for (const auto& versions : options.version_order) {
    for (const std::uint32_t operation : versions) {
      if (position.contains(operation)) order.push_back(position.at(operation));
    }
  }
  return order;
}

bool key_is_new_enough(const History& history, const Options& options, std::int32_t key) {
  const std::vector<Operation> all = of_key(history, key);
  if (!options.version_order.empty()) {
    return all_find(history, options, all, known_order(history, options, key));
  }
  Order certain;
  Order unknown;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (updates(all[i])) (all[i].outcome == Outcome::ok ? certain : unknown).push_back(i);
  }
  for (std::uint32_t taken = 0; taken < 1U << unknown.size(); ++taken) {
    Order order = certain;
    for (std::size_t i = 0; i < unknown.size(); ++i) {
      if ((taken >> i & 1U) != 0) order.push_back(unknown[i]);
    }
    std::sort(order.begin(), order.end());
    do {
      if (respects_time(all, order) && all_find(history, options, all, order)) return true;
    } while (std::next_permutation(order.begin(), order.end()));
  }
  return false;
}

// --- convergence ---

bool some_order_leaves(const History& history, const Options& options,
                       const std::vector<Operation>& all, const std::vector<Operation>& reads) {
  Order order;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (updates(all[i])) order.push_back(i);
  }
  do {
    if (!respects_time(all, order)) continue;
    PlainObject object = plain_start(history, options);
    for (const std::size_t i : order) apply(history, options, object, all[i]);
    const auto fits = [&](const Operation& read) {
      PlainObject copy = object;
      return explains(history, options, copy, read);
    };
    if (std::all_of(reads.begin(), reads.end(), fits)) return true;
  } while (std::next_permutation(order.begin(), order.end()));
  return false;
}

bool key_converged(const History& history, const Options& options, std::int32_t key) {
  const std::vector<Operation> all = of_key(history, key);
  std::map<std::int64_t, Operation> last;  // by process
  for (const Operation& op : all) {
    if (updates(op) && op.outcome == Outcome::unknown) return true;
    if (!history::is_read(op.function) || op.outcome != Outcome::ok) continue;
    const bool at_rest = std::all_of(all.begin(), all.end(), [&](const Operation& other) {
      return !updates(other) || other.returned < op.called;
    });
    if (at_rest) last[op.process] = op;
  }
  std::vector<Operation> reads;
  for (const auto& [process, read] : last) {
    const bool null = read.result == history::kNoValue && !read.results;
    if (!(null && options.null_read == check::NullRead::any)) reads.push_back(read);
  }
  return some_order_leaves(history, options, all, reads);
}

}  // namespace

bool bounded_staleness_brute_force(const History& history, const Options& options) {
  const std::set<std::int32_t> keys = keys_of(history);
  return std::all_of(keys.begin(), keys.end(),
                     [&](std::int32_t key) { return key_is_new_enough(history, options, key); });
}

bool converged_brute_force(const History& history, const Options& options) {
  const std::set<std::int32_t> keys = keys_of(history);
  return std::all_of(keys.begin(), keys.end(),
                     [&](std::int32_t key) { return key_converged(history, options, key); });
}

}  // namespace caplab::test
