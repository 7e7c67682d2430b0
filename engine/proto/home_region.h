// Every key has a home, one replica that alone decides about it; others pass requests on and hold
// copies that follow later. A key that is used from elsewhere moves there: its home stops, hands
// its version over, and the next begins once it has that. In between, however long, nobody answers.
// Every home has its epoch, so that old messages cannot bring back the past. After: Corbett et al.,
// "Spanner" (OSDI 2012) §2.2 (data moves to where it is used). A home that is gone keeps its keys.
#pragma once
#include <vector>

#include "engine/proto/step.h"

namespace caplab::home_region {

struct Config {
  std::vector<NodeId> homes{NodeId{0}};  // of keys 0, 1, …, round and round
  // So many requests in a row through the same other replica move a key there; 0: it never moves.
  int move_after = 0;
  bool operator==(const Config&) const = default;
};

// Where a key is at home, as far as a replica knows.
struct Place {
  HomeEpoch epoch = 1;
  NodeId owner = kNobody;
  bool handing_over = false;  // from here to `owner`, who has not said that it has it
  bool operator==(const Place&) const = default;
};

struct Durable {
  std::vector<object::Version> versions;  // by key
  std::vector<Place> places;              // by key
  bool operator==(const Durable&) const = default;
};

// Requests in a row through one other replica.
struct Streak {
  NodeId asked = kNobody;
  int count = 0;
  bool operator==(const Streak&) const = default;
};

struct State {
  Config config;
  Durable durable;
  std::vector<Streak> streaks;     // by key; the owner counts
  std::vector<NodeSet> confirmed;  // by key: who is known to have the owner's newest version
  bool operator==(const State&) const = default;
};

State initial_state(const Config& config, int keys, const object::Content& content);
void step(State& state, const Ctx& ctx, const Input& input, Outbox& out);

// Keeps versions and places, a handover that is under way too.
State restarted(const State& state);

}  // namespace caplab::home_region
