// Reads are judged here, when they have come; a write cannot be sent back, so its replica judges.
#include "engine/proto/client.h"

#include <algorithm>

namespace caplab::client {
namespace {

bool is_nothing(const object::Version& version) { return version.stamp == object::Stamp{}; }

bool holds(const Ctx& ctx, const object::Version& shown, const object::Version& floor) {
  return is_nothing(floor) || object::covers(shown, floor, ctx.conflict);
}

Seen& seen_of(State& state, Key key) {
  if (state.seen.size() <= index(key)) state.seen.resize(index(key) + 1);
  return state.seen[index(key)];
}

void learn(const Ctx& ctx, object::Version& known, const object::Version& version) {
  if (is_nothing(version)) return;
  if (is_nothing(known)) {
    known = version;
  } else {
    object::merge(known, version, ctx.conflict);
  }
}

// A session's next write is to come after this.
object::Stamp write_floor(State& state, Key key) {
  const Guarantees& guarantees = state.config.guarantees;
  const Seen& seen = seen_of(state, key);
  object::Stamp floor;
  if (guarantees.monotonic_writes) floor = std::max(floor, seen.written.stamp);
  if (guarantees.writes_follow_reads) floor = std::max(floor, seen.read.stamp);
  return floor;
}

bool is_too_old(State& state, const Ctx& ctx, const Waiting& waiting, const Reply& reply) {
  if (state.config.session != Session::token || reply.outcome != Outcome::ok) return false;
  if (!object::is_read(waiting.ask.request.verb)) return false;
  const Guarantees& guarantees = state.config.guarantees;
  const Seen& seen = seen_of(state, waiting.ask.key);
  const object::Version& shown = reply.answer.shown;
  return (guarantees.read_your_writes && !holds(ctx, shown, seen.written)) ||
         (guarantees.monotonic_reads && !holds(ctx, shown, seen.read));
}

void remember(State& state, const Ctx& ctx, const Ask& ask, const Reply& reply) {
  if (state.config.session != Session::token || reply.outcome != Outcome::ok) return;
  Seen& seen = seen_of(state, ask.key);
  const bool wrote = !object::is_read(ask.request.verb) && reply.answer.accepted;
  learn(ctx, wrote ? seen.written : seen.read, reply.answer.shown);
}

NodeId replica_for(State& state, const Ctx& ctx, const Waiting& waiting) {
  if (state.config.session == Session::sticky) {
    if (state.home == kNobody) state.home = ctx.nearest.front();
    return state.home;
  }
  return ctx.nearest[waiting.turn % ctx.nearest.size()];
}

void send(State& state, const Ctx& ctx, Waiting& waiting, Outbox& out) {
  waiting.idle = false;
  out.push_back(Send{replica_for(state, ctx, waiting), waiting.ask});
}

void call(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  Waiting waiting{with_context(state.contexts, ask)};
  const bool floored = state.config.session == Session::token && !object::is_read(ask.request.verb);
  if (floored) waiting.ask.floor = write_floor(state, ask.key);
  send(state, ctx, waiting, out);
  state.waiting.push_back(std::move(waiting));
  const auto tag = static_cast<std::uint32_t>(ask.op);
  out.push_back(SetTimer{TimerKind::patience, tag, state.config.patience, state.config.patience});
}

std::vector<Waiting>::iterator waiting_for(State& state, OpId op) {
  return std::find_if(state.waiting.begin(), state.waiting.end(),
                      [op](const Waiting& waiting) { return waiting.ask.op == op; });
}

// The next nearest replica may know more; after the last, all wait for news first.
void ask_another(State& state, const Ctx& ctx, Waiting& waiting, Outbox& out) {
  ++waiting.turn;
  if (waiting.turn % ctx.nearest.size() != 0) return send(state, ctx, waiting, out);
  waiting.idle = true;
  const auto tag = static_cast<std::uint32_t>(waiting.ask.op);
  out.push_back(
      SetTimer{TimerKind::backoff, tag, state.config.retry_after, state.config.retry_after});
}

void receive(State& state, const Ctx& ctx, const Reply& reply, Outbox& out) {
  const auto waiting = waiting_for(state, reply.op);
  if (waiting == state.waiting.end() || waiting->idle) return;
  if (is_too_old(state, ctx, *waiting, reply)) return ask_another(state, ctx, *waiting, out);
  remember(state, ctx, waiting->ask, reply);
  remember_context(state.contexts, reply);
  state.waiting.erase(waiting);
  out.push_back(Finish{reply});
}

void receive(State& state, const Ctx& ctx, const Behind& behind, Outbox& out) {
  const auto waiting = waiting_for(state, behind.op);
  if (waiting == state.waiting.end() || waiting->idle) return;
  ask_another(state, ctx, *waiting, out);
}

void ask_again(State& state, const Ctx& ctx, OpId op, Outbox& out) {
  const auto waiting = waiting_for(state, op);
  if (waiting != state.waiting.end() && waiting->idle) send(state, ctx, *waiting, out);
}

// Silence is not a "no": the request may still take effect. But where every answer so far was no
// help and nothing is under way, nothing can come of it.
void give_up(State& state, OpId op, Outbox& out) {
  const auto waiting = waiting_for(state, op);
  if (waiting == state.waiting.end()) return;
  const Outcome outcome = waiting->idle ? Outcome::fail : Outcome::unknown;
  state.waiting.erase(waiting);
  out.push_back(Finish{Reply{op, outcome, {}}});
}

void receive(State& state, const Ctx& ctx, const Message& message, Outbox& out) {
  if (const Reply* reply = std::get_if<Reply>(&message)) receive(state, ctx, *reply, out);
  if (const Behind* behind = std::get_if<Behind>(&message)) receive(state, ctx, *behind, out);
}

void handle_timer(State& state, const Ctx& ctx, const TimerFired& timer, Outbox& out) {
  if (timer.kind == TimerKind::patience) give_up(state, OpId{timer.tag}, out);
  if (timer.kind == TimerKind::backoff) ask_again(state, ctx, OpId{timer.tag}, out);
}

}  // namespace

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out) {
  std::visit(overload{
                 [&](const Invoke& invoke) { call(state, ctx, invoke.ask, out); },
                 [&](const Receive& received) { receive(state, ctx, received.message, out); },
                 [&](const TimerFired& timer) { handle_timer(state, ctx, timer, out); },
                 [](const Heartbeat&) {},
             },
             input);
}

State restarted(const State& state) { return {state.config, {}}; }

bool is_behind(const std::vector<object::Version>& copies, LocalTime now, const Ask& ask) {
  if (ask.floor == object::Stamp{} || index(ask.key) >= copies.size()) return false;
  return copies[index(ask.key)].stamp < ask.floor || now <= ask.floor.time;
}

}  // namespace caplab::client
