// Nothing of Dear ImGui's default look remains.
#include "web/style.h"

#include <imgui.h>

#include "web/theme_values.h"

namespace caplab::web {
namespace {

ImVec4 of(Color color) { return {color.r, color.g, color.b, color.a}; }

}  // namespace

void set_style(const Theme& theme, float line) {
  ImGuiStyle& style = ImGui::GetStyle();
  style.FontSizeBase = k_type_panel_size;
  style.WindowRounding = 6;  // of tips; panels have none
  style.WindowBorderSize = 0;
  style.WindowMinSize = {1, 1};
  style.WindowPadding = {10, 8};
  style.ItemSpacing = {0, 0};
  style.PopupBorderSize = line;
  style.ScrollbarSize = 10;
  style.ScrollbarRounding = 5;
  style.DisabledAlpha = 1;
  style.HoverStationaryDelay = 0;
  for (ImVec4& color : style.Colors) color = of(faded(theme.text, 0));
  style.Colors[ImGuiCol_Text] = of(theme.text);
  style.Colors[ImGuiCol_TextDisabled] = of(theme.muted);
  style.Colors[ImGuiCol_PopupBg] = of(theme.raised);
  style.Colors[ImGuiCol_Border] = of(theme.line);
  style.Colors[ImGuiCol_ScrollbarGrab] = of(faded(theme.muted, 0.35F));
  style.Colors[ImGuiCol_ScrollbarGrabHovered] = of(faded(theme.muted, 0.6F));
  style.Colors[ImGuiCol_ScrollbarGrabActive] = of(theme.muted);
}

}  // namespace caplab::web
