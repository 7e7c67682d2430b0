// The lanes: what each client asked for and got, what was sent, which faults lay over it, and the
// playhead that can be dragged.
#include <algorithm>

#include "engine/base/text.h"
#include "web/lanes.h"
#include "web/theme_values.h"

namespace caplab::web {
namespace {

constexpr float kAxis = 22;
constexpr float kRowMin = 9;    // with less than this there are no lanes, only the axis
constexpr float kLaneMin = 15;  // with less for each, only the clients have lanes
constexpr float kNames = 132;
constexpr float kNamesNarrow = 40;

void draw_axis(const Lanes& lanes) {
  const Pen pen = lanes.ui.pen();
  const TimeWindow& window = lanes.scale.window;
  const Duration step = tick_distance(window, static_cast<int>(lanes.axis.w / 90));
  std::int64_t at = window.from.us / step.us * step.us;
  for (; at <= window.until.us; at += step.us) {
    if (at < window.from.us) continue;
    const float x = lanes.scale.x_of(Time{at});
    pen.line({x, lanes.axis.bottom() - 4}, {x, lanes.area.bottom()},
             faded(lanes.ui.theme.line, 0.5F));
    const std::string text = step.us >= 1'000'000 ? std::to_string(at / 1'000'000) + " s"
                             : step.us >= 100'000 ? decimal_text(at / 100'000, 1) + " s"
                                                  : decimal_text(at / 1000, 3) + " s";
    const Rect place{x + 4, lanes.axis.y, 80, lanes.axis.h - 2};
    if (place.x + 30 < lanes.axis.right()) {
      pen.text_left(place, {Face::mono, 11, lanes.ui.theme.muted}, text);
    }
  }
}

void draw_names(const Lanes& lanes, float left) {
  const Pen pen = lanes.ui.pen();
  const App& app = lanes.ui.app;
  for (std::size_t i = 0; i < lanes.view.lanes.size(); ++i) {
    const Lane& lane = lanes.view.lanes[i];
    const Rect row = lanes.row(i);
    if (!lane.client)
      pen.fill({left, row.y, lanes.area.right() - left, row.h},
               faded(lanes.ui.theme.ground, 0.45F));
    pen.line({left, row.bottom()}, {lanes.area.right(), row.bottom()},
             faded(lanes.ui.theme.line, 0.55F));
    const float width = lanes.area.x - left - 20;
    const std::string name = lanes.narrow ? node_short(app.lesson, lane.node) : lane.label;
    const TextStyle style{lane.client ? Face::bold : Face::text, 12,
                          lane.client ? lanes.ui.theme.text : lanes.ui.theme.muted};
    pen.text_left({left + 14, row.y, width, row.h}, style, name);
  }
}

// What is known to come is only sketched: `share` of the strength of what has happened.
void fill_band(const Lanes& lanes, const Band& band, const Rect& rows, Time from, Time until,
               float share) {
  if (until <= from) return;
  const float x = lanes.scale.x_of(from);
  const Rect box{x, rows.y, std::max(lanes.scale.x_of(until) - x, 1.0F), rows.h};
  lanes.ui.pen().fill(box, faded(lanes.ui.theme.refused, 0.11F * share));
  if (from != band.from) return;
  lanes.ui.pen().line({x, box.y}, {x, box.bottom()}, faded(lanes.ui.theme.refused, share), 1.5F);
}

void name_band(const Lanes& lanes, const Band& band) {
  const Pen pen = lanes.ui.pen();
  const TextStyle style{Face::text, 11, lanes.ui.theme.refused};
  const float from = std::max(lanes.scale.x_of(band.from), lanes.area.x) + 3;
  const float room = lanes.scale.x_of(band.until) - from;
  if (room < 30 || from > lanes.area.right()) return;
  const Rect plate{from, lanes.axis.y + 3, std::min(room, pen.size_of(style, band.name).x + 8), 15};
  pen.fill(plate, lanes.ui.theme.surface, 3);
  pen.fill(plate, faded(lanes.ui.theme.refused, 0.1F), 3);
  pen.text_left({plate.x + 4, plate.y, plate.w - 6, plate.h}, style, band.name);
}

void draw_bands(const Lanes& lanes) {
  const Time seen = lanes.ui.app.stage->seen;
  for (const Band& band : lanes.view.bands) {
    const bool everywhere = band.lane == SIZE_MAX;
    const Rect rows = everywhere ? Rect{0, lanes.axis.y + 2, 0, lanes.area.bottom() - lanes.axis.y}
                                 : lanes.row(band.lane);
    if (!everywhere && band.lane >= lanes.view.lanes.size()) continue;
    fill_band(lanes, band, rows, band.from, std::min(band.until, seen), 1);
    fill_band(lanes, band, rows, std::max(band.from, seen), band.until, 0.4F);
    if (everywhere) name_band(lanes, band);
  }
}

void draw_slants(const Lanes& lanes) {
  const Pen pen = lanes.ui.pen();
  for (const Slant& slant : lanes.view.slants) {
    if (slant.until < lanes.scale.window.from || slant.sent > lanes.scale.window.until) continue;
    const Vec from{lanes.scale.x_of(slant.sent), lanes.row(slant.from).center().y};
    Vec to{lanes.scale.x_of(slant.until), lanes.row(slant.to).center().y};
    if (slant.lost) to = lerp(from, to, 0.5F);
    const Color color = slant.lost ? lanes.ui.theme.refused : lanes.ui.theme.muted;
    pen.line(from, to, faded(color, slant.lost ? 0.7F : 0.38F), 1);
    if (slant.lost) draw_glyph(pen, Glyph::cross, to, 3, faded(color, 0.9F));
  }
}

void draw_playhead(const Lanes& lanes) {
  const Pen pen = lanes.ui.pen();
  const float x = lanes.scale.x_of(now_of(*lanes.ui.app.stage));
  if (x < lanes.area.x - 1 || x > lanes.area.right() + 1) return;
  const Color color = lanes.ui.theme.accent;
  pen.line({x, lanes.axis.y + 6}, {x, lanes.area.bottom()}, color, 1.5F);
  pen.list->AddTriangleFilled({x - 6, lanes.axis.y + 2}, {x + 6, lanes.axis.y + 2},
                              {x, lanes.axis.y + 11}, im(color));
}

void scrub(const Lanes& lanes, TimelineUi& state) {
  Ui& ui = lanes.ui;
  const Stage& stage = *ui.app.stage;
  const Rect strip{lanes.area.x, lanes.axis.y, lanes.area.w, lanes.axis.h};
  const Touch at = touch(ui, {.id = "timeline.seek",
                              .label = "Time in the run, in milliseconds",
                              .role = "slider",
                              .rect = strip,
                              .enabled = may_play(ui.app),
                              .value = std::to_string(now_of(stage).us / 1000),
                              .max = end_of(stage).us / 1000});
  state.scrubbing = at.held;
  if (at.held) ui.actions.push_back(Seek{lanes.scale.time_at(ImGui::GetIO().MousePos.x)});
  for (auto asked = ui.asked.begin(); asked != ui.asked.end(); ++asked) {
    if (asked->id != "timeline.seek" || !asked->value) continue;
    ui.actions.push_back(Seek{Time{*asked->value * 1000}});
    ui.asked.erase(asked);
    break;
  }
}

void zoom_by_wheel(const Lanes& lanes, TimelineUi& state) {
  const ImGuiIO& io = ImGui::GetIO();
  const Vec mouse = vec(io.MousePos);
  const Rect all{lanes.area.x, lanes.axis.y, lanes.area.w, lanes.area.bottom() - lanes.axis.y};
  if (!all.contains(mouse) ||
      !ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem))
    return;
  const Time end = end_of(*lanes.ui.app.stage);
  if (io.MouseWheel != 0) {
    state.window =
        zoomed(state.window, lanes.scale.time_at(mouse.x), std::exp(-0.2F * io.MouseWheel), end);
  }
  if (io.MouseWheelH != 0) {
    const auto size = static_cast<float>((state.window.until - state.window.from).us);
    state.window = moved(state.window,
                         Duration{static_cast<std::int64_t>(-0.08F * io.MouseWheelH * size)}, end);
  }
}

}  // namespace

void draw_lanes(Ui& ui, const Rect& room, TimelineUi& state) {
  const auto nodes = static_cast<float>(ui.app.lesson.system.nodes.size());
  const bool tight = (room.h - kAxis - 4) / nodes < kLaneMin;
  const TimelineView view = view_timeline(ui.app, tight ? LaneKinds::clients : LaneKinds::all);
  if (view.lanes.empty()) return;
  const bool narrow = room.w < 520;
  const float names = narrow ? kNamesNarrow : kNames;
  if (!state.scrubbing && (is_playing(ui.app) || now_of(*ui.app.stage) != state.shown)) {
    state.window = following(state.window, now_of(*ui.app.stage), end_of(*ui.app.stage));
  }
  state.shown = now_of(*ui.app.stage);
  Lanes lanes{ui, view, {}, {}, {}};
  lanes.narrow = narrow;
  lanes.area = {room.x + names, room.y + kAxis, room.w - names - 16,
                std::max(0.0F, room.h - kAxis - 4)};
  lanes.axis = {lanes.area.x, room.y, lanes.area.w, kAxis};
  lanes.lane = std::min(k_sizes_lane, lanes.area.h / static_cast<float>(view.lanes.size()));
  lanes.area.h = lanes.lane * static_cast<float>(view.lanes.size());
  lanes.scale = {state.window, lanes.area.x, lanes.area.w};
  const bool rows = lanes.lane >= kRowMin;
  if (rows) draw_names(lanes, room.x);
  ImGui::PushClipRect({lanes.area.x, lanes.axis.y}, max_of(lanes.area), true);
  draw_axis(lanes);
  draw_bands(lanes);
  draw_slants(lanes);
  ImGui::PopClipRect();
  ImGui::PushClipRect({lanes.area.x - 1, lanes.axis.y}, {room.right(), lanes.area.bottom()}, true);
  if (rows) draw_bars(lanes);
  scrub(lanes, state);
  draw_playhead(lanes);
  ImGui::PopClipRect();
  zoom_by_wheel(lanes, state);
}

}  // namespace caplab::web
