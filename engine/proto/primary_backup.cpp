#include "engine/proto/primary_backup.h"

#include "engine/proto/primary_backup_copies.h"
#include "engine/proto/primary_backup_failover.h"
#include "engine/proto/primary_backup_writes.h"

namespace caplab::primary_backup {
namespace {

// Whoever was the primary of the latest epoch that has begun may be deposed without knowing by
// whom: then it can only refuse.
void handle_ask(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  if (is_primary(state, ctx)) {
    return has_stopped(state) ? refuse(ask, out) : decide(state, ctx, ask, out);
  }
  const bool own_copy = ask.level == Level::any && object::is_read(ask.request.verb);
  const bool only_owner = state.config.mode == Mode::single_copy || state.config.shared_log;
  if (own_copy && !only_owner) return read_here(state, ask, out);
  const NodeId primary = state.durable.epoch.primary;
  if (primary == ctx.self) return refuse(ask, out);
  out.push_back(Send{primary, ask});
}

void handle_write(State& state, const Ctx& ctx, NodeId from, const EpochWrite& write, Outbox& out) {
  if (follow(state, ctx, from, write.epoch, out)) take_copy(state, from, write, out);
}

// A confirmation that belongs to an earlier epoch says nothing about this one's copies.
void handle_epoch_reply(State& state, const Ctx& ctx, NodeId from, const EpochWriteReply& reply,
                        Outbox& out) {
  if (reply.epoch != state.durable.epoch || !is_primary(state, ctx)) return;
  handle_confirmation(state, ctx, from, {reply.round, reply.key, reply.stamp}, out);
}

void receive(State& state, const Ctx& ctx, NodeId from, const Message& message, Outbox& out) {
  std::visit(
      overload{
          [&](const Ask& ask) { handle_ask(state, ctx, ask, out); },
          [&](const WriteAsk& write) {
            handle_write(state, ctx, from,
                         {first_epoch(state.config), write.round, write.key, write.version}, out);
          },
          [&](const CopyReply& reply) {
            handle_epoch_reply(state, ctx, from,
                               {first_epoch(state.config), reply.round, reply.key, reply.stamp},
                               out);
          },
          [&](const EpochWrite& write) { handle_write(state, ctx, from, write, out); },
          [&](const EpochWriteReply& reply) { handle_epoch_reply(state, ctx, from, reply, out); },
          [&](const EpochNotice& notice) { handle_notice(state, ctx, notice, out); },
          [&](const Beat& beat) { handle_beat(state, ctx, from, beat, out); },
          [&](const BeatReply& reply) { handle_beat_reply(state, ctx, from, reply); },
          [&](const TakeoverAsk& ask) { handle_takeover_ask(state, ctx, from, ask, out); },
          [&](const TakeoverReply& reply) { handle_takeover_reply(state, ctx, from, reply, out); },
          [](const auto&) {},
      },
      message);
}

void handle_timer(State& state, const Ctx& ctx, const TimerFired& timer, Outbox& out) {
  if (timer.kind == TimerKind::round_timeout) handle_timeout(state, timer.tag, out);
  if (timer.kind == TimerKind::apply) handle_apply(state, timer.tag, out);
  if (timer.kind == TimerKind::primary_silent) handle_silence(state, ctx, timer.tag, out);
  if (timer.kind == TimerKind::takeover) handle_takeover_timer(state, ctx, timer.tag, out);
  if (timer.kind == TimerKind::stop_serving) {
    state.following.expired = std::max(state.following.expired, timer.tag);
  }
}

}  // namespace

State initial_state(const Config& config, int keys, const object::Content& content) {
  State state;
  state.config = config;
  const auto count = static_cast<std::size_t>(keys);
  const Epoch first = first_epoch(config);
  state.durable.versions.assign(count, object::Version{{}, kNoOp, content});
  state.durable.epochs.assign(count, first);
  state.durable.epoch = first;
  state.durable.promised = first;
  NodeSet everybody;
  everybody.bits = UINT32_MAX;
  state.confirmed.assign(count, everybody);
  show_everything(state);
  return state;
}

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out) {
  std::visit(overload{
                 [&](const Receive& received) {
                   receive(state, ctx, received.from, received.message, out);
                 },
                 [&](const TimerFired& timer) { handle_timer(state, ctx, timer, out); },
                 [&](const Heartbeat&) { look_after_primary(state, ctx, out); },
                 [](const Invoke&) {},
             },
             input);
}

State restarted(const State& state) {
  State again;
  again.config = state.config;
  again.durable = state.durable;
  // What backups confirmed before the crash is forgotten, so they are asked again; so is what a
  // majority vouched for.
  again.confirmed.assign(state.durable.versions.size(), NodeSet{});
  again.next_round = state.next_round;
  again.next_arrival = state.next_arrival;
  again.following = {state.following.beat, {}, 0, state.following.beat};
  show_everything(again);
  return again;
}

}  // namespace caplab::primary_backup
