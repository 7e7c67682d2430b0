// An account is judged by its sum, a register by its version, a log by its entries.
#include "engine/lesson/answers.h"

#include <algorithm>

#include "engine/lesson/books.h"
#include "engine/lesson/declined.h"

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

}  // namespace

bool is_useful(const System& system, const Log& log, const Operation& op) {
  if (op.returned == kNever || op.outcome != Outcome::ok) return false;
  return op.answer.accepted || may_be_true(system, log, op);
}

bool answers_all(const Run& run) {
  const System& system = run.scenario.system;
  const auto had_a_crash = [&](SiteId site) {
    return std::any_of(run.log.faults.begin(), run.log.faults.end(), [&](const TimedCommand& one) {
      const Crash* crash = std::get_if<Crash>(&one.command);
      return crash != nullptr && system.nodes[index(crash->node)].site == site;
    });
  };
  return std::all_of(run.log.operations.begin(), run.log.operations.end(),
                     [&](const Operation& op) {
                       return op.returned == kNever || op.outcome == Outcome::ok ||
                              had_a_crash(system.nodes[index(op.client)].site);
                     });
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
