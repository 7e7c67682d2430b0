// An outbox: the replica that is asked writes the request down, says so, and delivers it to the
// replica that decides, its home, whenever that can be reached: one after another, in order, each
// again until it is confirmed. At `queued` a client hears that its request is noted, no more: home
// may still decline it. At `delivered` it hears what home decided.
// After: Richardson, "Microservices Patterns" (2018) §3.3.7 (transactional outbox); Helland, "Life
// beyond Distributed Transactions" (CIDR 2007) §4 (messages come more than once).
#pragma once
#include <vector>

#include "engine/proto/step.h"

namespace caplab::outbox {

// What becomes of one request more than the outbox has room for.
enum class WhenFull : std::uint8_t {
  refuse,       // its client is told
  drop_oldest,  // it takes the place of the oldest that cannot have arrived yet
  drop_newest,  // it is dropped, and at `queued` its client is not told
};

struct Config {
  NodeId home{0};
  int limit = 100;  // requests that wait in one outbox
  WhenFull when_full = WhenFull::refuse;
  Duration retry = seconds(1);            // until a request that is not confirmed is sent again
  bool idempotent = true;                 // false: home does again what it is sent again
  Duration timeout = milliseconds(1500);  // how long a client waits for home at `delivered`
  bool operator==(const Config&) const = default;
};

// A request in the outbox.
struct Noted {
  Sequence sequence = 0;
  OpId op = kNoOp;
  Key key{0};
  Level level = Level::queued;
  object::Request request;
  object::Stamp stamp;  // when it was noted; home gives another when it decides
  bool sent = false;    // it may have arrived
  bool operator==(const Noted&) const = default;
};

// Home: the last request of one replica that was decided, and how.
struct Decided {
  Sequence sequence = 0;
  object::Answer answer;
  bool operator==(const Decided&) const = default;
};

struct Durable {
  std::vector<object::Version> versions;  // by key: at home the truth, elsewhere what home told
  std::vector<Sequence> included;         // by key: the last of mine that is in that
  std::vector<Noted> queue;               // the outbox, the oldest first
  Sequence next_sequence = 1;
  std::vector<Decided> decided;  // home: by replica
  bool operator==(const Durable&) const = default;
};

// A client that waits for what home says about its request.
struct Waiting {
  Sequence sequence = 0;
  OpId op = kNoOp;
  NodeId client = kNobody;
  bool operator==(const Waiting&) const = default;
};

struct State {
  Config config;
  Durable durable;
  Sequence under_way = 0;  // the request that was sent and is not confirmed; 0: none
  std::vector<Waiting> waiting;
  std::vector<NodeSet> confirmed;  // home: by key, the replicas that hold its newest version
  bool operator==(const State&) const = default;
};

State initial_state(const Config& config, int keys, const object::Content& content);
void step(State& state, const Ctx& ctx, const Input& input, Outbox& out);

// Keeps copies, outbox and decisions; forgets who waited.
State restarted(const State& state);

// What a replica shows at `queued`: its copy, with the requests in its outbox done to it.
object::Version view_of(const State& state, Key key);

}  // namespace caplab::outbox
