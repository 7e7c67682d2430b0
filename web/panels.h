// The panels. Each reads the app, draws, and appends to the actions; its own small state is what a
// pointer is just doing, and nothing that matters.
#pragma once
#include "web/scene_picture.h"
#include "web/timeline_view.h"
#include "web/widgets.h"

namespace caplab::web {

struct SceneUi {
  Highlight highlight;
};
struct TimelineUi {
  std::int64_t stage = -1;  // App::stages when the window was chosen
  TimeWindow window;        // empty: the whole run
  Time shown;               // the moment at the last frame
  bool scrubbing = false;
};

struct InspectorUi {
  unsigned opened = 0;  // sides of the score whose criteria are shown, one bit each
  unsigned closed = 0;  // and those that were closed by hand
};

struct ScenePlace {
  const SceneView& view;
  const SceneLayout& layout;
  Rect room;
};

// The scene's room without the strip that tells that a run is not the lesson's own, if it is not.
Rect room_below_banner(const App& app, const Rect& scene);

// Where the word on a line stands: beside its middle, or on it where it is cut.
Rect plate_of(const ScenePlace& place, const LinkView& link, Vec size);

void draw_scene_panel(Ui& ui, const ScenePlace& place, SceneUi& state);
void draw_scene_labels(Ui& ui, const ScenePlace& place);
void draw_message_labels(Ui& ui, const ScenePlace& place);

void draw_timeline_panel(Ui& ui, const Rect& room, TimelineUi& state);
void draw_play_bar(Ui& ui, const Rect& row, TimelineUi& state);
void draw_lanes(Ui& ui, const Rect& room, TimelineUi& state);

void draw_inspector(Ui& ui, const Rect& room, bool phone, InspectorUi& state);
void draw_legend(Ui& ui);
void draw_predictions(Ui& ui);
void draw_settings(Ui& ui);
void draw_system(Ui& ui);
void draw_happenings(Ui& ui);
void draw_faults(Ui& ui);
void draw_verdict(Ui& ui);
void draw_score(Ui& ui, InspectorUi& state);

// Before the panels are drawn; `last` is the tree of the frame before.
void take_keys(const App& app, const Tree& last, Focus& focus, std::vector<Asked>& asked,
               Actions& actions);

// The splitters between the zones.
void draw_splitters(Ui& ui, const Zones& zones);

// Opens and closes a panel's window; everything of it lies between.
enum class Scrolls : std::uint8_t { no, yes };
void begin_panel(const char* name, const Rect& room, Color background, Vec padding,
                 Scrolls scrolls = Scrolls::no);
void end_panel();

// A heading in an inspector, with the space around it.
void section(Ui& ui, const std::string& id, const std::string& text);

}  // namespace caplab::web
