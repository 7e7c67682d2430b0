// Systems, requests and faults to test with, built from few numbers. Three sites or more at
// different distances, one store, and under the name of each verb and level an operation of its
// own. Nothing in here checks anything.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/rng.h"
#include "engine/sim/scenario.h"

namespace caplab::test {

struct Shape {
  ProtocolConfig protocol = quorum::Config{};
  object::ObjectType type = object::ObjectType::account;
  int replicas = 3;
  int clients = 3;
  int keys = 1;
  object::Number initial = 100;  // of registers, accounts and stocks; others start empty
  bool exact = false;            // every message takes exactly kNear or kFar
  int sites = 0;                 // 0: one a replica
  bool extras = false;           // an account's transfers and a log's replies, too
  object::Conflict conflict = object::Conflict::natural;
};

// The levels that a store of this shape offers.
std::vector<Level> levels_of(const Shape& shape);

inline constexpr Duration kNear = milliseconds(1);
inline constexpr Duration kFar = milliseconds(10);

// Replica i and client i sit at site i, round and round.
System make_system(const Shape& shape);

// One more store over the same nodes; returns its id. Its operations are named "NAME.verb.level".
StoreId add_store(System& system, std::string name, const Shape& shape);

// The operation of the first store. REQUIRES: its type and protocol have it.
std::uint16_t operation_of(const System& system, object::Verb verb, Level level);

NodeId replica_node(int number);
NodeId client_node(const System& system, int number);
NodeSet nodes_of(std::initializer_list<NodeId> nodes);

TimedCommand call_at(Time at, NodeId client, std::uint16_t operation, std::int64_t amount = 0);

// Requests of all clients to the first store: any verb, any key.
struct Demand {
  std::optional<Level> level = Level::quorum;  // none: any
  Time from;
  Time until;
  Duration every = milliseconds(100);  // on average, all clients together
  int burst = 1;                       // each time at most so many calls …
  Duration within{};                   // … within this
};
std::vector<TimedCommand> draw_requests(const System& system, const Demand& demand, Rng& rng);

enum class FaultKind : std::uint8_t {
  none,
  cut,      // one site from all others
  split,    // some links, so that the rest still see both ends
  one_way,  // a node still hears but is not heard
  crash,    // a node stops and starts again
  skew,     // clocks jump and drift
  slow,     // links take longer for a while
  loss,     // messages get lost
  pause,    // a node stands still for a while
  doubles,  // messages arrive twice
  move,     // a client goes to another site
  promote,  // an operator makes a replica the primary
  lies,     // a node's disk forgets what it wrote last before a crash
};
inline constexpr int kFaultKinds = 8;      // the first ones, which all old seeds draw from
inline constexpr int kAllFaultKinds = 12;  // and those that a protocol must survive
inline constexpr int kAnyFaultKinds = 13;  // and those that it need not
std::string_view name_of(FaultKind kind);

// One fault in (from, until); cuts and losses last until somebody heals.
void draw_fault(const System& system, FaultKind kind, Time from, Time until, Rng& rng,
                std::vector<TimedCommand>& script);

void sort_by_time(std::vector<TimedCommand>& script);

}  // namespace caplab::test
