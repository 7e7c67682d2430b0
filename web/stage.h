// A run on stage: the session that is shown, and what is known of the whole run, so that time can
// be scrubbed, stepped by what can be seen, and hurried through where nothing happens.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/sim/session.h"

namespace caplab::web {

struct Quiet {
  Time from;
  Time until;
  bool operator==(const Quiet&) const = default;
};

struct Stage {
  explicit Stage(Scenario scenario);

  Session session;
  Log whole;                      // the same scenario's, to its end
  std::vector<Time> moments;      // when something happens that can be seen, ascending
  std::vector<Quiet> quiet;       // when nothing is under way that can be seen
  Time seen;                      // the furthest moment shown so far
  std::optional<Time> breaks_at;  // a violating schedule's: when it breaks
  std::vector<OpId> violating;    // and the operations that violate
  bool touched = false;           // the learner has interfered
};

struct Playback {
  bool playing = false;
  std::int64_t speed = 150'000;  // microseconds of simulation in a second of play
  Duration waited;               // reduced motion: since the last moment was shown
};

inline constexpr std::int64_t kSpeeds[] = {15'000, 50'000, 150'000, 500'000, 1'500'000};

// Heartbeats go on for ever and change nothing that the learner decides about.
bool is_visible(const Event& event);

inline Time now_of(const Stage& stage) { return stage.session.now(); }
inline Time end_of(const Stage& stage) { return stage.session.scenario().end; }
bool has_ended(const Stage& stage);

// The speed at this moment: the chosen one, or faster while nothing is under way.
std::int64_t speed_at(const Stage& stage, const Playback& playback);

// Plays on for `elapsed` of real time; stops playing at the end and where a violation breaks.
void play_on(Stage& stage, Playback& playback, Duration elapsed, bool reduced_motion);

// To the next or the previous moment at which something can be seen.
void step_forward(Stage& stage);
void step_back(Stage& stage);
void seek(Stage& stage, Time at);

// Applies `command` now; what was known of the future is simulated anew.
void intervene(Stage& stage, const Command& command);

}  // namespace caplab::web
