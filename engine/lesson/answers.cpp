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

// More than there can be misses a payment out, less than there must be one in; where stamps tell,
// one that came after what was shown.
OpId missed_in_account(const System& system, const Log& log, const Operation& op, Duration grace) {
  const std::int64_t shown = object::number_of(op.answer.shown.content).value_or(0);
  const bool too_much = shown > most_balance(system, log, op, grace);
  if (!too_much && shown >= least_balance(system, log, op, grace)) return kNoOp;
  const auto moves = [&](const Operation& other) {
    const Verb verb = other.request.verb;
    return too_much ? object::pays_out(verb) : object::pays_in(verb);
  };
  const OpId newer = last_missed(system, log, op, grace, [&](const Operation& other) {
    return moves(other) && other.answer.shown.stamp > op.answer.shown.stamp;
  });
  return newer != kNoOp ? newer : last_missed(system, log, op, grace, moves);
}

// By its stamp; or it was called when what is shown had long been written, and a skewed clock put
// it behind that.
bool is_newer(const Log& log, const Operation& write, const object::Version& shown) {
  if (write.answer.shown.stamp > shown.stamp) return true;
  if (shown.writer_op == kNoOp || write.answer.shown.writer_op != write.op) return false;
  const Operation& writer = log.operations[index(shown.writer_op)];
  return has_happened(writer) && writer.returned < write.called;
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
    return is_newer(log, other, shown);
  });
}

}  // namespace caplab::lesson
