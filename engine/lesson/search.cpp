// Enumerates by mixed radix, so that few schedules already cover many combinations; what a digit
// does not decide is drawn from the schedule's own stream.
#include "engine/lesson/search.h"

#include <algorithm>
#include <array>

#include "engine/base/ensure.h"
#include "engine/lesson/run.h"
#include "engine/sim/explore.h"

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
    case EventKind::fault:
    case EventKind::unheeded: return false;
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

Time Search::any_time(Draft& draft) {
  const std::vector<Time>& moments = draft.weather.moments;
  const auto slot = static_cast<std::size_t>(draft.rng.below(moments.size() - 1));
  return between_moments(moments, slot);
}

Duration Search::part_of(Duration most, Draft& draft) {
  return most / (std::int64_t{1} << draft.rng.below(4));
}

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

bool Search::is_allowed(Mishap mishap) const {
  const Mishaps& mishaps = envelope_.mishaps;
  switch (mishap) {
    case Mishap::none: return true;
    case Mishap::pause: return mishaps.pause_max.us > 0;
    case Mishap::doubling: return mishaps.duplication.num > 0;
    case Mishap::crash: return mishaps.crash_max.us > 0;
    case Mishap::lost_disk: return mishaps.loses_disk && mishaps.crash_max.us > 0;
    case Mishap::slow: return mishaps.slow_max.us > 0;
    case Mishap::loss: return mishaps.loss.num > 0;
    case Mishap::drift: return mishaps.drift_ppm > 0;
    case Mishap::move: return mishaps.moves && client_count(plain_.system) > 0;
    case Mishap::promotion: return mishaps.promotes;
  }
  return false;
}

bool Search::is_allowed(const Kind& kind) const {
  const bool cut = !envelope_.sides.empty() || kind.cuts == 0;
  const bool skew = envelope_.skew_max.us > 0 || !kind.skews;
  const bool shift = envelope_.shift_max.us > 0 || !kind.shifts;
  const bool faults = !faults_.empty() || !kind.keeps_faults;
  return cut && skew && shift && faults && is_allowed(kind.mishap);
}

// A lesson's schedules are numbered through the kinds that it allows: new ones come last.
void Search::list_kinds() {
  const std::array<Kind, 34> all{{{1, false, false, false},
                                  {0, false, true, false},
                                  {1, true, false, false},
                                  {0, true, true, false},
                                  {1, false, true, false},
                                  {0, true, false, false},
                                  {2, false, false, false},
                                  {0, false, true, true},
                                  {1, true, true, false},
                                  {0, true, false, true},
                                  {2, false, true, false},
                                  {0, true, true, true},
                                  {0, false, false, false, Mishap::pause},
                                  {1, false, false, false, Mishap::pause},
                                  {0, false, true, false, Mishap::pause},
                                  {0, false, false, false, Mishap::doubling},
                                  {1, false, true, false, Mishap::doubling},
                                  {0, false, false, false, Mishap::crash},
                                  {1, false, false, false, Mishap::crash},
                                  {0, false, true, false, Mishap::crash},
                                  {0, false, false, false, Mishap::lost_disk},
                                  {1, false, false, false, Mishap::lost_disk},
                                  {0, false, true, false, Mishap::lost_disk},
                                  {0, false, false, false, Mishap::slow},
                                  {0, false, true, false, Mishap::slow},
                                  {0, false, false, false, Mishap::loss},
                                  {1, false, true, false, Mishap::loss},
                                  {0, false, false, false, Mishap::drift},
                                  {1, false, true, false, Mishap::drift},
                                  {0, false, false, false, Mishap::move},
                                  {1, false, true, false, Mishap::move},
                                  {0, false, false, false, Mishap::promotion},
                                  {1, false, false, false, Mishap::promotion},
                                  {1, false, true, false, Mishap::promotion}}};
  for (const Kind& kind : all) {
    if (is_allowed(kind)) kinds_.push_back(kind);
  }
  // Where neither calls nor clocks may shift, the script's own faults stay as they are.
  if (!faults_.empty() && envelope_.shift_max.us == 0 && envelope_.skew_max.us == 0) {
    for (const int cuts : {0, 1}) {
      const Kind kind{.cuts = cuts, .keeps_faults = true};
      if (is_allowed(kind)) kinds_.push_back(kind);
    }
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
  if (!envelope_.partial) return;
  for (std::size_t a = 0; a < envelope_.sides.size(); ++a) {
    for (std::size_t b = a + 1; b < envelope_.sides.size(); ++b) {
      const NodeSet others{envelope_.sides[b].bits & ~envelope_.sides[a].bits};
      if (others.empty()) continue;
      cuts_.push_back({envelope_.sides[a], others, true});
      if (!envelope_.one_way) continue;
      cuts_.push_back({envelope_.sides[a], others, false});
      cuts_.push_back({others, envelope_.sides[a], false});
    }
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
  place_mishap(kind.mishap, draft);
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

void Search::place_mishap(Mishap mishap, Draft& draft) const {
  const NodeSet all = all_nodes(plain_.system);
  const Mishaps& mishaps = envelope_.mishaps;
  switch (mishap) {
    case Mishap::none: return;
    case Mishap::pause: return place_pause(draft);
    case Mishap::doubling:
      draft.script.push_back({Time{}, Duplicate{all, all, mishaps.duplication}});
      return;
    case Mishap::crash: return place_crash(false, draft);
    case Mishap::lost_disk: return place_crash(true, draft);
    case Mishap::slow: return place_slowness(draft);
    case Mishap::loss: draft.script.push_back({Time{}, Lose{all, all, mishaps.loss}}); return;
    case Mishap::drift: return place_drift(draft);
    case Mishap::move: return place_move(draft);
    case Mishap::promotion: return place_promotion(draft);
  }
}

NodeId Search::any_replica(Draft& draft) const {
  const auto replicas = static_cast<std::uint64_t>(plain_.system.replicas);
  return id_of<NodeId>(static_cast<std::size_t>(draft.rng.below(replicas)));
}

// One replica stands still from between two moments on, for a part of what is allowed.
void Search::place_pause(Draft& draft) const {
  const NodeId node = any_replica(draft);
  const Time from = any_time(draft);
  const Time to = from + part_of(envelope_.mishaps.pause_max, draft);
  draft.script.push_back({from, Pause{node}});
  draft.script.push_back({std::min(to, plain_.end), Resume{node}});
}

// The same for one that stops; a disk that loses something has begun to at an earlier moment.
void Search::place_crash(bool loses_disk, Draft& draft) const {
  const NodeId node = any_replica(draft);
  const Time first = any_time(draft);
  const Time second = any_time(draft);
  const Time from = loses_disk ? std::max(first, second) : first;
  const Time to = from + part_of(envelope_.mishaps.crash_max, draft);
  if (loses_disk) draft.script.push_back({std::min(first, second), LoseDisk{node}});
  draft.script.push_back({from, Crash{node}});
  draft.script.push_back({std::min(to, plain_.end), Restart{node}});
}

// One side is slow to hear the others, or to be heard by them, or both.
void Search::place_slowness(Draft& draft) const {
  const NodeSet all = all_nodes(plain_.system);
  const std::vector<NodeSet>& sides = envelope_.sides;
  const NodeSet side =
      sides.empty() ? all : sides[static_cast<std::size_t>(draft.rng.below(sides.size()))];
  const Duration extra = part_of(envelope_.mishaps.slow_max, draft);
  const Time from = any_time(draft);
  const Duration lasts = std::max(milliseconds(1), any_time(draft) - from);
  const std::uint64_t directions = draft.rng.below(3);
  if (directions != 1) draft.script.push_back({from, SlowLink{all, side, extra, lasts}});
  if (directions != 0) draft.script.push_back({from, SlowLink{side, all, extra, lasts}});
}

// Each clock is fast or slow.
void Search::place_drift(Draft& draft) const {
  for (int i = 0; i < plain_.system.replicas; ++i) {
    const std::int64_t size = envelope_.mishaps.drift_ppm;
    const std::int64_t drift = draft.rng.chance({1, 2}) ? size : -size;
    const auto node = id_of<NodeId>(static_cast<std::size_t>(i));
    draft.script.push_back({Time{}, SkewClock{node, Duration{}, drift}});
  }
}

void Search::place_move(Draft& draft) const {
  const System& system = plain_.system;
  const auto client = static_cast<std::size_t>(draft.rng.below(client_count(system)));
  const auto node = id_of<NodeId>(client + static_cast<std::size_t>(system.replicas));
  const auto site = static_cast<std::size_t>(draft.rng.below(system.sites.size()));
  draft.script.push_back({any_time(draft), Move{node, id_of<SiteId>(site)}});
}

void Search::place_promotion(Draft& draft) const {
  const NodeId node = any_replica(draft);
  draft.script.push_back({any_time(draft), Promote{node, {}}});
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
  if (schedule.due.empty()) return {system, schedule.script, end, schedule.seed};
  return {without_chance(system), schedule.script, schedule.end, schedule.seed, schedule.due};
}

}  // namespace caplab::lesson
