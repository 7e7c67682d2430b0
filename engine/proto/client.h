// A client: asks the nearest replica, waits as long as its patience lasts, and then does not know
// what became of its request.
#pragma once
#include <vector>

#include "engine/proto/client_context.h"
#include "engine/proto/step.h"

namespace caplab::client {

struct Config {
  Duration patience = seconds(2);
  bool operator==(const Config&) const = default;
};

struct State {
  Config config;
  std::vector<OpId> waiting;
  Contexts contexts{};
  bool operator==(const State&) const = default;
};

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out);

// A client that crashes forgets what it waited for.
State restarted(const State& state);

}  // namespace caplab::client
