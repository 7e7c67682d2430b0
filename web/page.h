// One frame of the page after another: the app, what the panels keep, the graphics, and what is
// told to the outside. It knows Dear ImGui and OpenGL, but neither the window nor the browser.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "web/app.h"
#include "web/gui_gl.h"
#include "web/panels.h"
#include "web/scene_gl.h"

namespace caplab::web {

struct Page {
  App app;
  Fonts fonts;
  SceneGl gl;
  GuiGl gui;
  Flights flights;
  std::int64_t flights_revision = -1;  // the layout and log that the flights were made for
  SceneLayout layout;
  SceneUi scene;
  TimelineUi timeline;
  InspectorUi inspector;
  Tree tree;
  Focus focus;
  std::vector<Asked> asked;
  int hot = 3;               // frames still to draw: Dear ImGui settles in a few
  std::int64_t frames = 0;   // drawn so far
  std::int64_t shown = -1;   // the revision that was drawn last
  std::int64_t styled = -1;  // the theme that Dear ImGui wears
};

// The fonts "inter", "inter-bold" and "mono", as bytes from malloc that become Dear ImGui's.
void take_font(Page& page, std::string_view name, void* bytes, int size);

// Input has come: the next few frames are drawn.
void wake(Page& page);
bool wants_frame(const Page& page);

// Once there is a graphics context and Dear ImGui has its own.
void create_graphics(Page& page);

// Draws the page as it is. After the NewFrame of Dear ImGui's platform backend.
void draw_frame(Page& page, const Screen& screen);

// The graphics context was lost and is back.
void restore_graphics(Page& page);

// {"do": …} of the outside; "" or one clear sentence.
std::string command(Page& page, std::string_view json);

}  // namespace caplab::web
