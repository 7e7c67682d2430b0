// What a replica does with what a leader sends: log entries, signs of life, snapshots.
#pragma once
#include <span>

#include "engine/proto/raft.h"

namespace caplab::raft {

void handle_beat(State& state, const Ctx& ctx, NodeId from, const Beat& beat, Outbox& out);
void handle_append(State& state, const Ctx& ctx, NodeId from, const Append& append, Outbox& out);
void handle_snapshot(State& state, const Ctx& ctx, NodeId from, const Snapshot& snapshot,
                     Outbox& out);

}  // namespace caplab::raft
