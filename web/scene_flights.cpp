// Messages under way, from the log: when each was sent, when it arrives, and whether it does.
#include <algorithm>

#include "engine/proto/message_words.h"
#include "web/scene_picture.h"

namespace caplab::web {
namespace {

constexpr Duration kReach = seconds(2);   // how much time around now is prepared
constexpr float kLostFadeReal = 0.45F;    // seconds of play in which what was lost fades
constexpr float kLostByChanceAt = 0.62F;  // of the way

float seconds_between(Time from, Time to) { return static_cast<float>((to - from).us) / 1e6F; }

std::vector<LossReason> losses_of(const Log& log) {
  std::vector<LossReason> losses;
  for (const Event& event : log.events) {
    if (event.kind != EventKind::lost) continue;
    if (event.number >= losses.size()) losses.resize(event.number + 1, LossReason::none);
    losses[event.number] = event.reason;
  }
  return losses;
}

float stop_of(LossReason reason) {
  switch (reason) {
    case LossReason::cut: return kTearAt;
    case LossReason::chance: return kLostByChanceAt;
    case LossReason::none:
    case LossReason::crashed: return 1;
  }
  return 1;
}

bool is_write(const Log& log, const System& system, OpId op) {
  if (index(op) >= log.operations.size()) return false;
  return !object::is_read(system.operations[log.operations[index(op)].operation].verb);
}

Color color_of_flight(const App& app, const Log& log, const Event& sent) {
  const Theme& theme = theme_of(app.theme);
  switch (words_of(sent.message).role) {
    case MessageRole::beat: return faded(theme.muted, 0.55F);
    case MessageRole::request:
      return is_write(log, app.lesson.system, sent.op) ? theme.accent : theme.text;
    case MessageRole::answer: {
      if (index(sent.op) >= log.operations.size()) return theme.text;
      const Operation& operation = log.operations[index(sent.op)];
      return operation.outcome == Outcome::fail ? theme.refused : theme.ok;
    }
    case MessageRole::question:
    case MessageRole::copy: return theme.muted;
    case MessageRole::update:
    case MessageRole::proposal: return theme.accent;
    case MessageRole::confirmation:
    case MessageRole::vote: return theme.ok;
    case MessageRole::ballot: return theme.conflict;
  }
  return theme.text;
}

float size_of_flight(MessageKind kind) {
  if (kind == MessageKind::ping) return 7;
  return kind == MessageKind::ask || kind == MessageKind::reply ? 10 : 8;
}

}  // namespace

FlightKind kind_of_flight(MessageKind kind) {
  switch (words_of(kind).role) {
    case MessageRole::beat: return FlightKind::beat;
    case MessageRole::request:
    case MessageRole::update: return FlightKind::ask;
    case MessageRole::answer:
    case MessageRole::copy:
    case MessageRole::confirmation: return FlightKind::answer;
    case MessageRole::question: return FlightKind::read;
    case MessageRole::ballot:
    case MessageRole::proposal:
    case MessageRole::vote: return FlightKind::ballot;
  }
  return FlightKind::ask;
}

Flights flights_of(const App& app, const SceneLayout& layout) {
  Flights result;
  if (!app.stage) return result;
  const Log& log = app.stage->whole;
  const Time now = now_of(*app.stage);
  result.epoch = now;
  result.from = now - kReach;
  result.until = now + kReach;
  const std::vector<LossReason> losses = losses_of(log);
  const float fades = kLostFadeReal * static_cast<float>(app.playback.speed) / 1e6F;
  for (const Event& event : log.events) {
    if (event.kind != EventKind::sent || event.until < result.from - kReach) continue;
    if (event.at > result.until) break;
    const LossReason reason =
        event.number < losses.size() ? losses[event.number] : LossReason::none;
    const bool lost = reason != LossReason::none;
    const Line line = line_between(layout, event.node, event.peer);
    result.flights.push_back({line.from.x, line.from.y, line.to.x, line.to.y,
                              seconds_between(now, event.at), seconds_between(now, event.until),
                              stop_of(reason), lost ? fades : 0.0F,
                              size_of_flight(event.message) * std::min(layout.scale, 1.25F),
                              static_cast<float>(kind_of_flight(event.message)), lost ? 1.0F : 0.0F,
                              0, color_of_flight(app, log, event)});
  }
  return result;
}

}  // namespace caplab::web
