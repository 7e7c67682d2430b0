// Who knows what at one moment: which writes were acknowledged, and which replica has which.
#pragma once
#include <vector>

#include "engine/sim/log.h"
#include "engine/sim/scenario.h"

namespace caplab::web {

struct Knowledge {
  std::vector<NodeSet> stored_at;     // by OpId: replicas that have stored its write
  std::vector<object::Stamp> stamps;  // by OpId: of its write
};

Knowledge knowledge_of(const Log& log);

// Whether a client was told before `before` that this write is done.
bool acknowledged(const System& system, const Operation& operation, Time before);

// Whether `version`, of one key of a store, lacks a write that was acknowledged before `before`.
bool misses_acknowledged(const Log& log, const System& system, const Knowledge& knowledge,
                         StoreId store, Key key, const object::Version& version, Time before);

// Whether two copies each hold what the other has never seen.
bool disagree(const Knowledge& knowledge, NodeId a, const object::Version& version_a, NodeId b,
              const object::Version& version_b);

}  // namespace caplab::web
