// Level `serial`: an operation on one key is decided by a majority through single-decree Paxos, as
// in a lightweight transaction. Phases: prepare (which also reads), propose, commit.
// After: Lamport, "Paxos Made Simple" (2001) §2.2-2.3; Apache Cassandra, CEP-14 "Paxos
// Improvements" (2021).
#pragma once
#include "engine/proto/quorum.h"

namespace caplab::quorum {

// Starts over with a ballot higher than any heard of.
void start_prepare(State& state, const Ctx& ctx, Round& round, Outbox& out);

void handle_promise(State& state, const Ctx& ctx, NodeId from, const Promise& promise, Outbox& out);
void handle_propose_reply(State& state, const Ctx& ctx, NodeId from, const ProposeReply& reply,
                          Outbox& out);
void handle_committed(State& state, const Ctx& ctx, Round& round, NodeId from, Outbox& out);

}  // namespace caplab::quorum
