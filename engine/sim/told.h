// From the log of a run to what the invariants of objects look at: what clients were told.
#pragma once
#include <vector>

#include "engine/object/invariant.h"
#include "engine/sim/world.h"

namespace caplab {

// The operations on one store, without those that are known not to have happened.
std::vector<object::Told> told_on(const System& system, const Log& log, StoreId store);

// What the replicas that keep a key hold of it, by key; empty while any two differ. A node that is
// down counts.
std::vector<object::Content> settled_on(const System& system, const World& world, StoreId store);

std::vector<std::string> node_names(const System& system);

// What each key of the store began with, as a number.
object::Number initial_number(const StoreSpec& store);

}  // namespace caplab
