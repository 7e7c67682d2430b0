#include "engine/object/auction.h"

namespace caplab::object {

// Records are sorted by stamp, so the first of equal bids is the earliest.
Record highest_bid(const Records& records, std::int32_t lot) {
  Record highest;
  for (const Record& record : records) {
    const bool bids = record.verb == Verb::bid && record.item == lot;
    if (bids && (highest.who == kNobody || record.amount > highest.amount)) highest = record;
  }
  return highest;
}

Records awards_of(const Records& records, std::int32_t lot) {
  Records awards;
  for (const Record& record : records) {
    if (record.verb == Verb::award && record.item == lot) awards.push_back(record);
  }
  return awards;
}

Decision decide_bid(const Records& records, const Record& record) {
  if (!awards_of(records, record.item).empty()) return Decision::no;
  const Record highest = highest_bid(records, record.item);
  const bool higher = highest.who == kNobody || record.amount > highest.amount;
  return higher ? Decision::yes : Decision::no;
}

Decision decide_award(const Records& records, Record& record) {
  const Record highest = highest_bid(records, record.item);
  if (highest.who == kNobody || !awards_of(records, record.item).empty()) return Decision::no;
  record.about = static_cast<std::int32_t>(index(highest.who));
  record.amount = highest.amount;
  return Decision::yes;
}

NodeId winner_of(const Content& content, std::int32_t lot, Conflict conflict) {
  const Records* records = std::get_if<Records>(&content);
  if (records == nullptr) return kNobody;
  const Records awards = winners(awards_of(*records, lot), 1, conflict);
  if (awards.size() != 1) return kNobody;
  return id_of<NodeId>(static_cast<std::size_t>(awards.front().about));
}

}  // namespace caplab::object
