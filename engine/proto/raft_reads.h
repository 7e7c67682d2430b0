// Reads, by level: who may answer, and what must be known before (thesis §6.4).
#pragma once
#include "engine/proto/raft.h"

namespace caplab::raft {

// What is refused has left nothing behind.
void refuse(const Ask& ask, Outbox& out);

// Whether any replica may answer it; else it is the leader's.
bool is_own_read(const Ask& ask);

void read_here(State& state, const Ctx& ctx, const Ask& ask, Outbox& out);
// REQUIRES: this replica leads.
void read_as_leader(State& state, const Ctx& ctx, const Ask& ask, Outbox& out);

// Answers the reads that have what they waited for.
void finish_reads(State& state, const Ctx& ctx, Outbox& out);

void handle_sync_ask(State& state, const Ctx& ctx, NodeId from, const SyncAsk& ask, Outbox& out);
void handle_sync_reply(State& state, const Ctx& ctx, const SyncReply& reply, Outbox& out);

void refuse_reads_of_leader(State& state, Outbox& out);
void time_out_read(State& state, RoundId id, Outbox& out);

}  // namespace caplab::raft
