// How a store is replicated, as a lesson or a system file says it: {"protocol": …} with that
// protocol's own options. Each protocol reads its own, in load_<protocol>.cpp.
#pragma once
#include <string>
#include <vector>

#include "engine/base/json_reader.h"
#include "engine/proto/node.h"

namespace caplab::lesson {

using Names = std::vector<std::string>;

// What an operation, or a step of one, may wait for.
inline constexpr json::Span kTimeoutSpan{milliseconds(1), seconds(60)};

// Notes mistakes in the reader's report and goes on. `replicas` are the names of nodes 0, 1 …
ProtocolConfig load_protocol(const json::Reader& store, const Names& replicas);

// What becomes of two copies that changed without knowing of each other; without the key "conflict"
// the type's own way. Only protocols whose copies can do so have the key.
object::Conflict load_conflict(const json::Reader& store, const ProtocolConfig& protocol,
                               object::ObjectType type);

ProtocolConfig load_quorum(const json::Reader& store, const Names& replicas);
ProtocolConfig load_primary_backup(const json::Reader& store, const Names& replicas);
ProtocolConfig load_raft(const json::Reader& store, const Names& replicas);
ProtocolConfig load_cache(const json::Reader& store, const Names& replicas);
ProtocolConfig load_outbox(const json::Reader& store, const Names& replicas);
ProtocolConfig load_home_region(const json::Reader& store, const Names& replicas);
ProtocolConfig load_crdt(const json::Reader& store, const Names& replicas);
ProtocolConfig load_multi_master(const json::Reader& store, const Names& replicas);
ProtocolConfig load_broadcast(const json::Reader& store, const Names& replicas);

}  // namespace caplab::lesson
