// The replica's side of the quorum protocol: its own copies, its Paxos acceptors, and the writes
// that it keeps for others.
#pragma once
#include "engine/proto/quorum.h"

namespace caplab::quorum {

const object::Version& version_at(const State& state, Key key);

// Brings this replica's copy up to date with `version` and records it where that changed it.
void store(State& state, Key key, const object::Version& version, Outbox& out);

// Keeps `version` for `target` until it confirms.
void keep_hint(State& state, const Ctx& ctx, NodeId target, Key key,
               const object::Version& version);

// Sends every hint whose target lives again; drops those too old to keep.
void send_hints(State& state, const Ctx& ctx, Outbox& out);

// The target of hint `round` has it now.
void drop_hint(State& state, RoundId round);

Promise promise(State& state, const Prepare& prepare);
ProposeReply accept(State& state, const Propose& propose);

}  // namespace caplab::quorum
