// A lock, or lease: one holder at a time, until it is released or the lease runs out. Its end is
// judged by the clock of whoever is asked, so a holder whose clock is slow, or who slept, may still
// take it for his. Each lease therefore comes with a fencing token that rises, and work under an
// outdated one is refused (Burrows 2006, "The Chubby lock service" §2.4: sequencers). The invariant
// that hurts when it breaks: never two holders whose work is both accepted.
#pragma once
#include "engine/object/records.h"

namespace caplab::object {

// Writes the token into the record. A holder who asks again gets a longer lease and a new token.
Decision decide_acquire(const Records& records, Record& record);
// The caller names the token of its lease. Only checked work looks at the tokens that came before.
Decision decide_work(const Records& records, const Record& record);

struct Lease {
  NodeId holder = kNobody;
  std::int32_t token = 0;
  bool operator==(const Lease&) const = default;
};

// The lease that runs at `now`. Two copies that gave out one token each make a conflict, which the
// policy decides.
Lease lease_at(const Content& content, LocalTime now, Conflict conflict = Conflict::natural);

// The token that this operation was given; 0 where it acquired nothing.
std::int32_t token_of(const Content& content, OpId op);

}  // namespace caplab::object
