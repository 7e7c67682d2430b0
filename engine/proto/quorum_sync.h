// Anti-entropy: every so often a replica compares what it holds with one other replica in turn, and
// each gives the other what that lacks, so that copies become equal without any reader or hint.
// After: DeCandia et al., "Dynamo" (SOSP 2007) §4.7. There, Merkle trees keep the comparison small;
// here each key is compared on its own, which finds the same differences with a longer message.
#pragma once
#include "engine/proto/quorum.h"

namespace caplab::quorum {

// Plans the first comparison where that is wished for and none is planned yet.
void plan_sync(State& state, Outbox& out);

// Begins a comparison with the next live replica that keeps some of the same keys.
void start_sync(State& state, const Ctx& ctx, Outbox& out);

void handle_digest(const State& state, NodeId from, const Digest& digest, Outbox& out);
void handle_sync_copy(State& state, const Ctx& ctx, NodeId from, const SyncCopy& copy, Outbox& out);

}  // namespace caplab::quorum
