// The state machine: what entries do to a replica's copies, when they are committed and, with
// ApplyAt::append, as soon as the log has them.
#pragma once
#include "engine/proto/raft.h"

namespace caplab::raft {

// Applies committed entries up to `index`, and answers the writes that waited for them.
void commit_up_to(State& state, Index index, Outbox& out);

// The log has a new entry at its end. Returns whether it was accepted, where that is known already.
bool show_appended(State& state, Outbox& out);

// The log has lost entries, or its beginning was replaced: rolls the copies back.
void roll_back(State& state, Outbox& out);

// Replaces the applied state by a leader's (§7).
void install(State& state, const Snapshot& snapshot, Outbox& out);

}  // namespace caplab::raft
