#include "engine/proto/client.h"

#include <algorithm>

namespace caplab::client {
namespace {

// Returns whether the client still waited for it.
bool stop_waiting(State& state, OpId op) {
  const auto found = std::find(state.waiting.begin(), state.waiting.end(), op);
  if (found == state.waiting.end()) return false;
  state.waiting.erase(found);
  return true;
}

void call(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  state.waiting.push_back(ask.op);
  out.push_back(Send{ctx.nearest.front(), with_context(state.contexts, ask)});
  const auto tag = static_cast<std::uint32_t>(ask.op);
  out.push_back(SetTimer{TimerKind::patience, tag, state.config.patience, state.config.patience});
}

void receive(State& state, const Message& message, Outbox& out) {
  const Reply* reply = std::get_if<Reply>(&message);
  if (reply == nullptr || !stop_waiting(state, reply->op)) return;
  remember_context(state.contexts, *reply);
  out.push_back(Finish{*reply});
}

// Silence is not a "no": the request may still take effect.
void give_up(State& state, OpId op, Outbox& out) {
  if (stop_waiting(state, op)) out.push_back(Finish{Reply{op, Outcome::unknown, {}}});
}

}  // namespace

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out) {
  std::visit(overload{
                 [&](const Invoke& invoke) { call(state, ctx, invoke.ask, out); },
                 [&](const Receive& received) { receive(state, received.message, out); },
                 [&](const TimerFired& timer) { give_up(state, OpId{timer.tag}, out); },
                 [](const Heartbeat&) {},
             },
             input);
}

State restarted(const State& state) { return {state.config, {}}; }

}  // namespace caplab::client
