#include "engine/lesson/sales.h"

#include <algorithm>

#include "engine/lesson/books.h"
#include "engine/object/records.h"

namespace caplab::lesson {
namespace {

using object::Verb;

// All that there is of every item, under every key of a store.
std::int64_t stocked(const StoreSpec& store) {
  std::int64_t room = 0;
  for (const object::Record& record : std::get<object::Records>(store.initial)) {
    if (record.verb == Verb::restock) room += record.amount;
  }
  return room * store.keys;
}

std::vector<StoreId> stores_sold_from(const System& system) {
  std::vector<StoreId> stores;
  for (const OperationSpec& spec : system.operations) {
    if (!is_sale(system, spec)) continue;
    if (std::find(stores.begin(), stores.end(), spec.store) == stores.end()) {
      stores.push_back(spec.store);
    }
  }
  return stores;
}

// How many more there are after the operation; of those that nobody was told, none.
std::int64_t added_by(const Operation& op) {
  if (!has_happened(op)) return 0;
  if (op.request.verb == Verb::restock) return op.request.amount;
  return op.request.verb == Verb::release ? 1 : 0;
}

// With what had come by `by`, and without whatever may have been taken at any time.
std::int64_t left_in(const Run& run, StoreId store, Time by) {
  const System& system = run.scenario.system;
  std::int64_t left = stocked(system.stores[index(store)]);
  for (const Operation& op : run.log.operations) {
    const OperationSpec& spec = system.operations[op.operation];
    if (spec.store != store) continue;
    if (op.called <= by) left += added_by(op);
    if (is_sale(system, spec) && may_have_happened(op)) --left;
  }
  return std::max<std::int64_t>(left, 0);
}

}  // namespace

bool is_sale(const System& system, const OperationSpec& operation) {
  return operation.verb == Verb::reserve &&
         system.stores[index(operation.store)].type == object::ObjectType::stock;
}

std::int64_t left_over(const Run& run, Time by) {
  std::int64_t left = 0;
  for (const StoreId store : stores_sold_from(run.scenario.system)) left += left_in(run, store, by);
  return left;
}

Sales sales_of(const Run& run) {
  const System& system = run.scenario.system;
  Sales sales;
  for (const Operation& op : run.log.operations) {
    if (!is_sale(system, system.operations[op.operation])) continue;
    if (has_happened(op)) sales.made.push_back(op.op);
    const bool in_vain = op.returned != kNever && !may_have_happened(op);
    if (!in_vain) continue;
    const auto missed = static_cast<std::int64_t>(sales.missed.size());
    if (missed < left_over(run, op.returned)) sales.missed.push_back(op.op);
  }
  return sales;
}

}  // namespace caplab::lesson
