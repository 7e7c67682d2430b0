// A cache: one replica, the origin, holds the truth, and every other reads through to it and keeps
// what it got for a time to live. Nobody tells a cache that its copy is out of date: until the time
// has run out it answers with the old one (Mockapetris, RFC 1034 (1987) §4.3.4; RFC 1035 §3.2.1).
// An answer may outlive that while the origin is out of reach (Lawrence et al., RFC 8767 (2020)
// §4). What is not there is not remembered: every key has a value here, so RFC 2308 has nothing to
// say.
#pragma once
#include <vector>

#include "engine/proto/step.h"

namespace caplab::cache {

struct Config {
  NodeId origin{0};
  Duration time_to_live = seconds(60);  // on the cache's own clock; 0: for the requests under way
  Duration serve_stale{};  // how long after that an old copy may stand in for a silent origin
  Duration timeout = milliseconds(1500);  // how long a cache waits for the origin
  bool operator==(const Config&) const = default;
};

struct Durable {
  // By key: at the origin the truth; in a cache what was there at the start, for nothing that it
  // fetched outlives it.
  std::vector<object::Version> versions;
  bool operator==(const Durable&) const = default;
};

// Since when a cache has its copy of a key, if it has one.
struct Fetched {
  bool known = false;
  LocalTime at{0};
  bool operator==(const Fetched&) const = default;
};

// A question to the origin, and the requests that wait for its answer.
struct Round {
  RoundId id = kNoRound;
  Key key{0};
  std::vector<Ask> waiting;
  bool operator==(const Round&) const = default;
};

struct State {
  Config config;
  Durable durable;
  std::vector<object::Version> held;  // by key: at the origin the truth, elsewhere the copy
  std::vector<Fetched> fetched;       // by key
  RoundId next_round = 1;
  std::vector<Round> rounds;
  bool operator==(const State&) const = default;
};

State initial_state(const Config& config, int keys, const object::Content& content);
void step(State& state, const Ctx& ctx, const Input& input, Outbox& out);

// The origin keeps its truth; a cache begins again with nothing.
State restarted(const State& state);

}  // namespace caplab::cache
