#include "engine/object/payment.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab::object {
namespace {

bool comes_again(const Records& charges, const Record& charge) {
  return charge.about != 0 && std::any_of(charges.begin(), charges.end(), [&](const Record& one) {
           return one.about == charge.about;
         });
}

std::int64_t sum_of(const Records& records, Verb verb, std::int32_t trip) {
  std::int64_t sum = 0;
  for (const Record& record : records) {
    if (record.verb == verb && record.item == trip) sum += record.amount;
  }
  return sum;
}

Decision decide_authorise(const Records& records, const Record& record) {
  if (is_full(records)) return Decision::no;
  const bool before = sum_of(records, Verb::authorise, record.item) > 0;
  return before ? Decision::no : Decision::yes;
}

Decision decide_charge(const Records& records, const Record& record) {
  const Records charges = charges_of(records, record.item);
  if (comes_again(charges, record)) return Decision::already;
  if (!charges.empty() || is_full(records)) return Decision::no;
  const bool covered = record.amount <= sum_of(records, Verb::authorise, record.item);
  return covered ? Decision::yes : Decision::no;
}

}  // namespace

Records charges_of(const Records& records, std::int32_t trip) {
  Records charges;
  for (const Record& record : records) {
    if (record.verb != Verb::charge || record.item != trip) continue;
    if (!comes_again(charges, record)) charges.push_back(record);
  }
  return charges;
}

std::int64_t charged_for(const Content& content, std::int32_t trip) {
  const Records* records = std::get_if<Records>(&content);
  if (records == nullptr) return 0;
  std::int64_t sum = -sum_of(*records, Verb::refund, trip);
  for (const Record& charge : charges_of(*records, trip)) sum += charge.amount;
  return sum;
}

Decision decide_payment(const Records& records, const Record& record) {
  if (record.verb == Verb::authorise) return decide_authorise(records, record);
  if (record.verb == Verb::charge) return decide_charge(records, record);
  ENSURE(record.verb == Verb::refund);
  const bool there = record.amount <= charged_for(records, record.item);
  return there ? Decision::yes : Decision::no;
}

}  // namespace caplab::object
