// Frames and commands.
#include "web/page.h"

#include <imgui.h>

#include "web/app_json.h"
#include "web/style.h"

namespace caplab::web {
namespace {

constexpr int kHotFrames = 3;

void wear_theme(Page& page) {
  const auto theme = static_cast<std::int64_t>(page.app.theme);
  if (page.styled == theme) return;
  page.styled = theme;
  set_style(theme_of(page.app.theme), line_width(page.app.theme));
}

Zones zones_for(const Page& page, const Screen& screen) {
  PageShape shape = page.app.shape;
  shape.canvas.w = screen.size.x;
  shape.canvas.h = screen.size.y;
  return zones_of(shape, page.app.splits);
}

bool inside(const Flights& flights, Time now) {
  const Duration margin = milliseconds(500);
  return now - margin >= flights.from && now + margin <= flights.until;
}

// Messages are handed to the graphics card when something changed or time has moved far on; while
// time just passes, the shader moves them.
void keep_flights(Page& page, const SceneLayout& layout) {
  if (!page.app.stage) return;
  const std::int64_t made_for = page.app.pictured;
  const bool same = page.flights_revision == made_for && layout == page.layout &&
                    inside(page.flights, now_of(*page.app.stage));
  if (same) return;
  page.flights = flights_of(page.app, layout);
  page.flights_revision = made_for;
  page.layout = layout;
  page.gl.take_flights(page.flights);
}

float time_for_shader(const Page& page) {
  if (!page.app.stage) return 0;
  return static_cast<float>((now_of(*page.app.stage) - page.flights.epoch).us) / 1e6F;
}

void draw_picture(Page& page, const Screen& screen, const Zones& zones, const SceneView& view,
                  const SceneLayout& layout) {
  keep_flights(page, layout);
  const ScenePicture picture = picture_of(page.app, view, layout, page.scene.highlight);
  page.gl.draw(picture, screen, zones.scene, theme_of(page.app.theme).ground, time_for_shader(page),
               page.app.reduced_motion);
}

void draw_panels(Page& page, Ui& ui, const Zones& zones, const SceneView& view,
                 const SceneLayout& layout) {
  // In the order in which Tab goes through them: first what the learner is asked.
  draw_inspector(ui, zones.inspector, zones.phone, page.inspector);
  draw_timeline_panel(ui, zones.timeline, page.timeline);
  draw_scene_panel(ui, {view, layout, zones.scene}, page.scene);
  if (!zones.phone) draw_splitters(ui, zones);
}

std::string ask(Page& page, const json::Value& request, bool set) {
  const json::Value* id = request.find("id");
  const TreeItem* item = id ? page.tree.find(id->text) : nullptr;
  if (!item) return "There is no control with this id in the picture now.";
  if (!item->enabled) return item->label + " cannot be used now.";
  Asked asked{item->id, std::nullopt};
  if (set) {
    const json::Value* value = request.find("value");
    if (!value || value->kind != json::Kind::integer) return "A value must be a whole number.";
    asked.value = value->integer;
  }
  page.asked.push_back(std::move(asked));
  return "";
}

}  // namespace

void take_font(Page& page, std::string_view name, void* bytes, int size) {
  ImFont* font = ImGui::GetIO().Fonts->AddFontFromMemoryTTF(bytes, size);
  if (name == "inter") page.fonts.text = font;
  if (name == "inter-bold") page.fonts.bold = font;
  if (name == "mono") page.fonts.mono = font;
  wake(page);
}

void wake(Page& page) { page.hot = kHotFrames; }

bool wants_frame(const Page& page) {
  if (!page.fonts.complete()) return false;
  return page.hot > 0 || is_playing(page.app) || page.shown != page.app.revision;
}

void draw_frame(Page& page, const Screen& screen) {
  wear_theme(page);
  if (page.shown != page.app.revision) wake(page);
  page.shown = page.app.revision;
  const Zones zones = zones_for(page, screen);
  const SceneView view = view_scene(page.app);
  const SceneLayout layout =
      place_scene(page.app.lesson.system, room_below_banner(page.app, zones.scene));
  ImGui::NewFrame();
  // Dear ImGui tells the display's density to the font in use only; we use all of them.
  for (ImFont* font : ImGui::GetIO().Fonts->Fonts) font->CurrentRasterizerDensity = screen.density;
  Actions actions;
  take_keys(page.app, page.tree, page.focus, page.asked, actions);
  page.tree.items.clear();
  Ui ui{page.app, theme_of(page.app.theme), page.fonts, actions, page.tree, page.asked, page.focus};
  draw_panels(page, ui, zones, view, layout);
  ImGui::Render();
  draw_picture(page, screen, zones, view, layout);
  page.gui.draw(*ImGui::GetDrawData(), screen);
  page.asked.clear();
  page.focus.moved = false;
  for (const Action& action : actions) {
    const std::string refusal = apply(page.app, action);
    if (!refusal.empty()) announce(page.app, refusal);
  }
  ++page.frames;
  --page.hot;
}

void create_graphics(Page& page) {
  page.gl.create();
  page.gui.create();
}

void restore_graphics(Page& page) {
  page.gl.forget();
  page.gui.forget();
  create_graphics(page);
  page.flights_revision = -1;
  wake(page);
}

std::string command(Page& page, std::string_view text) {
  wake(page);
  const Result<json::Value> request = json::parse(text, "command", {.bytes_max = 10'000'000});
  if (!request) return request.error().message;
  const json::Value* name = request->find("do");
  if (name && name->text == "activate") return ask(page, *request, false);
  if (name && name->text == "set") return ask(page, *request, true);
  const Result<Action> action = action_of(page.app, *request);
  return action ? apply(page.app, *action) : action.error().message;
}

}  // namespace caplab::web
