// The replica's side of a store with a primary: its own copies, what its reads see of them, and
// confirming what the primary sends.
#pragma once
#include "engine/proto/primary_backup.h"

namespace caplab::primary_backup {

object::Version& version_at(State& state, Key key);

// Whether backups take over by themselves.
bool fails_over(const Config& config);

// Whether messages say to which epoch they belong: where backups take over by themselves, or an
// operator has replaced the first primary.
bool has_epochs(const State& state);

// The epoch of messages that do not say it.
Epoch first_epoch(const Config& config);

// Whether this replica takes itself for the primary: no later epoch than its own is known to it.
bool is_primary(const State& state, const Ctx& ctx);

// Everybody but `self`; nobody in a store with a single copy.
NodeSet others(const State& state, const Ctx& ctx);

// Brings this replica's copy up to date and records it where that changed it. A later epoch wins
// over an earlier one whatever the stamps say: its primary may not have known the write with the
// latest stamp, and what it did not know is discarded. Within an epoch the later stamp wins.
bool store(State& state, Key key, Epoch epoch, const object::Version& version, Outbox& out);

void answer(NodeId client, Reply reply, Outbox& out);
void refuse(const Ask& ask, Outbox& out);

// The primary sends a write: takes it over, and confirms at once or when reads see it.
void take_copy(State& state, NodeId from, const EpochWrite& write, Outbox& out);
void handle_apply(State& state, std::uint32_t tag, Outbox& out);

// A backup is asked to read.
void read_here(State& state, const Ask& ask, Outbox& out);

// Whoever starts, or begins to follow, shows all that it has on disk.
void show_everything(State& state);

}  // namespace caplab::primary_backup
