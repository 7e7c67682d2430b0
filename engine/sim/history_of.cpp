// One operation of the log becomes one operation of the history.
#include "engine/sim/history_of.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab {
namespace {

using history::Function;
using history::Value;

// The lines of operations that clients have: a new call goes on the first that is free.
class Processes {
 public:
  explicit Processes(const System& system) {
    const auto replicas = static_cast<std::size_t>(system.replicas);
    for (std::size_t i = replicas; i < system.nodes.size(); ++i) {
      lines_.push_back({id_of<NodeId>(i), Time{}});
    }
  }

  std::int64_t take(const Operation& op) {
    const Time busy_until = op.outcome == Outcome::unknown ? kNever : op.returned;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].client != op.client || lines_[i].busy_until > op.called) continue;
      lines_[i].busy_until = busy_until;
      return static_cast<std::int64_t>(i);
    }
    lines_.push_back({op.client, busy_until});
    return static_cast<std::int64_t>(lines_.size()) - 1;
  }

 private:
  struct Line {
    NodeId client = kNobody;
    Time busy_until;
  };
  std::vector<Line> lines_;  // the first are the clients' own, by client
};

// Each half of a transfer is an operation of its own on the key that it changes.
Function function_of(object::Verb verb) {
  if (object::pays_in(verb)) return Function::deposit;
  if (object::pays_out(verb)) return Function::withdraw;
  if (object::enters(verb)) return Function::append;
  if (verb == object::Verb::balance) return Function::balance;
  if (verb == object::Verb::write || verb == object::Verb::resolve) return Function::write;
  if (verb == object::Verb::compare_and_set) return Function::cas;
  if (verb == object::Verb::add) return Function::add;
  return verb == object::Verb::remove ? Function::remove : Function::read;
}

// An entry of the start goes by its place there, wherever a scrolled log shows it.
Value entry_value(const object::LogEntry& entry, const object::Entries& initial) {
  if (entry.op != kNoOp) return static_cast<Value>(index(entry.op));
  const auto place = std::lower_bound(initial.begin(), initial.end(), entry) - initial.begin();
  return -1 - static_cast<Value>(place);
}

std::vector<Value> entry_values(const object::Entries& entries, const object::Entries& initial) {
  std::vector<Value> values;
  values.reserve(entries.size());
  for (const object::LogEntry& entry : entries) values.push_back(entry_value(entry, initial));
  return values;
}

void take_arguments(const Operation& op, history::Operation& out) {
  const object::Request& request = op.request;
  if (object::is_read(request.verb)) return;
  out.argument = request.amount;
  if (object::enters(request.verb)) out.argument = static_cast<Value>(index(op.op));
  if (request.verb != object::Verb::compare_and_set) return;
  out.argument = request.expected;
  out.argument2 = request.amount;
}

void take_answer(const StoreSpec& store, const Operation& op, history::Operation& out) {
  out.accepted = op.answer.accepted;
  if (!object::is_read(op.request.verb)) return;
  const object::Content& shown = op.answer.shown.content;
  if (const auto* entries = std::get_if<object::Entries>(&shown)) {
    out.results = entry_values(*entries, std::get<object::Entries>(store.initial));
  } else if (const auto* set = std::get_if<object::OrSet>(&shown)) {
    out.results = object::values_of(*set);
  } else {
    out.result = object::number_of(shown).value_or(history::kNoValue);
  }
}

history::Operation converted(const StoreSpec& store, const Operation& op, Processes& processes) {
  history::Operation out;
  out.process = processes.take(op);
  out.function = function_of(op.request.verb);
  out.key = static_cast<std::int32_t>(index(op.key));
  out.called = op.called.us;
  out.outcome = op.returned == kNever ? Outcome::unknown : op.outcome;
  take_arguments(op, out);
  if (out.outcome != Outcome::unknown) out.returned = op.returned.us;
  if (out.outcome == Outcome::ok) take_answer(store, op, out);
  return out;
}

}  // namespace

std::vector<OpId> operations_on(const System& system, const Log& log, StoreId store) {
  std::vector<OpId> ops;
  for (const Operation& op : log.operations) {
    if (system.operations[op.operation].store == store) ops.push_back(op.op);
  }
  return ops;
}

history::History history_of(const System& system, const Log& log, const std::vector<OpId>& ops) {
  history::History history;
  if (ops.empty()) return history;
  const Operation& first = log.operations[index(ops.front())];
  const StoreSpec& store = system.stores[index(system.operations[first.operation].store)];
  ENSURE(history_type(store.type));
  history.operations.reserve(ops.size());
  Processes processes(system);
  for (const OpId id : ops) {
    ENSURE(index(id) < log.operations.size());
    history.operations.push_back(converted(store, log.operations[index(id)], processes));
  }
  for (int key = 0; store.keys > 1 && key < store.keys; ++key) {
    history.key_names.push_back({std::to_string(key), false});
  }
  return history;
}

std::vector<Value> initial_values(const StoreSpec& store) {
  if (const auto* entries = std::get_if<object::Entries>(&store.initial)) {
    return entry_values(*entries, *entries);
  }
  const std::optional<object::Number> number = object::number_of(store.initial);
  if (!number) return {};
  return {*number};
}

std::optional<history::ObjectType> history_type(object::ObjectType type) {
  if (type == object::ObjectType::reg) return history::ObjectType::reg;
  if (type == object::ObjectType::account) return history::ObjectType::account;
  if (type == object::ObjectType::log) return history::ObjectType::log;
  if (type == object::ObjectType::counter) return history::ObjectType::counter;
  if (type == object::ObjectType::set) return history::ObjectType::set;
  return std::nullopt;
}

}  // namespace caplab
