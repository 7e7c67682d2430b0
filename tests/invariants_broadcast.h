// What must be true of a broadcast after every event: an update is told to each other replica once,
// by the replica that was asked, and by nobody else.
#pragma once
#include "tests/invariants.h"

namespace caplab::test {

// Empty where the first store is no broadcast. `scenario` must outlive it.
Watcher watch_broadcast(const Scenario& scenario);

}  // namespace caplab::test
