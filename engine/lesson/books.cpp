// Sums over the operations of one account.
#include "engine/lesson/books.h"

namespace caplab::lesson {
namespace {

StoreId store_of(const System& system, const Operation& op) {
  return system.operations[op.operation].store;
}

}  // namespace

bool has_happened(const Operation& op) {
  return op.returned != kNever && op.outcome == Outcome::ok && op.answer.accepted;
}

bool may_have_happened(const Operation& op) {
  if (op.returned == kNever || op.outcome == Outcome::unknown) return true;
  return has_happened(op);
}

bool same_object(const System& system, const Operation& a, const Operation& b) {
  return a.key == b.key && store_of(system, a) == store_of(system, b);
}

std::int64_t initial_number(const System& system, const Operation& op) {
  return object::number_of(system.stores[index(store_of(system, op))].initial).value_or(0);
}

std::int64_t least_balance(const System& system, const Log& log, const Operation& op,
                           Duration grace) {
  std::int64_t balance = initial_number(system, op);
  for (const Operation& other : log.operations) {
    if (other.op == op.op || !same_object(system, other, op)) continue;
    const object::Request& request = other.request;
    const bool due = has_happened(other) && other.returned + grace < op.called;
    if (object::pays_in(request.verb) && due) balance += request.amount;
    const bool possible = may_have_happened(other) && other.called <= op.returned;
    if (object::pays_out(request.verb) && possible) balance -= request.amount;
  }
  return balance;
}

std::int64_t most_balance(const System& system, const Log& log, const Operation& op,
                          Duration grace) {
  std::int64_t balance = initial_number(system, op);
  for (const Operation& other : log.operations) {
    if (other.op == op.op || !same_object(system, other, op)) continue;
    const object::Request& request = other.request;
    const bool due = has_happened(other) && other.returned + grace < op.called;
    if (object::pays_out(request.verb) && due) balance -= request.amount;
    const bool possible = may_have_happened(other) && other.called <= op.returned;
    if (object::pays_in(request.verb) && possible) balance += request.amount;
  }
  return balance;
}

}  // namespace caplab::lesson
