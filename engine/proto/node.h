// The one list of protocols. A node holds one state per store: a replica the store's protocol, a
// client the client's side of it.
#pragma once
#include <string_view>
#include <variant>
#include <vector>

#include "engine/proto/broadcast.h"
#include "engine/proto/cache.h"
#include "engine/proto/client.h"
#include "engine/proto/crdt.h"
#include "engine/proto/home_region.h"
#include "engine/proto/multi_master.h"
#include "engine/proto/outbox.h"
#include "engine/proto/primary_backup.h"
#include "engine/proto/quorum.h"
#include "engine/proto/raft.h"
#include "engine/proto/step.h"

namespace caplab {

using ProtocolConfig = std::variant<primary_backup::Config, quorum::Config, raft::Config,
                                    cache::Config, outbox::Config, home_region::Config,
                                    crdt::Config, multi_master::Config, broadcast::Config>;
using StoreState = std::variant<client::State, primary_backup::State, quorum::State, raft::State,
                                cache::State, outbox::State, home_region::State, crdt::State,
                                multi_master::State, broadcast::State>;

StoreState initial_state(const ProtocolConfig& config, int keys, const object::Content& content);

// A client's side of the store: mostly one that asks, but some protocols let clients do more.
StoreState initial_client_state(const ProtocolConfig& config, const client::Config& client,
                                int keys, const object::Content& content);

// Whether a node has work of its own to do now and then: every replica, and a client with a copy.
bool wants_heartbeats(const StoreState& state);

// What an object of this type begins with under this protocol. A balance that is merged must be
// kept in parts from the start.
object::Content initial_content(const ProtocolConfig& config, object::ObjectType type,
                                object::Number start,
                                object::Conflict conflict = object::Conflict::natural);

void step(StoreState& state, const Ctx& ctx, const Input& input, Outbox& out);

// An operator wants this replica to be the one that decides. False where the protocol has nobody to
// replace, or the replica decides already; then nothing has happened.
bool promote(StoreState& state, const Ctx& ctx, Outbox& out);

StoreState restarted(const StoreState& state);
// The same, but with what was on the disk when the state was still `disk`. What a protocol never
// writes down, such as the numbers of its rounds, is not the disk's to lose.
StoreState restarted_from(const StoreState& state, const StoreState& disk);

// What this node holds, by key; empty for a client without a copy of its own.
const std::vector<object::Version>& versions_of(const StoreState& state);

// What this node keeps of a key beside its version there, because it lost to it: a multi-master's
// losing revisions.
std::vector<object::Content> kept_beside(const StoreState& state, Key key);

// The replicas that keep copies of a key, of all 0 .. replicas-1.
NodeSet homes_of(const ProtocolConfig& config, int replicas, Key key);

// How many writes this replica keeps for others that did not confirm them.
std::size_t hints_of(const StoreState& state);

std::string_view protocol_name(const ProtocolConfig& config);  // "quorum", "primary_backup"

// The levels that a protocol offers, weakest first.
std::vector<Level> levels_of(const ProtocolConfig& config);

}  // namespace caplab
