// Seats, stock and names: an item goes to as many customers as there are of it, one unless a
// store says how many it has. The invariant that hurts when it breaks: one item is confirmed to one
// customer.
#pragma once
#include "engine/object/conflict.h"
#include "engine/object/records.h"

namespace caplab::object {

Decision decide_reserve(const Records& records, const Record& record);
Decision decide_release(const Records& records, Record& record);

// How many of the item there are.
std::size_t room_for(const Records& records, std::int32_t item);

// The claims of an item (of a lock: the leases) that nobody has given back, however many.
Records open_claims(const Records& records, Verb verb, std::int32_t item);

// The claims that count under the policy.
Records holders_of(const Records& records, std::int32_t item, Conflict conflict);

// Who has the item: kNobody where nobody has it, or where that is not decided.
NodeId holder_of(const Content& content, std::int32_t item, Conflict conflict = Conflict::natural);

}  // namespace caplab::object
