// The replica's side of the quorum protocol: its own copies, its Paxos acceptors, and the writes
// that it keeps for others.
#pragma once
#include "engine/proto/quorum.h"

namespace caplab::quorum {

const object::Version& version_at(const State& state, Key key);

// What a reader is shown: this replica's copy and, with a sloppy quorum, what it keeps for others.
object::Version shown_at(const State& state, const Ctx& ctx, Key key);

// Brings this replica's copy up to date with `version` and records it where that changed it.
void store(State& state, const Ctx& ctx, Key key, const object::Version& version, Outbox& out);

// A stamp for a write or a ballot of this node's own: what its clock shows, but later than all
// that it gave before, so that no two writes share one, and later than `floor`.
object::Stamp next_stamp(State& state, const Ctx& ctx, LocalTime floor = LocalTime{INT64_MIN});

// Keeps `version` for `target` until it confirms. What is on its way to it under `sent` carries the
// same version, so that a late answer to that will do. Returns false where there is no room.
bool keep_hint(State& state, const Ctx& ctx, NodeId target, Key key, const object::Version& version,
               RoundId sent = kNoRound);

// Sends every hint whose target lives again; drops those too old to keep.
void send_hints(State& state, const Ctx& ctx, Outbox& out);

// `target` has what was sent to it under `round`.
void drop_hint(State& state, NodeId target, RoundId round);

Promise promise(State& state, const Prepare& prepare);
ProposeReply accept(State& state, const Propose& propose);

}  // namespace caplab::quorum
