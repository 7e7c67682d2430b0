// The coordinator's side of an operation: reading from enough replicas, deciding, writing to all
// of them and waiting for enough.
#pragma once
#include "engine/proto/quorum.h"

namespace caplab::quorum {

Round* round_with_turn(State& state, RoundId turn);
Round* round_with_id(State& state, RoundId id);

// A new phase: what is still on its way belongs to the old one.
void begin_phase(State& state, Round& round, Phase phase);

// Forgets whom this round has heard, and what, before it asks again.
void forget_seen(Round& round);

bool reaches_level(const Ctx& ctx, const Round& round, NodeSet replicas);

// Tells the client, be it this node itself. The round itself stays until its timer, for what comes
// late.
void finish(const Ctx& ctx, Round& round, Outcome outcome, Outbox& out);

void start_read(State& state, const Ctx& ctx, Round& round, Outbox& out);
void start_write(State& state, const Ctx& ctx, Round& round, const object::Version& version,
                 Outbox& out);

// Counts a version that `from` holds into what the round has seen.
void absorb(const Ctx& ctx, Round& round, NodeId from, const object::Version& version);

void handle_read_reply(State& state, const Ctx& ctx, NodeId from, const ReadReply& reply,
                       Outbox& out);
void handle_repaired(State& state, const Ctx& ctx, Round& round, NodeId from, Outbox& out);
void handle_written(const Ctx& ctx, Round& round, NodeId from, Outbox& out);

}  // namespace caplab::quorum
