#include "engine/sim/requests.h"

#include "engine/object/lock.h"

namespace caplab {
namespace {

// A holder's work carries the token of its latest lease, as its client remembers it.
std::int32_t token_held(const System& system, const Log& log, const Call& call) {
  const StoreId store = system.operations[call.operation].store;
  const std::vector<Operation>& operations = log.operations;
  for (auto op = operations.rbegin(); op != operations.rend(); ++op) {
    const bool acquired = op->client == call.client && op->key == call.key &&
                          op->request.verb == object::Verb::acquire && op->outcome == Outcome::ok &&
                          op->answer.accepted && system.operations[op->operation].store == store;
    if (acquired) return object::token_of(op->answer.shown.content, op->op);
  }
  return 0;
}

// The amount that the call named: of a lease that always lasts the same, what the holder means to
// write.
std::int64_t amount_called(const System& system, const Operation& operation) {
  const bool leased = system.operations[operation.operation].lease.us > 0;
  return leased ? operation.request.expected : operation.request.amount;
}

// What has been taken off one account is credited to the other.
Call second_half(const Operation& transfer) {
  return {.client = transfer.client,
          .operation = transfer.operation,
          .key = id_of<Key>(static_cast<std::size_t>(transfer.request.item)),
          .amount = transfer.request.amount,
          .item = static_cast<std::int32_t>(index(transfer.key)),
          .arrives = true};
}

Call follow_up(const System& system, const Operation& operation, std::uint16_t then) {
  Call call{.client = operation.client,
            .operation = then,
            .key = operation.key,
            .amount = amount_called(system, operation),
            .item = operation.request.item};
  if (operation.request.verb == object::Verb::transfer_in) {
    call.key = id_of<Key>(static_cast<std::size_t>(operation.request.item));
    call.item = static_cast<std::int32_t>(index(operation.key));
  }
  return call;
}

}  // namespace

object::Request request_of(const System& system, const Log& log, const Call& call) {
  const OperationSpec& spec = system.operations[call.operation];
  object::Request request{spec.verb, call.amount, call.expected, call.item, call.client};
  if (spec.lease.us > 0) {
    request.amount = spec.lease.us;
    request.expected = call.amount;
  }
  if (call.arrives) request.verb = object::Verb::transfer_in;
  const bool fenced = spec.verb == object::Verb::work || spec.verb == object::Verb::work_unchecked;
  if (fenced) request.expected = token_held(system, log, call);
  return request;
}

std::optional<Call> next_call(const System& system, const Operation& operation) {
  if (operation.outcome != Outcome::ok || !operation.answer.accepted) return std::nullopt;
  if (operation.request.verb == object::Verb::transfer) return second_half(operation);
  const OperationSpec& spec = system.operations[operation.operation];
  if (spec.then) return follow_up(system, operation, *spec.then);
  return std::nullopt;
}

OpId called_after(const System& system, const Log& log, const Operation& operation) {
  const object::Request& request = operation.request;
  const Call call{.client = operation.client,
                  .operation = operation.operation,
                  .key = operation.key,
                  .amount = amount_called(system, operation),
                  .item = request.item,
                  .arrives = request.verb == object::Verb::transfer_in};
  for (const Operation& other : log.operations) {
    if (other.op == operation.op) break;
    if (other.returned == operation.called && next_call(system, other) == call) return other.op;
  }
  return kNoOp;
}

}  // namespace caplab
