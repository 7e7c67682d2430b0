#include "engine/object/claims.h"

#include <algorithm>

namespace caplab::object {
namespace {

// A release names the claim that it ends, so that no clock decides which one that was.
bool is_released(const Records& records, const Record& claim) {
  return std::any_of(records.begin(), records.end(), [&](const Record& record) {
    return record.verb == Verb::release && record.about == static_cast<std::int32_t>(claim.op);
  });
}

const Record* claim_by(const Records& claims, NodeId who) {
  const auto found = std::find_if(claims.rbegin(), claims.rend(),
                                  [&](const Record& claim) { return claim.who == who; });
  return found == claims.rend() ? nullptr : &*found;
}

// Of a stock there are so many; of everything else, one.
bool is_counted(const Records& records) {
  return std::any_of(records.begin(), records.end(),
                     [](const Record& record) { return record.verb == Verb::restock; });
}

}  // namespace

Records open_claims(const Records& records, Verb verb, std::int32_t item) {
  Records open;
  for (const Record& record : records) {
    const bool claims = record.verb == verb && record.item == item;
    if (claims && !is_released(records, record)) open.push_back(record);
  }
  return open;
}

std::size_t room_for(const Records& records, std::int32_t item) {
  if (!is_counted(records)) return 1;
  std::int64_t room = 0;
  for (const Record& record : records) {
    if (record.verb == Verb::restock && record.item == item) room += record.amount;
  }
  return static_cast<std::size_t>(std::max<std::int64_t>(room, 0));
}

// Whoever asks again for what is his has it already. Of a stock he may want another one.
Decision decide_reserve(const Records& records, const Record& record) {
  const Records claims = open_claims(records, Verb::reserve, record.item);
  const std::size_t room = room_for(records, record.item);
  if (claims.size() < room && !is_full(records)) return Decision::yes;
  const bool mine = claim_by(claims, record.who) != nullptr;
  return mine && !is_counted(records) ? Decision::already : Decision::no;
}

Decision decide_release(const Records& records, Record& record) {
  for (const Verb verb : {Verb::reserve, Verb::acquire}) {
    const Records claims = open_claims(records, verb, record.item);
    const Record* mine = claim_by(claims, record.who);
    if (mine == nullptr) continue;
    record.about = static_cast<std::int32_t>(mine->op);
    return Decision::yes;
  }
  return Decision::no;
}

Records holders_of(const Records& records, std::int32_t item, Conflict conflict) {
  return winners(open_claims(records, Verb::reserve, item), room_for(records, item), conflict);
}

NodeId holder_of(const Content& content, std::int32_t item, Conflict conflict) {
  const Records* records = std::get_if<Records>(&content);
  if (records == nullptr) return kNobody;
  const Records holders = holders_of(*records, item, conflict);
  return holders.size() == 1 ? holders.front().who : kNobody;
}

}  // namespace caplab::object
