// How a node starts, at the beginning of a run or after a crash.
#pragma once
#include "engine/sim/world.h"

namespace caplab {

// A node that starts gives everybody the benefit of the doubt.
void trust_everybody(World& world, const System& system, NodeId id);

// Whether a node has anything to do at a heartbeat.
bool beats(const Node& node);

// The first of its heartbeats comes at any time within one heartbeat from now.
void start_heartbeats(const Scenario& scenario, World& world, NodeId node);

}  // namespace caplab
