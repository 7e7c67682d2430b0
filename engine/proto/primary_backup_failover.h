// Who is the primary. Its beats say that it is still there; a backup that hears none for a while
// takes over, with a new epoch, and whoever learns of a later epoch than its own follows it and
// discards what that epoch's primary does not have: with asynchronous copies acknowledged writes
// are lost that way.
// After: Redis Cluster specification, "Replica election and promotion" and "Write safety".
#pragma once
#include "engine/proto/primary_backup.h"

namespace caplab::primary_backup {

// With a majority of votes there is one primary to an epoch. A voter promises that it follows
// nobody of an earlier epoch, and shows what it holds. Where each acknowledged write is on so many
// replicas that every majority has one of them, a primary that begins with the newest of what its
// voters showed has them all: so a shared log is replayed by its new owner, and appends of the
// former one are refused by those who hold the log. It is also what tools around MySQL do when they
// bring a promoted replica up to date from its peers. Values that were taken over count as
// confirmed only when enough backups have confirmed them anew; a synchronous primary needs all of
// them, the one that it replaced as well, and confirms nothing until that one is back.

// A voter does not vote while it has heard a beat within `failover_after`. So a primary that stops
// earlier than that after the last beat which a majority answered has stopped before another can be
// elected, on clocks that run about as fast: it reads nothing stale. Bigtable's servers stop the
// same way when they lose their lock (Chang et al., OSDI 2006, §5.2).

// Where nobody takes over by itself an operator may promote a backup: pg_promote in the PostgreSQL
// 16 documentation, §27.3. It begins with what it holds, and asks nobody: what only the former
// primary had is lost, and as long as that one has not heard of it there are two, which is why
// §27.3 asks for a way to keep it from serving. Here it gives way as soon as it hears. Where
// backups take over by themselves an operator can only end the wait of one that finds the primary
// silent; and a shared log has to be read from a majority first, which no operator does by hand.

// A primary that a majority has not answered for too long serves nobody.
bool has_stopped(const State& state);

// The primary beats; a backup watches.
void look_after_primary(State& state, const Ctx& ctx, Outbox& out);

// Whether to heed a message of this epoch; a sender whose epoch is over is told so.
bool follow(State& state, const Ctx& ctx, NodeId from, Epoch epoch, Outbox& out);

void handle_notice(State& state, const Ctx& ctx, const EpochNotice& notice, Outbox& out);
void handle_beat(State& state, const Ctx& ctx, NodeId from, const Beat& beat, Outbox& out);
void handle_beat_reply(State& state, const Ctx& ctx, NodeId from, const BeatReply& reply);
void handle_silence(State& state, const Ctx& ctx, std::uint32_t timer, Outbox& out);
void handle_takeover_timer(State& state, const Ctx& ctx, std::uint32_t timer, Outbox& out);
void handle_takeover_ask(State& state, const Ctx& ctx, NodeId from, const TakeoverAsk& ask,
                         Outbox& out);
void handle_takeover_reply(State& state, const Ctx& ctx, NodeId from, const TakeoverReply& reply,
                           Outbox& out);

}  // namespace caplab::primary_backup
