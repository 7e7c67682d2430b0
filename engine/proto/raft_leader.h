// What a leader does: it keeps its followers' logs equal to its own, commits what a majority holds
// (§5.3-5.4), and makes sure that it still leads (thesis §6.2, §6.4).
#pragma once
#include "engine/proto/raft.h"

namespace caplab::raft {

void become_leader(State& state, const Ctx& ctx, Outbox& out);
// As become_leader, for the replica that leads from the start.
void begin_as_leader(State& state, const Ctx& ctx, Outbox& out);

// REQUIRES: this replica leads.
void write(State& state, const Ctx& ctx, const Ask& ask, Outbox& out);
// Asks all others whether they still follow. REQUIRES: this replica leads.
void begin_pulse(State& state, const Ctx& ctx, Outbox& out);
// Whether a majority has answered this round of asking.
bool is_confirmed(const State& state, const Ctx& ctx, std::uint32_t round);
// The latest time, on this clock, at which a majority surely still followed.
LocalTime followed_at(const State& state, const Ctx& ctx);
// No entry after the committed ones can have a stamp up to this.
LocalTime safe_time(const State& state, const Ctx& ctx);

void handle_beat_timer(State& state, const Ctx& ctx, Outbox& out);
void handle_commit_wait(State& state, const Ctx& ctx, Outbox& out);
void handle_append_reply(State& state, const Ctx& ctx, NodeId from, const AppendReply& reply,
                         Outbox& out);

void give_up_writes(State& state, Outbox& out);
// Whether a write with this id waited.
bool time_out_write(State& state, RoundId id, Outbox& out);

}  // namespace caplab::raft
