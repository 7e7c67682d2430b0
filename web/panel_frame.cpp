// What all panels share: their windows, headings and the splitters between them.
#include "web/panels.h"

namespace caplab::web {

void begin_panel(const char* name, const Rect& room, Color background, Vec padding,
                 Scrolls scrolls) {
  ImGuiWindowFlags flags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                           ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                           ImGuiWindowFlags_NoSavedSettings |
                           ImGuiWindowFlags_NoBringToFrontOnFocus;
  if (scrolls == Scrolls::no) {
    flags |= ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  }
  ImGui::SetNextWindowPos(min_of(room));
  ImGui::SetNextWindowSize({room.w, room.h});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, im(padding));
  ImGui::PushStyleColor(ImGuiCol_WindowBg, im(background));
  ImGui::Begin(name, nullptr, flags);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
}

void end_panel() { ImGui::End(); }

void section(Ui& ui, const std::string& id, const std::string& text) {
  const Rect row = next_row(18);
  ui.pen().text_left(row, {Face::bold, 15, ui.theme.text}, text);
  note(ui, {id, text, "heading", row});
  take_row(row.h);
  gap(8);
}

}  // namespace caplab::web
