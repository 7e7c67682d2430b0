// What must be true after every event of keys that have a home: one home in each epoch and one at a
// time, epochs rise, and whoever is home holds the newest version that there is.
#pragma once
#include "tests/invariants.h"

namespace caplab::test {

// Empty where the first store's keys have no home. `scenario` must outlive it.
Watcher watch_home_region(const Scenario& scenario);

}  // namespace caplab::test
