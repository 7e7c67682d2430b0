// What must be true of caches after every event: copies come from the origin, old ones are shown
// only as long as the time to live and the allowance for a silent origin let them, and a read at
// `fresh` shows what the origin held after it was called, whatever the other operations' levels.
#pragma once
#include "tests/invariants.h"

namespace caplab::test {

// Empty where the first store is no cache. `scenario` must outlive it.
Watcher watch_cache(const Scenario& scenario);

// Whether a crash leaves this replica its copies of the first store.
bool keeps_its_copies(const System& system, NodeId node);

}  // namespace caplab::test
