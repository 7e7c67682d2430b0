// An auction: a lot takes bids, each higher than those before it, until it is awarded. The highest
// bid wins, of equal ones the earliest. The invariant that hurts when it breaks: a lot is confirmed
// to one bidder, and to the one who bid most.
#pragma once
#include "engine/object/conflict.h"
#include "engine/object/records.h"

namespace caplab::object {

Decision decide_bid(const Records& records, const Record& record);
// Writes the winner and the price into the record.
Decision decide_award(const Records& records, Record& record);

// The highest bid; its `who` is kNobody where there is none.
Record highest_bid(const Records& records, std::int32_t lot);

// Who was awarded the lot, under the policy; kNobody where nobody was.
NodeId winner_of(const Content& content, std::int32_t lot, Conflict conflict = Conflict::natural);

// Every award of the lot.
Records awards_of(const Records& records, std::int32_t lot);

}  // namespace caplab::object
