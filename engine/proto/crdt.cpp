#include "engine/proto/crdt.h"

#include <algorithm>

#include "engine/base/ensure.h"
#include "engine/proto/crdt_gossip.h"

namespace caplab::crdt {
namespace {

// Later than all that this copy has seen of the key: what is written here and now must not lose to
// what was there already, whatever the clock says. (Shapiro et al. 2011, §3.2.1: timestamps
// consistent with causal order.)
object::Stamp next_stamp(const Ctx& ctx, const object::Version& current) {
  return {std::max(ctx.now, current.stamp.time + microseconds(1)), ctx.self};
}

Reply perform(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  ENSURE(index(ask.key) < state.durable.versions.size());
  object::Version& mine = state.durable.versions[index(ask.key)];
  const object::Stamp stamp = next_stamp(ctx, mine);
  object::Effect effect = object::apply(mine.content, ask.request, stamp, ask.op);
  if (effect.changed) {
    const object::Version before = remembered(state, mine);
    mine = {stamp, ask.op, std::move(effect.next)};
    note_change(state, ask.key, before, out);
  }
  return {ask.op, Outcome::ok, {effect.accepted, mine}};
}

void receive(State& state, const Ctx& ctx, const Receive& received, Outbox& out) {
  std::visit(
      overload{
          [&](const Ask& ask) {
            out.push_back(Send{ask.client, perform(state, ctx, ask, out)});
          },
          [&](const Gossip& gossip) { handle_gossip(state, ctx, received.from, gossip, out); },
          [&](const GossipReply& reply) { handle_confirmation(state, ctx, received.from, reply); },
          [&](const NewsAsk&) { send_news(state, ctx, received.from, out); },
          [](const auto&) {},
      },
      received.message);
}

void set_timer(State& state, Outbox& out) {
  state.gossiping = true;
  out.push_back(SetTimer{TimerKind::gossip, 0, state.config.gossip, state.config.gossip});
}

}  // namespace

State initial_state(const Config& config, int keys, const object::Content& content) {
  State state;
  state.config = config;
  const auto count = static_cast<std::size_t>(keys);
  state.durable.versions.assign(count, object::Version{{}, kNoOp, content});
  state.durable.changed_at.assign(count, 0);
  state.kept_after.assign(count, 0);
  return state;
}

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out) {
  const auto fire = [&](const TimerFired& timer) {
    if (timer.kind != TimerKind::gossip) return;
    tell_neighbours(state, ctx, out);
    set_timer(state, out);
  };
  std::visit(overload{
                 [&](const Receive& received) { receive(state, ctx, received, out); },
                 fire,
                 [&](const Heartbeat&) {
                   if (!state.gossiping) set_timer(state, out);
                 },
                 [&](const Invoke& invoke) {
                   out.push_back(Finish{perform(state, ctx, invoke.ask, out)});
                 },
             },
             input);
}

State restarted(const State& state) {
  State again;
  again.config = state.config;
  again.durable = state.durable;
  again.kept_after = state.durable.changed_at;
  return again;
}

bool all_confirmed(const State& state) {
  return std::all_of(state.peers.begin(), state.peers.end(),
                     [&](const Peer& peer) { return peer.confirmed == state.durable.changed_at; });
}

}  // namespace caplab::crdt
