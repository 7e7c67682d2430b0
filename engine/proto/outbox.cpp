// The side of the replica that is asked; home's is in outbox_home.cpp.
#include "engine/proto/outbox.h"

#include <algorithm>

#include "engine/base/ensure.h"
#include "engine/proto/outbox_home.h"

namespace caplab::outbox {
namespace {

void answer(const Ask& ask, Outcome outcome, object::Answer given, Outbox& out) {
  out.push_back(Send{ask.client, Reply{ask.op, outcome, std::move(given)}});
}

// Stamps order the requests of one outbox, so they must grow even when its clock does not.
object::Stamp next_stamp(const State& state, const Ctx& ctx) {
  if (state.durable.queue.empty()) return {ctx.now, ctx.self};
  const LocalTime last = state.durable.queue.back().stamp.time;
  return {std::max(ctx.now, last + microseconds(1)), ctx.self};
}

// --- delivering ---

// Sends the oldest request, unless it is on its way already. Only one is under way at a time, so
// that no later one can overtake it.
void deliver_next(State& state, const Ctx& ctx, Outbox& out) {
  std::vector<Noted>& queue = state.durable.queue;
  const bool sent = !queue.empty() && queue.front().sequence == state.under_way;
  if (sent) return;
  state.under_way = 0;
  if (queue.empty() || !ctx.alive.has(state.config.home)) return;
  Noted& next = queue.front();
  next.sent = true;
  state.under_way = next.sequence;
  out.push_back(
      Send{state.config.home, Deliver{next.sequence, next.op, next.key, next.level, next.request}});
  out.push_back(
      SetTimer{TimerKind::backoff, next.sequence, state.config.retry, state.config.retry});
}

void try_again(State& state, const Ctx& ctx, Sequence sequence, Outbox& out) {
  if (state.under_way != sequence) return;
  state.under_way = 0;
  deliver_next(state, ctx, out);
}

// Tells the client that waits for this request, if one still does.
void tell(State& state, Sequence sequence, Outcome outcome, const object::Answer& given,
          Outbox& out) {
  const auto found =
      std::find_if(state.waiting.begin(), state.waiting.end(),
                   [&](const Waiting& waiting) { return waiting.sequence == sequence; });
  if (found == state.waiting.end()) return;
  out.push_back(Send{found->client, Reply{found->op, outcome, given}});
  state.waiting.erase(found);
}

void handle_delivered(State& state, const Ctx& ctx, const Delivered& delivered, Outbox& out) {
  std::vector<Noted>& queue = state.durable.queue;
  if (queue.empty() || queue.front().sequence != delivered.sequence) return;
  tell(state, delivered.sequence, Outcome::ok, delivered.answer, out);
  queue.erase(queue.begin());
  store(state, delivered.key, delivered.answer.shown, out);
  deliver_next(state, ctx, out);
}

void handle_copy(State& state, NodeId from, const HomeCopy& copy, Outbox& out) {
  Sequence& included = state.durable.included[index(copy.key)];
  const bool newest = copy.version.stamp >= state.durable.versions[index(copy.key)].stamp;
  if (newest) included = std::max(included, copy.included);
  store(state, copy.key, copy.version, out);
  out.push_back(Send{from, CopyReply{kNoRound, copy.key, copy.version.stamp}});
}

// --- noting ---

bool is_full(const State& state) {
  return state.durable.queue.size() >= static_cast<std::size_t>(state.config.limit);
}

void note(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  const Sequence sequence = state.durable.next_sequence++;
  const object::Stamp stamp = next_stamp(state, ctx);
  state.durable.queue.push_back({sequence, ask.op, ask.key, ask.level, ask.request, stamp, false});
  if (ask.level == Level::delivered) {
    state.waiting.push_back({sequence, ask.op, ask.client});
    const Duration timeout = state.config.timeout;
    out.push_back(SetTimer{TimerKind::round_timeout, sequence, timeout, timeout});
  } else {
    answer(ask, Outcome::ok, {true, view_of(state, ask.key)}, out);
  }
  deliver_next(state, ctx, out);
}

// Says "noted" and does not note it.
void drop_newest(State& state, const Ask& ask, Outbox& out) {
  if (ask.level == Level::delivered) return answer(ask, Outcome::fail, {}, out);
  answer(ask, Outcome::ok, {true, view_of(state, ask.key)}, out);
  out.push_back(Overturned{ask.key, ask.op});
}

// What was sent may have arrived and cannot be taken back, so it stays. Whoever was told that the
// dropped one is noted was told too much; whoever waits for it hears no.
void drop_oldest(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  std::vector<Noted>& queue = state.durable.queue;
  const auto oldest =
      std::find_if(queue.begin(), queue.end(), [](const Noted& noted) { return !noted.sent; });
  if (oldest == queue.end()) return drop_newest(state, ask, out);
  const Noted dropped = *oldest;
  queue.erase(oldest);
  tell(state, dropped.sequence, Outcome::fail, {}, out);
  if (dropped.level == Level::queued) out.push_back(Overturned{dropped.key, dropped.op});
  note(state, ctx, ask, out);
}

void write(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  if (!is_full(state)) return note(state, ctx, ask, out);
  switch (state.config.when_full) {
    case WhenFull::refuse: return answer(ask, Outcome::fail, {}, out);
    case WhenFull::drop_newest: return drop_newest(state, ask, out);
    case WhenFull::drop_oldest: return drop_oldest(state, ctx, ask, out);
  }
}

void handle_ask(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  ENSURE(index(ask.key) < state.durable.versions.size());
  if (ctx.self == state.config.home) return decide_here(state, ctx, ask, out);
  const bool needs_home = ask.level == Level::delivered;
  if (needs_home && !ctx.alive.has(state.config.home)) return answer(ask, Outcome::fail, {}, out);
  if (!object::is_read(ask.request.verb)) return write(state, ctx, ask, out);
  if (needs_home) {
    out.push_back(Send{state.config.home, ask});
    return;
  }
  answer(ask, Outcome::ok, object::answer_to(ask.request, view_of(state, ask.key)), out);
}

void receive(State& state, const Ctx& ctx, const Receive& received, Outbox& out) {
  const NodeId from = received.from;
  std::visit(overload{
                 [&](const Ask& ask) { handle_ask(state, ctx, ask, out); },
                 [&](const Deliver& deliver) { handle_deliver(state, ctx, from, deliver, out); },
                 [&](const Delivered& delivered) { handle_delivered(state, ctx, delivered, out); },
                 [&](const HomeCopy& copy) { handle_copy(state, from, copy, out); },
                 [&](const CopyReply& reply) { handle_confirmed_copy(state, from, reply); },
                 [](const auto&) {},  // what other protocols say does not come here
             },
             received.message);
}

// The request stays in the outbox and will be done: nobody knows yet what comes of it.
void handle_timer(State& state, const Ctx& ctx, const TimerFired& timer, Outbox& out) {
  if (timer.kind == TimerKind::backoff) try_again(state, ctx, timer.tag, out);
  if (timer.kind == TimerKind::round_timeout) tell(state, timer.tag, Outcome::unknown, {}, out);
}

}  // namespace

object::Version view_of(const State& state, Key key) {
  object::Version view = state.durable.versions[index(key)];
  const Sequence included = state.durable.included[index(key)];
  for (const Noted& noted : state.durable.queue) {
    if (noted.key != key || noted.sequence <= included) continue;
    object::Effect effect = object::apply(view.content, noted.request, noted.stamp, noted.op);
    if (!effect.changed) continue;
    view = {std::max(view.stamp, noted.stamp), noted.op, std::move(effect.next)};
  }
  return view;
}

State initial_state(const Config& config, int keys, const object::Content& content) {
  State state;
  state.config = config;
  const auto count = static_cast<std::size_t>(keys);
  state.durable.versions.assign(count, object::Version{{}, kNoOp, content});
  state.durable.included.assign(count, 0);
  NodeSet everybody;
  everybody.bits = UINT32_MAX;
  state.confirmed.assign(count, everybody);
  return state;
}

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out) {
  std::visit(overload{
                 [&](const Receive& received) { receive(state, ctx, received, out); },
                 [&](const TimerFired& timer) { handle_timer(state, ctx, timer, out); },
                 [&](const Heartbeat&) {
                   deliver_next(state, ctx, out);
                   send_copies(state, ctx, out);
                 },
                 [](const Invoke&) {},
             },
             input);
}

State restarted(const State& state) {
  State again;
  again.config = state.config;
  again.durable = state.durable;
  // What the others confirmed before the crash is forgotten, so they are sent it again.
  again.confirmed.assign(state.durable.versions.size(), NodeSet{});
  return again;
}

}  // namespace caplab::outbox
