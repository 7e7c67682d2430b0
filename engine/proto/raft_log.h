// The log of a replica: a list of entries whose beginning may be gone. No opinion about what may be
// cut is in here.
#pragma once
#include "engine/proto/raft.h"

namespace caplab::raft {

Index last_index(const Log& log);
Term last_term(const Log& log);
LocalTime last_stamp(const Log& log);

// REQUIRES: log.start < index <= last_index(log).
const Entry& entry_at(const Log& log, Index index);
// REQUIRES: log.start <= index <= last_index(log).
Term term_at(const Log& log, Index index);

// The first index of the term that `index` belongs to, as far back as the log reaches.
Index first_of_term(const Log& log, Index index);

void cut_after(Log& log, Index index);
// Forgets entries up to `index`, which stay what the log is based on.
void forget_up_to(Log& log, Index index);

// §5.4.1: whether a log that ends like this is at least as up to date.
bool is_up_to_date(const Log& mine, Term term, Index index);

}  // namespace caplab::raft
