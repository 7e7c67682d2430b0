// Every replica answers at once from its own copy and tells the others afterwards, round by round;
// copies merge, so all that have heard the same hold the same. A client may hold a copy of its own:
// it answers its user even offline and talks to its nearest replica when it can. Nothing is ever
// refused, and no promise spans two copies: both sides of a cut may spend the same money.
// After: Shapiro et al., "A comprehensive study of Convergent and Commutative Replicated Data
// Types" (INRIA RR-7506, 2011) §2.2.1 (states); Almeida, Shoker, Baquero, "Delta state replicated
// data types" (2018) §6, algorithm 2 (deltas, kept until each neighbour has confirmed them).
#pragma once
#include <vector>

#include "engine/proto/step.h"

namespace caplab::crdt {

enum class Exchange : std::uint8_t {
  states,  // a neighbour gets the whole state of each key that it has not confirmed
  deltas,  // it gets only what it has not confirmed
};

struct Config {
  Duration gossip = milliseconds(500);  // between two rounds
  Exchange exchange = Exchange::states;
  int fan_out = 1;  // neighbours told in a round, in turn by distance
  bool on_client = false;
  bool operator==(const Config&) const = default;
};

// Changes of one copy are numbered, so that neighbours can say how far they have come. The numbers
// survive a crash, else a late confirmation from before it would be taken for a new one.
struct Durable {
  std::vector<object::Version> versions;  // by key
  std::vector<std::uint32_t> changed_at;  // by key: the number of its latest change
  std::uint32_t changes = 0;
  bool operator==(const Durable&) const = default;
};

struct Delta {
  std::uint32_t number = 0;
  Key key{0};
  object::Version version;
  bool operator==(const Delta&) const = default;
};

struct Peer {
  NodeId node = kNobody;
  std::vector<std::uint32_t> confirmed;  // by key: my changes that it has
  bool operator==(const Peer&) const = default;
};

struct State {
  Config config;
  Durable durable;
  std::vector<Peer> peers;                // those that I have heard of
  std::vector<Delta> deltas;              // by number
  std::vector<std::uint32_t> kept_after;  // by key: all its deltas after this number are kept
  std::uint32_t turn = 0;                 // whose turn it is in the next round
  bool gossiping = false;                 // the timer of the next round is set
  bool operator==(const State&) const = default;
};

State initial_state(const Config& config, int keys, const object::Content& content);
void step(State& state, const Ctx& ctx, const Input& input, Outbox& out);

// Keeps the copy, and forgets what neighbours have confirmed: they get whole states again.
State restarted(const State& state);

// Whether every peer that this copy has heard of has confirmed all of it.
bool all_confirmed(const State& state);

}  // namespace caplab::crdt
