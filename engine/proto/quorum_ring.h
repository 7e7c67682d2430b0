// Which replicas keep copies of a key, and who stands in for those that are dead. The replicas form
// a ring by their numbers; a key's homes are the next few from its place. A store of consistent
// hashing puts both at random places; here they can be found by counting.
// After: DeCandia et al., "Dynamo" (SOSP 2007) §4.2-4.3 (ring, preference list) and §4.6 (sloppy
// quorum).
#pragma once
#include "engine/proto/quorum.h"

namespace caplab::quorum {

NodeSet homes_of(const Config& config, int replicas, Key key);

// False for a client that coordinates.
inline bool is_replica(const Ctx& ctx) { return static_cast<int>(index(ctx.self)) < ctx.replicas; }

// Whom this node takes for alive: a client hears no heartbeats and takes everybody for it.
NodeSet live_replicas(const Ctx& ctx);

// The live homes and, with a sloppy quorum, the first other live nodes of the ring instead of the
// dead ones, whom the round then knows as its stand-ins.
NodeSet pick_team(const State& state, const Ctx& ctx, Round& round);

// The home that a member of the round's team stands for, mostly itself.
NodeId home_of(const Round& round, NodeId member);

}  // namespace caplab::quorum
