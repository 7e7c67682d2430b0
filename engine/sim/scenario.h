// Everything a run starts from. A System is what stands still; a Scenario adds what happens to it:
// the script and the seed.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/object/verb_words.h"
#include "engine/proto/node.h"
#include "engine/sim/command.h"
#include "engine/sim/latency.h"

namespace caplab {

struct NodeSpec {
  std::string name;
  SiteId site{0};
  bool operator==(const NodeSpec&) const = default;
};

struct StoreSpec {
  std::string name;
  object::ObjectType type = object::ObjectType::reg;
  ProtocolConfig protocol;
  int keys = 1;
  object::Content initial;  // of every key
  object::Conflict conflict = object::Conflict::natural;
  object::Nouns nouns = {};  // the lesson's own
  bool operator==(const StoreSpec&) const = default;
};

// Something that clients do, under the lesson's own name.
struct OperationSpec {
  std::string name;
  StoreId store{0};
  object::Verb verb = object::Verb::read;
  Level level = Level::one;
  // The operation that the same client calls as soon as this one was accepted (a withdrawal is
  // entered in the history); its amount, key and item are taken over.
  std::optional<std::uint16_t> then;
  // acquire: how long every lease lasts, so that a call's amount is for what follows; 0: the amount
  // is the lease.
  Duration lease = {};
  bool operator==(const OperationSpec&) const = default;
};

struct System {
  std::vector<std::string> sites;
  std::vector<NodeSpec> nodes;  // replicas first, then clients; at most kNodesMax
  int replicas = 0;
  std::vector<StoreSpec> stores;
  std::vector<OperationSpec> operations;
  std::vector<Latency> latencies;  // one way, from site × to site, row by row
  // Where a profile knows more: finer tables, and which of them, by leg, from site × to site. Both
  // are empty, or `legs` has a row for every two sites; then `latencies` are their outline.
  std::vector<FineLatency> fine;
  std::vector<LegTables> legs;
  Ratio loss;         // of every message between sites
  Ratio duplication;  // likewise: it arrives twice
  client::Config client;
  Duration heartbeat = milliseconds(500);       // replica to replica
  Duration suspect_after = milliseconds(1600);  // silence after which a replica counts as dead
  bool weighs_messages = false;                 // whether World::bytes is kept
  bool operator==(const System&) const = default;
};

inline constexpr Time kAsDrawn{-1};

struct Scenario {
  System system;
  std::vector<TimedCommand> script;  // by time; equal times in this order
  Time end;                          // nothing is simulated after it
  std::uint64_t seed = 1;
  // Instead of what chance says: when things happen that are planned in the queue, by their numbers
  // there; kAsDrawn leaves one to chance, as are all after these.
  std::vector<Time> due = {};
  bool operator==(const Scenario&) const = default;
};

// The levels that the store offers, weakest first. Siblings cannot be replaced conditionally: a
// condition would have to hold for all of them.
std::vector<Level> levels_of(const StoreSpec& store);

inline std::size_t client_count(const System& system) {
  return system.nodes.size() - static_cast<std::size_t>(system.replicas);
}

const Latency& latency_between(const System& system, NodeId from, NodeId to);
const Latency& latency_between(const System& system, SiteId from, SiteId to);

// All replicas, by median latency from `node`; the lower id first where two are as near. A client
// asks the first; for a replica that is itself.
std::vector<NodeId> replicas_by_distance(const System& system, NodeId node);
// The same for a client that stands at `site`.
std::vector<NodeId> replicas_by_distance(const System& system, SiteId site);

NodeSet nodes_at(const System& system, SiteId site);
NodeSet all_nodes(const System& system);

}  // namespace caplab
