// Reads the whole run's log as far as it has been shown.
#include "web/timeline_view.h"

#include <algorithm>
#include <variant>

#include "engine/proto/step.h"
#include "engine/sim/requests.h"
#include "web/scene_view.h"

namespace caplab::web {
namespace {

constexpr Duration kClosest = milliseconds(20);
constexpr float kFollowFrom = 0.1F;
constexpr float kFollowTo = 0.8F;

TimeWindow inside(Time from, Duration size, Time end) {
  const Duration fits{std::clamp<std::int64_t>(size.us, std::min(kClosest.us, end.us), end.us)};
  const std::int64_t start = std::clamp<std::int64_t>(from.us, 0, end.us - fits.us);
  return {Time{start}, Time{start} + fits};
}

// Clients first: what they did is what the run is about.
std::vector<Lane> lanes_of(const App& app) {
  std::vector<Lane> lanes;
  const auto replicas = static_cast<std::size_t>(app.lesson.system.replicas);
  const std::size_t nodes = app.lesson.system.nodes.size();
  for (std::size_t i = 0; i < nodes; ++i) {
    const std::size_t n = (i + replicas) % nodes;
    lanes.push_back({id_of<NodeId>(n), app.lesson.system.nodes[n].name, n >= replicas});
  }
  return lanes;
}

std::size_t lane_of(const App& app, NodeId node) {
  const auto replicas = static_cast<std::size_t>(app.lesson.system.replicas);
  const std::size_t nodes = app.lesson.system.nodes.size();
  return (index(node) + nodes - replicas) % nodes;
}

Bar bar_of(const App& app, const Operation& operation) {
  const Stage& stage = *app.stage;
  const Time now = now_of(stage);
  Operation seen = operation;
  if (seen.returned > stage.seen) seen.returned = kNever;
  Bar bar;
  bar.op = operation.op;
  bar.lane = lane_of(app, operation.client);
  bar.from = operation.called;
  bar.open = seen.returned == kNever;
  bar.until = bar.open ? std::max(stage.seen, bar.from) : seen.returned;
  bar.ended = ended_of(seen);
  bar.ahead = operation.called > now;
  bar.stale = is_stale_answer(stage.whole, app.lesson.system, seen);
  bar.minor = follows(app.lesson.system, operation.operation);
  bar.label = operation_text(app.lesson, seen);
  const auto& violating = stage.violating;
  bar.ringed = std::find(violating.begin(), violating.end(), bar.op) != violating.end();
  bar.selected = bar.op == app.selected;
  return bar;
}

// The first row of its lane that is free when it begins.
void place_in_row(TimelineView& view, Bar& bar) {
  for (bar.row = 0;; ++bar.row) {
    const bool taken = std::any_of(view.bars.begin(), view.bars.end(), [&](const Bar& other) {
      return other.lane == bar.lane && other.row == bar.row && bar.from < other.until;
    });
    if (!taken) break;
  }
  view.rows[bar.lane] = std::max(view.rows[bar.lane], bar.row + 1);
}

// Ends the latest open band that `matches`.
template <typename Matches>
void end_bands(std::vector<Band>& bands, Time at, Matches matches) {
  for (Band& band : bands) {
    if (band.until == kNever && matches(band)) band.until = at;
  }
}

void add_band(const App& app, std::vector<Band>& bands, const TimedCommand& fault) {
  const std::string name = fault_name(app.lesson, fault.command);
  const auto everywhere = [](const Band& band) { return band.lane == SIZE_MAX; };
  std::visit(overload{
                 [&](const Cut&) {
                   bands.push_back({fault.at, kNever, name});
                 },
                 [&](const Heal&) { end_bands(bands, fault.at, everywhere); },
                 [&](const SlowLink& slow) {
                   bands.push_back({fault.at, fault.at + slow.lasts, name});
                 },
                 [&](const Lose&) {
                   bands.push_back({fault.at, kNever, name});
                 },
                 [&](const Crash& crash) {
                   bands.push_back({fault.at, kNever, name, lane_of(app, crash.node)});
                 },
                 [&](const Restart& restart) {
                   const std::size_t lane = lane_of(app, restart.node);
                   end_bands(bands, fault.at, [lane](const Band& b) { return b.lane == lane; });
                 },
                 [](const SkewClock&) {},
                 [](const Call&) {},
                 [&](const Duplicate&) {
                   bands.push_back({fault.at, kNever, name});
                 },
                 [&](const Pause& pause) {
                   bands.push_back({fault.at, kNever, name, lane_of(app, pause.node)});
                 },
                 [&](const Resume& resume) {
                   const std::size_t lane = lane_of(app, resume.node);
                   end_bands(bands, fault.at, [lane](const Band& b) { return b.lane == lane; });
                 },
                 [](const LoseDisk&) {},
                 [](const Move&) {},
                 [](const Promote&) {},
             },
             fault.command);
}

std::vector<Band> bands_of(const App& app) {
  std::vector<Band> bands;
  for (const TimedCommand& fault : app.stage->whole.faults) add_band(app, bands, fault);
  for (Band& band : bands) band.until = std::min(band.until, end_of(*app.stage));
  return bands;
}

std::vector<Plan> plans_of(const App& app) {
  std::vector<Plan> plans;
  for (const TimedCommand& step : app.stage->session.scenario().script) {
    const Call* call = std::get_if<Call>(&step.command);
    if (!call || step.at <= app.stage->seen) continue;
    Operation operation;
    operation.operation = call->operation;
    operation.request = request_of(app.lesson.system, app.stage->session.log(), *call);
    plans.push_back({lane_of(app, call->client), step.at, call_text(app.lesson, operation)});
  }
  return plans;
}

std::vector<Slant> slants_of(const App& app) {
  const Stage& stage = *app.stage;
  std::vector<bool> lost(stage.whole.events.size() + 1, false);
  for (const Event& event : stage.whole.events) {
    if (event.kind == EventKind::lost && event.number < lost.size()) lost[event.number] = true;
  }
  std::vector<Slant> slants;
  for (const Event& event : stage.whole.events) {
    if (event.at > stage.seen) break;
    if (event.kind != EventKind::sent || !is_visible(event)) continue;
    slants.push_back({lane_of(app, event.node), lane_of(app, event.peer), event.at, event.until,
                      event.message, event.number < lost.size() && lost[event.number]});
  }
  return slants;
}

}  // namespace

float TimeScale::x_of(Time at) const {
  const auto size = static_cast<float>((window.until - window.from).us);
  return left + width * static_cast<float>((at - window.from).us) / std::max(size, 1.0F);
}

Time TimeScale::time_at(float x) const {
  const auto size = static_cast<float>((window.until - window.from).us);
  return window.from + Duration{static_cast<std::int64_t>(size * (x - left) / width)};
}

TimeWindow zoomed(const TimeWindow& window, Time center, float factor, Time end) {
  const auto scaled = [factor](Duration d) {
    return Duration{static_cast<std::int64_t>(static_cast<float>(d.us) * factor)};
  };
  return inside(center - scaled(center - window.from), scaled(window.until - window.from), end);
}

TimeWindow moved(const TimeWindow& window, Duration by, Time end) {
  return inside(window.from + by, window.until - window.from, end);
}

TimeWindow following(const TimeWindow& window, Time now, Time end) {
  const Duration size = window.until - window.from;
  const auto share = [&](float part) {
    return Duration{static_cast<std::int64_t>(static_cast<float>(size.us) * part)};
  };
  if (now >= window.from + share(kFollowFrom) && now <= window.from + share(kFollowTo)) {
    return window;
  }
  if (now < window.from || now > window.until) return inside(now - share(0.3F), size, end);
  if (now > window.from + share(kFollowTo)) return inside(now - share(kFollowTo), size, end);
  return inside(now - share(kFollowFrom), size, end);
}

TimeWindow first_window(const App& app) {
  const Stage& stage = *app.stage;
  const TimeWindow all{Time{}, end_of(stage)};
  if (!stage.breaks_at || stage.violating.empty()) return all;
  Time from = *stage.breaks_at;
  for (const OpId op : stage.violating) {
    if (index(op) < stage.whole.operations.size()) {
      from = std::min(from, stage.whole.operations[index(op)].called);
    }
  }
  const Duration span = std::max(*stage.breaks_at - from, milliseconds(240));
  return inside(from - span / 2, span * 3, end_of(stage));
}

Duration tick_distance(const TimeWindow& window, int wanted) {
  const std::int64_t least = (window.until - window.from).us / std::max(wanted, 1);
  std::int64_t step = 1000;
  for (int i = 0; step < least; ++i) step = i % 3 == 1 ? step / 2 * 5 : step * 2;
  return {step};
}

TimelineView view_timeline(const App& app, LaneKinds kinds) {
  TimelineView view;
  if (!app.stage) return view;
  view.lanes = lanes_of(app);
  if (kinds == LaneKinds::clients) view.lanes.resize(client_count(app.lesson.system));
  view.rows.assign(view.lanes.size(), 1);
  for (const Operation& operation : app.stage->whole.operations) {
    if (operation.called > app.stage->seen) continue;
    Bar bar = bar_of(app, operation);
    place_in_row(view, bar);
    view.bars.push_back(std::move(bar));
  }
  view.bands = bands_of(app);
  if (kinds == LaneKinds::all) view.slants = slants_of(app);
  view.plans = plans_of(app);
  return view;
}

}  // namespace caplab::web
