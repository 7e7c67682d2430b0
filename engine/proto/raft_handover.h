// A leader that is not preferred hands over to a follower that is (thesis §3.10), as CockroachDB's
// lease preferences and etcd's MoveLeader have it. Only the choice is made here: the successor is
// elected like any other leader.
#pragma once
#include "engine/proto/raft.h"

namespace caplab::raft {

// Whether the leader takes no writes, so that its successor's log can catch up with its own.
bool hands_over(const State& state);

// At each of the leader's beats: begins a handover, or gives up one that takes too long.
void look_for_successor(State& state, const Ctx& ctx, Outbox& out);

// Something was confirmed or committed, so that the successor may be ready.
void go_on_handing_over(State& state, Outbox& out);

}  // namespace caplab::raft
