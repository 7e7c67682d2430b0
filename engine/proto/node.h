// The one list of protocols. A node holds one state per store: a replica the store's protocol, a
// client the client's side of it.
#pragma once
#include <string_view>
#include <variant>
#include <vector>

#include "engine/proto/broadcast.h"
#include "engine/proto/cache.h"
#include "engine/proto/client.h"
#include "engine/proto/home_region.h"
#include "engine/proto/outbox.h"
#include "engine/proto/primary_backup.h"
#include "engine/proto/quorum.h"
#include "engine/proto/step.h"

namespace caplab {

using ProtocolConfig = std::variant<primary_backup::Config, quorum::Config, cache::Config,
                                    outbox::Config, home_region::Config, broadcast::Config>;
using StoreState = std::variant<client::State, primary_backup::State, quorum::State, cache::State,
                                outbox::State, home_region::State, broadcast::State>;

StoreState initial_state(const ProtocolConfig& config, int keys, const object::Content& content);
void step(StoreState& state, const Ctx& ctx, const Input& input, Outbox& out);
StoreState restarted(const StoreState& state);

// What this replica holds, by key; empty for a client.
const std::vector<object::Version>& versions_of(const StoreState& state);

// How many writes this replica keeps for others that did not confirm them.
std::size_t hints_of(const StoreState& state);

std::string_view protocol_name(const ProtocolConfig& config);  // "quorum", "primary_backup"

// The levels that a protocol offers, weakest first.
std::vector<Level> levels_of(const ProtocolConfig& config);

}  // namespace caplab
