// Time on stage: playing, stepping, seeking, interfering.
#include "web/stage.h"

#include <algorithm>

#include "engine/proto/message_words.h"

namespace caplab::web {
namespace {

constexpr std::uint64_t kEventsPerFrame = 20'000;
constexpr Duration kQuietMin = milliseconds(250);     // shorter pauses are played as they are
constexpr Duration kQuietMargin = milliseconds(60);   // calm before and after what happens
constexpr std::int64_t kHurry = 10;                   // how much faster quiet time passes
constexpr Duration kMomentEvery = milliseconds(400);  // reduced motion shows one moment in this

std::vector<Time> moments_of(const Log& log) {
  std::vector<Time> moments;
  for (const Event& event : log.events) {
    if (is_visible(event) && (moments.empty() || moments.back() < event.at)) {
      moments.push_back(event.at);
    }
  }
  return moments;
}

// The stretches of time in which nothing visible happens and no visible message travels.
std::vector<Quiet> quiet_of(const Log& log, Time end) {
  std::vector<Quiet> quiet;
  Time busy_until;
  const auto note = [&](Time from, Time until) {
    if (from - busy_until < kQuietMin) return;
    quiet.push_back({busy_until + kQuietMargin, until});
  };
  for (const Event& event : log.events) {
    if (!is_visible(event)) continue;
    note(event.at, event.at - kQuietMargin);
    busy_until = std::max(busy_until, event.at);
    if (event.kind == EventKind::sent) busy_until = std::max(busy_until, event.until);
  }
  note(end, end);
  return quiet;
}

void look_ahead(Stage& stage) {
  stage.whole = run_all(stage.session.scenario(), true);
  stage.moments = moments_of(stage.whole);
  stage.quiet = quiet_of(stage.whole, end_of(stage));
}

const Quiet* quiet_at(const Stage& stage, Time now) {
  for (const Quiet& quiet : stage.quiet) {
    if (quiet.from <= now && now < quiet.until) return &quiet;
  }
  return nullptr;
}

// As far as `elapsed` goes from now, no further than the end, a quiet stretch's end, or the moment
// at which a violation breaks.
Time playing_until(const Stage& stage, const Playback& playback, Duration elapsed) {
  const Time now = now_of(stage);
  const std::int64_t travelled = elapsed.us * speed_at(stage, playback) / 1'000'000;
  Time until = std::min(now + Duration{std::max<std::int64_t>(travelled, 1)}, end_of(stage));
  if (const Quiet* quiet = quiet_at(stage, now)) until = std::min(until, quiet->until);
  if (stage.breaks_at && now < *stage.breaks_at) until = std::min(until, *stage.breaks_at);
  return until;
}

}  // namespace

Stage::Stage(Scenario scenario) : session(std::move(scenario)) { look_ahead(*this); }

bool is_visible(const Event& event) {
  switch (event.kind) {
    case EventKind::sent:
    case EventKind::delivered:
    case EventKind::lost: return words_of(event.message).role != MessageRole::beat;
    case EventKind::called:
    case EventKind::returned:
    case EventKind::stored:
    case EventKind::suspected:
    case EventKind::trusted:
    case EventKind::fault:
    case EventKind::overturned:
    case EventKind::unheeded: return true;
  }
  return true;
}

bool has_ended(const Stage& stage) { return now_of(stage) >= end_of(stage); }

std::int64_t speed_at(const Stage& stage, const Playback& playback) {
  return quiet_at(stage, now_of(stage)) ? playback.speed * kHurry : playback.speed;
}

void play_on(Stage& stage, Playback& playback, Duration elapsed, bool reduced_motion) {
  if (reduced_motion) {
    playback.waited = playback.waited + elapsed;
    if (playback.waited < kMomentEvery) return;
    playback.waited = {};
    step_forward(stage);
  } else {
    stage.session.run(playing_until(stage, playback, elapsed), kEventsPerFrame);
  }
  stage.seen = std::max(stage.seen, now_of(stage));
  const bool breaks = stage.breaks_at && now_of(stage) == *stage.breaks_at;
  if (has_ended(stage) || breaks) playback.playing = false;
}

void step_forward(Stage& stage) {
  const auto next = std::upper_bound(stage.moments.begin(), stage.moments.end(), now_of(stage));
  seek(stage, next == stage.moments.end() ? end_of(stage) : *next);
}

void step_back(Stage& stage) {
  const auto here = std::lower_bound(stage.moments.begin(), stage.moments.end(), now_of(stage));
  seek(stage, here == stage.moments.begin() ? Time{} : *(here - 1));
}

void seek(Stage& stage, Time at) {
  const Time until = std::clamp(at, Time{}, end_of(stage));
  if (until < now_of(stage)) {
    stage.session.seek(until);
  } else {
    stage.session.run(until);
  }
  stage.seen = std::max(stage.seen, now_of(stage));
}

void intervene(Stage& stage, const Command& command) {
  stage.session.apply(command);
  stage.touched = true;
  stage.seen = now_of(stage);
  look_ahead(stage);
}

}  // namespace caplab::web
