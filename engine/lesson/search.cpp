// Enumerates by mixed radix, so that few schedules already cover many combinations; what a digit
// does not decide is drawn from the schedule's own stream.
#include "engine/lesson/search.h"

#include <algorithm>
#include <array>

#include "engine/base/ensure.h"
#include "engine/lesson/run.h"

namespace caplab::lesson {
namespace {

constexpr std::uint64_t kWeatherStream = 0x5ea0;
constexpr std::uint64_t kScheduleStream = 0x5ea10000;

// 2^64 divided by the golden ratio: its multiples fill the circle evenly.
constexpr std::uint64_t kGoldenTurn = 0x9e3779b97f4a7c15ULL;

// How many moments a cut outlasts; the last stands for "to the end".
constexpr std::array<std::size_t, 8> kCutLengths{1, 2, 4, 8, 16, 32, 64, SIZE_MAX};

bool earlier(const TimedCommand& a, const TimedCommand& b) { return a.at < b.at; }

std::vector<TimedCommand> only(const std::vector<TimedCommand>& script, bool faults) {
  std::vector<TimedCommand> chosen;
  for (const TimedCommand& step : script) {
    if (is_mishap(step.command) == faults) chosen.push_back(step);
  }
  return chosen;
}

bool is_moment(const System& system, const Event& event) {
  switch (event.kind) {
    case EventKind::called:
    case EventKind::returned:
    case EventKind::stored:
    case EventKind::overturned: return true;
    case EventKind::delivered:
      return event.message != MessageKind::ping &&
             static_cast<int>(index(event.node)) < system.replicas;
    case EventKind::sent:
    case EventKind::lost:
    case EventKind::suspected:
    case EventKind::trusted:
    case EventKind::fault: return false;
  }
  return false;
}

// When something happens in the undisturbed run; the start and the end are moments too.
std::vector<Time> moments_of(const Scenario& scenario) {
  Run run{.scenario = scenario, .world = {}, .log = {}};
  play(run);
  std::vector<Time> moments{Time{}, scenario.end};
  for (const Event& event : run.log.events) {
    if (is_moment(scenario.system, event)) moments.push_back(event.at);
  }
  std::sort(moments.begin(), moments.end());
  moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
  return moments;
}

// Between moment `slot` and the next.
Time between_moments(const std::vector<Time>& moments, std::size_t slot) {
  const Time from = moments[slot];
  return from + (moments[slot + 1] - from) / 2;
}

// `turn` of 2^64, as a position among `count`.
std::size_t position_at(std::uint64_t turn, std::size_t count) {
  return static_cast<std::size_t>((turn >> 32) * count >> 32);
}

}  // namespace

// A schedule under construction.
struct Search::Draft {
  std::vector<TimedCommand> script;
  const Weather& weather;
  Rng rng;
};

Search::Search(const Lesson& lesson, const System& system, std::uint64_t seed)
    : plain_{system, only(lesson.script, false), lesson.script_end, seed},
      faults_(only(lesson.script, true)),
      envelope_(lesson.envelope),
      seed_(seed),
      weathers_(kWeathers) {
  list_kinds();
  list_cuts();
  for (std::size_t i = 0; i < kWeathers; ++i) {
    weathers_[i].seed = i == 0 ? seed : Rng(seed, kWeatherStream + i).next();
  }
}

void Search::list_kinds() {
  const bool cut = !envelope_.sides.empty();
  const bool skew = envelope_.skew_max.us > 0;
  const bool shift = envelope_.shift_max.us > 0;
  const bool pause = envelope_.pause_max.us > 0;
  const bool doubling = envelope_.duplication.num > 0;
  const std::array<Kind, 17> all{{{1, false, false, false, false, false},
                                  {0, false, true, false, false, false},
                                  {1, true, false, false, false, false},
                                  {0, true, true, false, false, false},
                                  {1, false, true, false, false, false},
                                  {0, true, false, false, false, false},
                                  {2, false, false, false, false, false},
                                  {0, false, true, true, false, false},
                                  {1, true, true, false, false, false},
                                  {0, true, false, true, false, false},
                                  {2, false, true, false, false, false},
                                  {0, true, true, true, false, false},
                                  {0, false, false, false, true, false},
                                  {1, false, false, false, true, false},
                                  {0, false, true, false, true, false},
                                  {0, false, false, false, false, true},
                                  {1, false, true, false, false, true}}};
  for (const Kind& kind : all) {
    const bool allowed = (cut || kind.cuts == 0) && (skew || !kind.skews) &&
                         (shift || !kind.shifts) && (!faults_.empty() || !kind.keeps_faults) &&
                         (pause || !kind.pauses) && (doubling || !kind.doubles);
    if (allowed) kinds_.push_back(kind);
  }
  // An envelope without faults still has its weathers.
  if (kinds_.empty()) kinds_.push_back({.keeps_faults = true});
}

void Search::list_cuts() {
  const NodeSet everybody = all_nodes(plain_.system);
  for (const NodeSet side : envelope_.sides) {
    const NodeSet others{everybody.bits & ~side.bits};
    cuts_.push_back({side, others, true});
    if (!envelope_.one_way) continue;
    cuts_.push_back({side, others, false});
    cuts_.push_back({others, side, false});
  }
}

const Search::Weather& Search::weather(std::size_t number) {
  Weather& weather = weathers_[number];
  if (weather.moments.empty()) {
    plain_.seed = weather.seed;
    weather.moments = moments_of(plain_);
  }
  return weather;
}

Schedule Search::schedule(int number) {
  ENSURE(number > 0);
  if (number > 2) return searched(number);
  Schedule schedule{number, seed_, plain_.script};
  if (number == 1) add_own_faults(schedule.script);
  std::stable_sort(schedule.script.begin(), schedule.script.end(), earlier);
  return schedule;
}

Schedule Search::searched(int number) {
  const auto place = static_cast<std::uint64_t>(number) - 3;
  const Kind& kind = kinds_[place % kinds_.size()];
  Rng rng(seed_, kScheduleStream + place);
  const Weather& chosen = weather(static_cast<std::size_t>(rng.below(kWeathers)));
  Draft draft{plain_.script, chosen, rng};
  if (kind.shifts) shift_calls(draft);
  if (kind.keeps_faults) add_own_faults(draft.script);
  place_cuts(kind, place / kinds_.size(), draft);
  if (kind.skews) place_skews(draft);
  if (kind.pauses) place_pause(draft);
  if (kind.doubles) place_doubling(draft);
  std::stable_sort(draft.script.begin(), draft.script.end(), earlier);
  return {number, chosen.seed, std::move(draft.script)};
}

void Search::add_own_faults(std::vector<TimedCommand>& script) const {
  script.insert(script.end(), faults_.begin(), faults_.end());
}

// The digits of `round` choose side and direction; its golden turn chooses where the cut begins.
void Search::place_cuts(const Kind& kind, std::uint64_t round, Draft& draft) {
  if (kind.cuts == 0) return;
  const std::vector<Time>& moments = draft.weather.moments;
  const std::size_t slots = moments.size() - 1;
  const std::uint64_t turn = (round / cuts_.size() + seed_) * kGoldenTurn + draft.rng.next() / 64;
  std::size_t first = position_at(turn, slots);
  for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(kind.cuts); ++i) {
    const Cut& cut = cuts_[static_cast<std::size_t>((round + i) % cuts_.size())];
    const std::size_t length =
        kCutLengths[static_cast<std::size_t>(draft.rng.below(kCutLengths.size()))];
    const std::size_t last = std::min(slots - 1, first + std::min(length, slots));
    draft.script.push_back({between_moments(moments, first), cut});
    if (last == first) return;
    draft.script.push_back({between_moments(moments, last), Heal{}});
    if (last + 1 == slots) return;
    first = last + 1 + static_cast<std::size_t>(draft.rng.below(slots - last - 1));
  }
}

// Each replica's clock is ahead, behind or right, at least one of them not right.
void Search::place_skews(Draft& draft) const {
  const Duration size = envelope_.skew_max / (std::int64_t{1} << draft.rng.below(3));
  std::uint64_t patterns = 1;
  for (int i = 0; i < plain_.system.replicas; ++i) patterns *= 3;
  std::uint64_t pattern = 1 + draft.rng.below(patterns - 1);
  for (std::size_t node = 0; pattern > 0; ++node, pattern /= 3) {
    if (pattern % 3 == 0) continue;
    const Duration offset = pattern % 3 == 1 ? size : Duration{-size.us};
    draft.script.push_back({Time{}, SkewClock{id_of<NodeId>(node), offset, 0}});
  }
}

// One replica stands still from between two moments on, for a part of what is allowed.
void Search::place_pause(Draft& draft) const {
  const std::vector<Time>& moments = draft.weather.moments;
  const auto replicas = static_cast<std::uint64_t>(plain_.system.replicas);
  const auto node = id_of<NodeId>(static_cast<std::size_t>(draft.rng.below(replicas)));
  const auto slot = static_cast<std::size_t>(draft.rng.below(moments.size() - 1));
  const Time from = between_moments(moments, slot);
  const Duration lasts = envelope_.pause_max / (std::int64_t{1} << draft.rng.below(4));
  draft.script.push_back({from, Pause{node}});
  draft.script.push_back({std::min(from + lasts, plain_.end), Resume{node}});
}

void Search::place_doubling(Draft& draft) const {
  const NodeSet all = all_nodes(plain_.system);
  draft.script.push_back({Time{}, Duplicate{all, all, envelope_.duplication}});
}

// Some calls move to where something else happens: that is where they can meet.
void Search::shift_calls(Draft& draft) const {
  const std::uint64_t count = 1 + draft.rng.below(3);
  for (std::uint64_t i = 0; i < count && !draft.script.empty(); ++i) {
    const auto call = static_cast<std::size_t>(draft.rng.below(draft.script.size()));
    draft.script[call].at = shifted(plain_.script[call].at, draft);
  }
}

// A time near `planned`, within the envelope, early enough for an answer.
Time Search::shifted(Time planned, Draft& draft) const {
  constexpr std::int64_t kJitter = 2000;
  const Time first = std::max(Time{}, planned - envelope_.shift_max);
  const Time answerable = plain_.end - plain_.system.client.patience;
  const Time last = std::min(planned + envelope_.shift_max, std::max(planned, answerable));
  const std::vector<Time>& moments = draft.weather.moments;
  const auto from = std::lower_bound(moments.begin(), moments.end(), first);
  const auto to = std::upper_bound(from, moments.end(), last);
  if (from == to) return planned;
  const Time target = *(from + static_cast<std::ptrdiff_t>(draft.rng.between(0, to - from - 1)));
  return std::clamp(target + microseconds(draft.rng.between(-kJitter, kJitter)), first, last);
}

Scenario scenario_of(const System& system, const Schedule& schedule, Time end) {
  return {system, schedule.script, end, schedule.seed};
}

}  // namespace caplab::lesson
