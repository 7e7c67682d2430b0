// An account is judged by its sum, a register by its version, a log by its entries.
#include "engine/lesson/answers.h"

#include <algorithm>

#include "engine/lesson/books.h"
#include "engine/object/claims.h"

namespace caplab::lesson {
namespace {

using object::Verb;

// The last write on the object that was acknowledged in good time and that `misses` speaks of.
template <typename Misses>
OpId last_missed(const System& system, const Log& log, const Operation& read, Duration grace,
                 Misses misses) {
  const Operation* last = nullptr;
  for (const Operation& other : log.operations) {
    if (other.called >= read.called) break;
    if (object::is_read(other.request.verb) || !has_happened(other)) continue;
    if (!same_object(system, other, read) || other.returned + grace >= read.called) continue;
    if (!misses(other)) continue;
    if (last == nullptr || other.returned >= last->returned) last = &other;
  }
  return last == nullptr ? kNoOp : last->op;
}

// Entries older than all that a full log shows have scrolled out of sight.
bool shows(const object::Version& shown, const Operation& append) {
  const auto& entries = std::get<object::Entries>(shown.content);
  const auto is_it = [&](const object::LogEntry& entry) { return entry.op == append.op; };
  if (std::any_of(entries.begin(), entries.end(), is_it)) return true;
  return entries.size() == object::kLogEntriesMax &&
         append.answer.shown.stamp < entries.front().stamp;
}

OpId missed_in_account(const System& system, const Log& log, const Operation& op, Duration grace) {
  const std::int64_t shown = object::number_of(op.answer.shown.content).value_or(0);
  if (shown <= most_balance(system, log, op, grace)) return kNoOp;
  const auto newer = [&](const Operation& other) {
    return object::pays_out(other.request.verb) && other.answer.shown.stamp > op.answer.shown.stamp;
  };
  const OpId missed = last_missed(system, log, op, grace, newer);
  if (missed != kNoOp) return missed;
  const auto withdraws = [](const Operation& other) {
    return object::pays_out(other.request.verb);
  };
  return last_missed(system, log, op, grace, withdraws);
}

// How many of the item there certainly were when `op` asked for one.
std::int64_t room_before(const System& system, const Log& log, const Operation& op) {
  const StoreSpec& store = system.stores[index(system.operations[op.operation].store)];
  const auto* start = std::get_if<object::Records>(&store.initial);
  auto room =
      start != nullptr ? static_cast<std::int64_t>(object::room_for(*start, op.request.item)) : 0;
  for (const Operation& other : log.operations) {
    const bool brings = other.request.verb == Verb::restock && has_happened(other) &&
                        other.returned < op.called && same_object(system, other, op);
    if (brings && other.request.item == op.request.item) room += other.request.amount;
  }
  return room;
}

// Whether others may have taken all of the item that there was.
bool may_be_gone(const System& system, const Log& log, const Operation& op) {
  std::int64_t taken = 0;
  for (const Operation& other : log.operations) {
    const bool takes = other.request.verb == Verb::reserve && may_have_happened(other) &&
                       other.called <= op.returned && same_object(system, other, op);
    if (takes && other.op != op.op && other.request.item == op.request.item) ++taken;
  }
  return taken >= room_before(system, log, op);
}

// Of other verbs a no is believed: what would make it false is told by no sum over the log.
bool may_be_true(const System& system, const Log& log, const Operation& declined) {
  const Verb verb = declined.request.verb;
  if (object::pays_out(verb)) return declined.request.amount > least_balance(system, log, declined);
  return verb != Verb::reserve || may_be_gone(system, log, declined);
}

}  // namespace

bool is_useful(const System& system, const Log& log, const Operation& op) {
  if (op.returned == kNever || op.outcome != Outcome::ok) return false;
  return op.answer.accepted || may_be_true(system, log, op);
}

OpId missed_by(const System& system, const Log& log, const Operation& op, Duration grace) {
  if (op.request.verb == Verb::balance) return missed_in_account(system, log, op, grace);
  const object::Version& shown = op.answer.shown;
  const StoreId store = system.operations[op.operation].store;
  const object::Conflict conflict = system.stores[index(store)].conflict;
  return last_missed(system, log, op, grace, [&](const Operation& other) {
    if (object::enters(other.request.verb)) return !shows(shown, other);
    if (object::unites(shown.content, conflict)) {
      return !object::covers(shown, other.answer.shown, conflict);
    }
    return other.answer.shown.stamp > shown.stamp;
  });
}

}  // namespace caplab::lesson
