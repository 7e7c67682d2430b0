// How many of which replicas a level waits for. "Here" is the site of the node that coordinates.
// After: the Apache Cassandra documentation, "Dynamo", section "Tunable Consistency".
#pragma once
#include "engine/proto/quorum.h"

namespace caplab::quorum {

// What a store with these options offers, weakest first. A stand-in keeps a copy that no reader may
// meet, wherever it stands, so a sloppy quorum cannot promise anything about sites, nor decide by
// Paxos, which has one value to decide and not several; and a client that coordinates keeps no
// hints.
std::vector<Level> levels_of(const Config& config);

// How many confirmations a level still lacks when `holding` have confirmed; `homes` keep copies of
// the key. Where no home is here, a local level lacks one for ever. `count` is what level `quorum`
// waits for; 0: more than half.
int lacking(Level level, const Ctx& ctx, NodeSet homes, NodeSet holding, int count);

inline bool reaches(Level level, const Ctx& ctx, NodeSet homes, NodeSet holding, int count) {
  return lacking(level, ctx, homes, holding, count) == 0;
}

// Those of `nodes` that a read at this level asks: a local level leaves the other sites alone.
NodeSet readable(Level level, const Ctx& ctx, NodeSet nodes);

// Counters, sets and texts are kept in parts, one for each coordinator, and a new part is built on
// the coordinator's last one: it must have kept that.
bool client_may_coordinate(object::ObjectType type);

}  // namespace caplab::quorum
