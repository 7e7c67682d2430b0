// Fire and forget: the replica that is asked changes its copy, answers, and tells every other once.
// Nobody confirms, nothing is sent again, and no order holds but that of stamps: the newest wins.
// An update that is lost stays lost until the next one of its key. That is all that a cursor or an
// online status needs. Copies live in memory alone.
// Compare: Cachin, Guerraoui and Rodrigues, "Introduction to Reliable and Secure Distributed
// Programming" (2011) §3.2: best-effort broadcast, but over links that lose messages.
#pragma once
#include <vector>

#include "engine/proto/step.h"

namespace caplab::broadcast {

struct Config {
  bool operator==(const Config&) const = default;
};

struct Durable {
  std::vector<object::Version> versions;  // by key: what was there at the start, and no more
  bool operator==(const Durable&) const = default;
};

struct State {
  Config config;
  Durable durable;
  std::vector<object::Version> held;  // by key
  LocalTime last_stamp{INT64_MIN};    // the latest that this replica gave to a write
  bool operator==(const State&) const = default;
};

State initial_state(const Config& config, int keys, const object::Content& content);
void step(State& state, const Ctx& ctx, const Input& input, Outbox& out);

// Knows no more than at the start.
State restarted(const State& state);

}  // namespace caplab::broadcast
