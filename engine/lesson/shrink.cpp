// Greedy: a simpler script is kept if it still does the harm (Zeller & Hildebrandt 2002 call this
// reducing to a 1-minimal input).
#include "engine/lesson/shrink.h"

#include <algorithm>
#include <array>

#include "engine/lesson/measure.h"
#include "engine/lesson/run.h"

namespace caplab::lesson {
namespace {

using Script = std::vector<TimedCommand>;

class Shrinker {
 public:
  Shrinker(const Lesson& lesson, const System& system, const Criterion& criterion,
           const Schedule& schedule)
      : lesson_(lesson), criterion_(criterion), best_(schedule) {
    run_.scenario = scenario_of(system, schedule, lesson.script_end);
    run_.log.keep_messages = false;
    play(run_);
    harm_at_ = find_harm(criterion, run_)->at;
  }

  Schedule result() {
    leave_out();
    undo_shifts();
    shorten_cuts();
    reduce_skews();
    round_times();
    leave_out();
    simplify_seed();
    return best_;
  }

 private:
  // Keeps `script` if it still does the harm.
  bool try_script(Script script) {
    std::stable_sort(script.begin(), script.end(),
                     [](const TimedCommand& a, const TimedCommand& b) { return a.at < b.at; });
    return try_schedule({best_.number, best_.seed, std::move(script)});
  }

  bool try_schedule(Schedule schedule) {
    if (runs_ == kShrinkRunsMax || schedule == best_) return false;
    ++runs_;
    run_.scenario.seed = schedule.seed;
    run_.scenario.script = schedule.script;
    play(run_);
    const std::optional<Harm> harm = find_harm(criterion_, run_);
    if (!harm || hides_cut(schedule.script, harm->at)) return false;
    harm_at_ = harm->at;
    best_ = std::move(schedule);
    return true;
  }

  // Harm done during a cut is to stay so, unless there is no cut any more: that is easier to see.
  bool hides_cut(const Script& script, Time harm_at) const {
    const bool has_cut = std::any_of(script.begin(), script.end(), is_cut);
    return has_cut && in_force(best_.script, harm_at_) && !in_force(script, harm_at);
  }

  static bool is_cut(const TimedCommand& step) { return std::holds_alternative<Cut>(step.command); }

  static bool in_force(const Script& script, Time at) {
    bool cut = false;
    for (const TimedCommand& step : script) {
      if (step.at > at) break;
      if (is_cut(step)) cut = true;
      if (std::holds_alternative<Heal>(step.command)) cut = false;
    }
    return cut;
  }

  // All calls of a client at once, then step by step, until nothing can be spared.
  void leave_out() {
    for (std::size_t i = 0; i < run_.scenario.system.nodes.size(); ++i) {
      leave_out_client(id_of<NodeId>(i));
    }
    bool changed = true;
    while (changed) {
      changed = false;
      for (std::size_t i = best_.script.size(); i-- > 0;) {
        if (i < best_.script.size() && leave_out_step(i)) changed = true;
      }
    }
  }

  void leave_out_client(NodeId client) {
    Script script = best_.script;
    const auto removed = std::erase_if(script, [&](const TimedCommand& step) {
      const Call* call = std::get_if<Call>(&step.command);
      return call != nullptr && call->client == client;
    });
    if (removed > 0) try_script(std::move(script));
  }

  // A cut goes with its mending, and a mending never alone.
  bool leave_out_step(std::size_t i) {
    const bool mends = std::holds_alternative<Heal>(best_.script[i].command) ||
                       std::holds_alternative<Resume>(best_.script[i].command) ||
                       std::holds_alternative<Restart>(best_.script[i].command);
    if (mends) return false;
    Script script = best_.script;
    const std::size_t heal = mending_of(i);
    if (heal < script.size()) script.erase(script.begin() + static_cast<std::ptrdiff_t>(heal));
    script.erase(script.begin() + static_cast<std::ptrdiff_t>(i));
    return try_script(std::move(script));
  }

  template <typename Mending>
  std::size_t next_of(std::size_t i, NodeId node) const {
    const Script& script = best_.script;
    const TimedCommand* end =
        std::find_if(&script[i], script.data() + script.size(), [&](const TimedCommand& step) {
          const Mending* mending = std::get_if<Mending>(&step.command);
          return mending != nullptr && mending->node == node;
        });
    return static_cast<std::size_t>(end - script.data());
  }

  // The mending that belongs to the cut at `i` alone; the script's size where there is none.
  std::size_t mending_of(std::size_t i) const {
    const Script& script = best_.script;
    if (const Pause* pause = std::get_if<Pause>(&script[i].command)) {
      return next_of<Resume>(i, pause->node);
    }
    if (const Crash* crash = std::get_if<Crash>(&script[i].command)) {
      return next_of<Restart>(i, crash->node);
    }
    if (!is_cut(script[i])) return script.size();
    for (std::size_t next = i + 1; next < script.size(); ++next) {
      if (is_cut(script[next])) return script.size();
      if (std::holds_alternative<Heal>(script[next].command)) return next;
    }
    return script.size();
  }

  void move_step(std::size_t i, Time at) {
    Script script = best_.script;
    script[i].at = at;
    try_script(std::move(script));
  }

  // Back to where the lesson's script has the same call.
  void undo_shifts() {
    for (std::size_t i = 0; i < best_.script.size(); ++i) {
      for (const TimedCommand& planned : lesson_.script) {
        const TimedCommand step = best_.script[i];
        const bool is_shifted =
            !is_fault(step.command) && planned.command == step.command && planned.at != step.at;
        if (is_shifted) move_step(i, planned.at);
      }
    }
  }

  void shorten_cuts() {
    for (std::size_t i = 0; i < best_.script.size(); ++i) {
      const std::size_t heal = mending_of(i);
      if (heal == best_.script.size()) continue;
      shorten(i, heal, true);
      if (mending_of(i) < best_.script.size()) shorten(i, mending_of(i), false);
    }
  }

  // Halves the step each time; calls between the two stay, so positions may move.
  void shorten(std::size_t cut, std::size_t heal, bool from_the_front) {
    const Duration shortest = milliseconds(10);
    Duration by = (best_.script[heal].at - best_.script[cut].at) / 2;
    for (; by >= shortest; by = by / 2) {
      Script script = best_.script;
      const Time begun = script[cut].at;
      const Time ended = script[heal].at;
      if (ended - begun <= by) continue;
      (from_the_front ? script[cut].at : script[heal].at) =
          from_the_front ? begun + by : ended - by;
      if (!try_script(std::move(script))) continue;
      cut = position_of_cut(cut);
      heal = mending_of(cut);
      if (heal == best_.script.size()) return;
    }
  }

  // Where the cut went that was at `old` before its script was sorted again.
  std::size_t position_of_cut(std::size_t old) const {
    for (std::size_t i = old; i < best_.script.size(); ++i) {
      if (is_cut(best_.script[i])) return i;
    }
    return old;
  }

  void reduce_skews() {
    for (std::size_t i = 0; i < best_.script.size(); ++i) {
      bool changed = std::holds_alternative<SkewClock>(best_.script[i].command);
      while (changed) {
        Script script = best_.script;
        Duration& offset = std::get<SkewClock>(script[i].command).offset;
        offset = {offset.us / 2'000 * 1'000};
        changed = offset.us != 0 && try_script(std::move(script));
      }
    }
  }

  // Times that a reader can remember: to seconds, tenths, hundredths, milliseconds.
  void round_times() {
    constexpr std::array<std::int64_t, 4> kUnits{1'000'000, 100'000, 10'000, 1'000};
    for (std::size_t i = 0; i < best_.script.size(); ++i) {
      if (is_planned(best_.script[i])) continue;
      for (const std::int64_t unit : kUnits) {
        const std::int64_t us = best_.script[i].at.us;
        if (us % unit == 0) break;
        if (round_step(i, {(us + unit / 2) / unit * unit})) break;
      }
    }
  }

  bool is_planned(const TimedCommand& step) const {
    return std::find(lesson_.script.begin(), lesson_.script.end(), step) != lesson_.script.end();
  }

  // Only where the step keeps its place among the others.
  bool round_step(std::size_t i, Time at) {
    const Script& now = best_.script;
    if (i > 0 && at < now[i - 1].at) return false;
    if (i + 1 < now.size() && at > now[i + 1].at) return false;
    Script script = now;
    script[i].at = at;
    return try_script(std::move(script));
  }

  void simplify_seed() {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      if (try_schedule({best_.number, seed, best_.script})) return;
    }
  }

  const Lesson& lesson_;
  const Criterion& criterion_;
  Schedule best_;
  Run run_;
  Time harm_at_;
  int runs_ = 0;
};

}  // namespace

Schedule shrink(const Lesson& lesson, const System& system, const Criterion& criterion,
                const Schedule& schedule) {
  return Shrinker(lesson, system, criterion, schedule).result();
}

}  // namespace caplab::lesson
