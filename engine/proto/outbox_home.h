// Home's side of an outbox: deciding requests, once each, and letting the others know.
#pragma once
#include "engine/proto/outbox.h"

namespace caplab::outbox {

// Brings this replica's copy up to `version` and records it where that changed it.
void store(State& state, Key key, const object::Version& version, Outbox& out);

// A client's request that came to home itself.
void decide_here(State& state, const Ctx& ctx, const Ask& ask, Outbox& out);

void handle_deliver(State& state, const Ctx& ctx, NodeId from, const Deliver& deliver, Outbox& out);
void handle_confirmed_copy(State& state, NodeId from, const CopyReply& reply);

// Replicas that are not known to hold home's newest versions get them.
void send_copies(State& state, const Ctx& ctx, Outbox& out);

}  // namespace caplab::outbox
