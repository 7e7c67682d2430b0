// Reads each operation by the options' two readings of a refused compare-and-set and a null read.
#include "engine/check/accesses.h"

#include <algorithm>
#include <map>

namespace caplab::check {
namespace {

using history::Function;
using history::History;
using history::kNoValue;
using history::ObjectType;
using history::Operation;
using history::Outcome;

void read_compare_and_set(const Operation& op, const Options& options, Access& access) {
  const bool refused = op.outcome == Outcome::fail;
  access.value = op.argument;
  access.avoids = refused ? options.failed_cas == FailedCas::mismatch : !op.accepted;
  access.finds = access.writes = !refused && op.accepted;
  access.written = op.argument2;
}

Access access_of(const Operation& op, const Options& options) {
  Access access{.key = op.key, .called = op.called, .returned = op.returned};
  access.certain = op.outcome != Outcome::unknown;
  if (op.function == Function::cas) {
    read_compare_and_set(op, options, access);
  } else if (history::is_read(op.function)) {
    const bool told_nothing = op.result == kNoValue && options.null_read == NullRead::any;
    access.finds = op.outcome == Outcome::ok && !told_nothing;
    access.value = op.result;
  } else {
    access.writes = op.outcome != Outcome::fail;
    access.written = op.argument;
  }
  return access;
}

bool tells_something(const Access& access) {
  return access.finds || access.avoids || access.writes;
}

}  // namespace

bool are_accesses(const History& history, const Options& options) {
  if (options.object == ObjectType::reg) return true;
  if (options.object != ObjectType::kv) return false;
  return std::none_of(history.operations.begin(), history.operations.end(),
                      [](const Operation& op) { return op.function == Function::append; });
}

Accesses accesses_of(const History& history, const Options& options) {
  std::map<std::int64_t, std::uint32_t> numbers;
  Accesses accesses;
  accesses.initial = options.initial;
  accesses.steps_max = options.steps_max;
  for (std::size_t i = 0; i < history.operations.size(); ++i) {
    const Operation& op = history.operations[i];
    Access access = access_of(op, options);
    if (!tells_something(access)) continue;
    access.operation = static_cast<std::uint32_t>(i);
    access.process =
        numbers.try_emplace(op.process, static_cast<std::uint32_t>(numbers.size())).first->second;
    accesses.keys = std::max(accesses.keys, static_cast<std::size_t>(op.key) + 1);
    accesses.all.push_back(access);
  }
  std::stable_sort(accesses.all.begin(), accesses.all.end(),
                   [](const Access& a, const Access& b) { return a.process < b.process; });
  accesses.begins.assign(numbers.size() + 1, accesses.all.size());
  for (std::size_t i = accesses.all.size(); i-- > 0;) accesses.begins[accesses.all[i].process] = i;
  return accesses;
}

}  // namespace caplab::check
