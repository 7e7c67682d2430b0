// What keys do on the canvas: Tab goes from widget to widget, Enter and Space use one, arrows move
// among radio buttons, and everything else that is pressed belongs to time.
#include <imgui.h>

#include "web/panels.h"

namespace caplab::web {
namespace {

bool pressed(ImGuiKey key, bool repeat = false) { return ImGui::IsKeyPressed(key, repeat); }

void show(Focus& focus, std::string id) {
  focus.id = std::move(id);
  focus.visible = !focus.id.empty();
  focus.moved = true;
}

bool move_among_radios(const Tree& last, Focus& focus, std::vector<Asked>& asked) {
  const bool back = pressed(ImGuiKey_LeftArrow, true) || pressed(ImGuiKey_UpArrow, true);
  const bool on = pressed(ImGuiKey_RightArrow, true) || pressed(ImGuiKey_DownArrow, true);
  if (!back && !on) return false;
  show(focus, next_radio(last, focus.id, back));
  asked.push_back({focus.id, std::nullopt});
  return true;
}

void move_time(const App& app, Actions& actions) {
  if (!app.stage || !may_play(app)) return;
  if (pressed(ImGuiKey_Space)) actions.push_back(Play{!is_playing(app)});
  if (pressed(ImGuiKey_LeftArrow, true)) actions.push_back(StepBack{});
  if (pressed(ImGuiKey_RightArrow, true)) actions.push_back(StepForward{});
  if (pressed(ImGuiKey_Home)) actions.push_back(Seek{Time{}});
  if (pressed(ImGuiKey_End)) actions.push_back(Seek{end_of(*app.stage)});
}

}  // namespace

void take_keys(const App& app, const Tree& last, Focus& focus, std::vector<Asked>& asked,
               Actions& actions) {
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) focus.visible = false;
  if (pressed(ImGuiKey_Tab, true)) {
    return show(focus, next_focus(last, focus.id, ImGui::GetIO().KeyShift));
  }
  const TreeItem* at = focus.visible ? last.find(focus.id) : nullptr;
  if (at && at->role == "radio" && move_among_radios(last, focus, asked)) return;
  const bool uses = pressed(ImGuiKey_Enter) || pressed(ImGuiKey_Space);
  if (at && at->role != "slider" && uses) return asked.push_back({at->id, std::nullopt});
  const bool splitter = at && at->id.rfind("split.", 0) == 0;
  if (!splitter) move_time(app, actions);
}

}  // namespace caplab::web
