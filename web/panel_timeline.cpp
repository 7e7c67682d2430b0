// The bar with which time is played, and below it the lanes.
#include <algorithm>

#include "engine/base/text.h"
#include "web/panels.h"

namespace caplab::web {
namespace {

constexpr float kBar = 44;
constexpr float kButton = 32;

std::string speed_text(std::int64_t us_per_second) { return duration_text({us_per_second}) + "/s"; }

std::size_t nearest_speed(std::int64_t speed) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < std::size(kSpeeds); ++i) {
    if (std::abs(kSpeeds[i] - speed) < std::abs(kSpeeds[best] - speed)) best = i;
  }
  return best;
}

// Lays buttons out from left to right.
struct Shelf {
  float x;
  float y;
  Rect take(float width, float height) {
    const Rect box{x, y - height / 2, width, height};
    x += width + 4;
    return box;
  }
};

void draw_transport(Ui& ui, Shelf& shelf) {
  const Stage& stage = *ui.app.stage;
  const bool playing = is_playing(ui.app);
  const bool may = may_play(ui.app);
  if (icon_button(ui,
                  {.id = "time.step-back",
                   .label = "Back to the moment before (left arrow)",
                   .role = "button",
                   .rect = shelf.take(kButton, kButton),
                   .enabled = may && now_of(stage) > Time{}},
                  Glyph::back)) {
    ui.actions.push_back(StepBack{});
  }
  if (icon_button(ui,
                  {.id = "time.play",
                   .label = playing ? "Pause (space)" : "Play (space)",
                   .role = "button",
                   .rect = shelf.take(34, 34),
                   .enabled = may},
                  playing ? Glyph::pause : Glyph::play, may ? Strength::round : Strength::plain)) {
    ui.actions.push_back(Play{!playing});
  }
  if (icon_button(ui,
                  {.id = "time.step-forward",
                   .label = "On to the next moment (right arrow)",
                   .role = "button",
                   .rect = shelf.take(kButton, kButton),
                   .enabled = may && !has_ended(stage)},
                  Glyph::forward)) {
    ui.actions.push_back(StepForward{});
  }
  if (icon_button(ui,
                  {.id = "time.restart",
                   .label = "Back to the start",
                   .role = "button",
                   .rect = shelf.take(kButton, kButton),
                   .enabled = may},
                  Glyph::restart)) {
    ui.actions.push_back(RestartRun{});
  }
}

void draw_clock(Ui& ui, Shelf& shelf, bool narrow) {
  const Stage& stage = *ui.app.stage;
  const Pen pen = ui.pen();
  const std::string now = seconds_text(now_of(stage));
  const std::string end = "/ " + decimal_text(end_of(stage).us / 100'000, 1) + " s";
  const Rect box = shelf.take(narrow ? 66 : 132, kButton);
  const TextStyle big{Face::mono, 15, ui.theme.text};
  pen.text_left({box.x + 4, box.y, box.w, box.h}, big, now);
  if (!narrow) {
    const float used = pen.size_of(big, now).x;
    pen.text_left({box.x + used + 12, box.y + 1, box.w, box.h}, {Face::mono, 12, ui.theme.muted},
                  end);
  }
  note(ui, {"time.now", "Time", "text", box, true, now});
}

// Slower and faster; while nothing happens the time that is really passing is shown.
void draw_speed(Ui& ui, Shelf& shelf, bool narrow) {
  const App& app = ui.app;
  const std::size_t at = nearest_speed(app.playback.speed);
  if (icon_button(ui,
                  {.id = "time.slower",
                   .label = "Slower",
                   .role = "button",
                   .rect = shelf.take(26, 26),
                   .enabled = at > 0},
                  Glyph::minus)) {
    ui.actions.push_back(SetSpeed{kSpeeds[at - 1]});
  }
  const Rect box = shelf.take(narrow ? 70 : 88, kButton);
  const std::int64_t real = speed_at(*app.stage, app.playback);
  const bool hurried = is_playing(app) && real != app.playback.speed;
  ui.pen().text_centered(box, {Face::mono, 12, hurried ? ui.theme.accent : ui.theme.muted},
                         speed_text(hurried ? real : app.playback.speed));
  note(ui, {"time.speed", "Speed", "text", box, true, speed_text(app.playback.speed)});
  if (icon_button(ui,
                  {.id = "time.faster",
                   .label = "Faster",
                   .role = "button",
                   .rect = shelf.take(26, 26),
                   .enabled = at + 1 < std::size(kSpeeds)},
                  Glyph::plus)) {
    ui.actions.push_back(SetSpeed{kSpeeds[at + 1]});
  }
}

void draw_zoom(Ui& ui, const Rect& row, TimelineUi& state) {
  const Stage& stage = *ui.app.stage;
  const Time end = end_of(stage);
  Shelf shelf{row.right() - 12 - 3 * 30, row.center().y};
  if (icon_button(ui,
                  {.id = "time.zoom-out",
                   .label = "See more time",
                   .role = "button",
                   .rect = shelf.take(26, 26)},
                  Glyph::minus)) {
    state.window = zoomed(state.window, now_of(stage), 1.6F, end);
  }
  if (icon_button(ui,
                  {.id = "time.zoom-fit",
                   .label = "See the whole run",
                   .role = "button",
                   .rect = shelf.take(26, 26)},
                  Glyph::fit)) {
    state.window = {Time{}, end};
  }
  if (icon_button(ui,
                  {.id = "time.zoom-in",
                   .label = "Look closer",
                   .role = "button",
                   .rect = shelf.take(26, 26)},
                  Glyph::plus)) {
    state.window = zoomed(state.window, now_of(stage), 0.6F, end);
  }
}

}  // namespace

void draw_play_bar(Ui& ui, const Rect& row, TimelineUi& state) {
  const bool narrow = row.w < 520;
  Shelf shelf{row.x + 12, row.center().y};
  draw_transport(ui, shelf);
  shelf.x += 4;
  draw_clock(ui, shelf, narrow);
  if (!narrow) shelf.x += 8;
  draw_speed(ui, shelf, narrow);
  if (!narrow) draw_zoom(ui, row, state);
}

void draw_timeline_panel(Ui& ui, const Rect& room, TimelineUi& state) {
  begin_panel("timeline", room, ui.theme.surface, {});
  const Pen pen = ui.pen();
  pen.line({room.x, room.y + 0.5F}, {room.right(), room.y + 0.5F}, ui.theme.line,
           line_width(ui.app.theme));
  if (ui.app.stage) {
    if (state.stage != ui.app.stages) state.window = first_window(ui.app);
    state.stage = ui.app.stages;
    draw_play_bar(ui, {room.x, room.y, room.w, kBar}, state);
    draw_lanes(ui, {room.x, room.y + kBar, room.w, room.h - kBar}, state);
  }
  end_panel();
}

}  // namespace caplab::web
