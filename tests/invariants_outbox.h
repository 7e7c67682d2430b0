// What must be true of outboxes after every event: they are bounded and in order, a request leaves
// only when home has decided it or its drop is on record, and home does each request once unless it
// was told to be careless.
#pragma once
#include "tests/invariants.h"

namespace caplab::test {

// Empty where the first store has no outboxes. `scenario` must outlive it.
Watcher watch_outbox(const Scenario& scenario);

// Whether the first store's protocol may do a request again that came again.
bool may_do_again(const System& system);

}  // namespace caplab::test
