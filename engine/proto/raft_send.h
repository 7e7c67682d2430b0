// What a leader sends to one follower: the entries that it lacks, a beat, or a snapshot.
#pragma once
#include "engine/proto/raft.h"

namespace caplab::raft {

// REQUIRES: this replica leads.
void send_log(State& state, const Ctx& ctx, NodeId to, Outbox& out);

}  // namespace caplab::raft
