// What a quorum store promises, reckoned anew from its options and levels, and what must always
// hold of its hints and homes.
#pragma once
#include <optional>
#include <string>

#include "engine/sim/world.h"

namespace caplab::test {

struct Promises;

// The replicas that keep copies of a key of the first store.
NodeSet homes_in(const System& system, Key key);

// Whether `level`, asked for by `client`, is reached once `holders` have it; `hinted`: somebody
// keeps it for another. The first store is a quorum store.
bool is_reached(const System& system, Level level, NodeId client, NodeSet homes, NodeSet holders,
                bool hinted);

Promises promises_of_quorum(const System& system, std::optional<Level> level);

// Nodes that keep a hint for `key` which has all that `version` has.
NodeSet hinting(const System& system, const World& world, Key key, const object::Version& version);

// Whether hints are as they should be at this node: for others' homes only, one for each and key,
// no more than the limit. Empty if so, else what is wrong.
std::string wrong_hints(const System& system, const World& world, NodeId node);

// What is wrong with a copy that was `before` and is `after`, as for siblings; empty if nothing.
std::string wrong_siblings(const object::Version& before, const object::Version& after);

}  // namespace caplab::test
