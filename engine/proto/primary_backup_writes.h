// The primary's side of an operation: deciding, copying to the backups, and answering when enough
// of them have confirmed.
#pragma once
#include "engine/proto/primary_backup.h"

namespace caplab::primary_backup {

// How many backups must have a version before a client is told of it.
int backups_needed(const State& state, const Ctx& ctx);

// REQUIRES: this replica is the primary.
void decide(State& state, const Ctx& ctx, const Ask& ask, Outbox& out);

void handle_confirmation(State& state, const Ctx& ctx, NodeId from, const CopyReply& reply,
                         Outbox& out);

// A round has waited long enough.
void handle_timeout(State& state, RoundId id, Outbox& out);

// Backups that missed a write get it again once they are heard.
void resend(State& state, const Ctx& ctx, Outbox& out);

// Nobody waits any more: writes that were not confirmed may or may not survive.
void give_up_rounds(State& state, Outbox& out);

}  // namespace caplab::primary_backup
