// The widgets, on Dear ImGui's invisible buttons.
#include "web/widgets.h"

#include <imgui_internal.h>

#include <algorithm>

namespace caplab::web {
namespace {

constexpr float kRadius = 6;

bool take_asked(Ui& ui, const std::string& id) {
  const auto found = std::find_if(ui.asked.begin(), ui.asked.end(), [&](const Asked& asked) {
    return asked.id == id && !asked.value;
  });
  if (found == ui.asked.end()) return false;
  ui.asked.erase(found);
  return true;
}

void scroll_to(const Rect& rect) {
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  if (window->ScrollMax.y <= 0) return;
  const ImRect room(min_of(rect.inset(-12)), max_of(rect.inset(-12)));
  ImGui::ScrollToRect(window, room, ImGuiScrollFlags_KeepVisibleEdgeY);
}

Color button_fill(const Ui& ui, Look look, const Touch& touch, bool enabled) {
  const Theme& theme = ui.theme;
  if (look == Look::primary && enabled) {
    return touch.hovered ? mixed(theme.accent, theme.text, 0.15F) : theme.accent;
  }
  if (touch.held) return mixed(theme.raised, theme.text, 0.16F);
  if (touch.hovered && enabled) return mixed(theme.raised, theme.text, 0.08F);
  return look == Look::quiet ? faded(theme.raised, 0) : theme.raised;
}

}  // namespace

void note(Ui& ui, TreeItem item) {
  const ImRect shown = ImGui::GetCurrentWindow()->ClipRect;
  ImRect box(min_of(item.rect), max_of(item.rect));
  const bool visible = shown.Overlaps(box);
  box.ClipWithFull(shown);
  item.rect = visible ? rect(box.Min, box.Max) : Rect{item.rect.x, item.rect.y, 0, 0};
  ui.tree.items.push_back(std::move(item));
}

Touch touch(Ui& ui, const TreeItem& item, bool below) {
  Touch result;
  result.rect = item.rect;
  note(ui, item);
  if (item.rect.w < 1 || item.rect.h < 1) return result;
  ImGui::SetCursorScreenPos(min_of(item.rect));
  if (!item.enabled) ImGui::BeginDisabled();
  if (below) ImGui::SetNextItemAllowOverlap();
  result.pressed = ImGui::InvisibleButton(item.id.c_str(), {item.rect.w, item.rect.h});
  result.hovered = ImGui::IsItemHovered();
  result.held = ImGui::IsItemActive();
  if (!item.enabled) ImGui::EndDisabled();
  if (ui.focused(item.id)) {
    draw_focus(ui, item.rect, kRadius);
    if (ui.focus.moved) scroll_to(item.rect);
  }
  if (item.enabled && take_asked(ui, item.id)) result.pressed = true;
  if (result.hovered && item.enabled) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return result;
}

void draw_focus(const Ui& ui, const Rect& rect, float radius) {
  Pen pen{ImGui::GetWindowDrawList(), &ui.fonts};
  pen.outline(rect.inset(-3), ui.theme.accent, radius + 3, 2);
}

bool button(Ui& ui, const TreeItem& item, Look look) {
  const Touch at = touch(ui, item);
  const Pen pen = ui.pen();
  pen.fill(at.rect, button_fill(ui, look, at, item.enabled), kRadius);
  if (look == Look::plain) pen.outline(at.rect, ui.theme.line, kRadius);
  TextStyle style = ui.heading();
  if (look == Look::primary) style.color = ui.theme.on_accent;
  if (look == Look::quiet) style.color = ui.theme.accent;
  if (!item.enabled) style.color = faded(ui.theme.muted, 0.7F);
  pen.text_centered(at.rect.inset(4), style, item.label);
  return at.pressed;
}

bool icon_button(Ui& ui, const TreeItem& item, Glyph glyph, Strength strength) {
  const Touch at = touch(ui, item);
  const Pen pen = ui.pen();
  const bool round = strength == Strength::round;
  pen.fill(at.rect, button_fill(ui, round ? Look::plain : Look::quiet, at, item.enabled),
           at.rect.h / 2);
  if (round) pen.outline(at.rect, ui.theme.accent, at.rect.h / 2, 1.5F);
  Color color = round ? ui.theme.accent : ui.theme.text;
  if (!item.enabled) color = faded(ui.theme.muted, 0.5F);
  draw_glyph(pen, glyph, at.rect.center(), 6, color);
  if (at.hovered) tip(ui, item.label);
  return at.pressed;
}

float radio_card_height(const Ui& ui, const std::string& text, float width) {
  TextStyle style = ui.body();
  style.wrap = width - 44 - 12;
  return ui.pen().size_of(style, text).y + 24;
}

bool radio_card(Ui& ui, const TreeItem& item, bool selected) {
  const Touch at = touch(ui, item);
  const Pen pen = ui.pen();
  const Theme& theme = ui.theme;
  const Color fill = selected ? mixed(theme.raised, theme.accent, 0.16F) : theme.raised;
  pen.fill(at.rect, at.hovered && item.enabled ? mixed(fill, theme.text, 0.05F) : fill, 8);
  pen.outline(at.rect, selected ? theme.accent : theme.line, 8, selected ? 1.5F : 1);
  const Vec dot{at.rect.x + 22, at.rect.center().y};
  pen.ring(dot, 7, selected ? theme.accent : theme.muted, 1.5F);
  if (selected) pen.disc(dot, 3.5F, theme.accent);
  TextStyle style = ui.body();
  if (!item.enabled && !selected) style.color = theme.muted;
  style.wrap = at.rect.w - 44 - 12;
  pen.text({at.rect.x + 44, at.rect.y + 12}, style, item.label);
  return at.pressed;
}

std::optional<std::size_t> segments(Ui& ui, const std::string&, const Rect& row,
                                    const std::vector<TreeItem>& items, std::size_t selected) {
  const Pen pen = ui.pen();
  pen.fill(row, ui.theme.raised, kRadius);
  std::optional<std::size_t> pressed;
  const float width = row.w / static_cast<float>(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    TreeItem item = items[i];
    item.rect = {row.x + width * static_cast<float>(i), row.y, width, row.h};
    const Touch at = touch(ui, item);
    if (at.pressed) pressed = i;
    const bool on = i == selected;
    if (on) pen.fill(at.rect.inset(2), ui.theme.accent, kRadius - 2);
    if (!on && at.hovered) pen.fill(at.rect.inset(2), faded(ui.theme.text, 0.08F), kRadius - 2);
    TextStyle style{on ? Face::bold : Face::text, 13, on ? ui.theme.on_accent : ui.theme.text};
    pen.text_centered(at.rect, style, item.label);
  }
  pen.outline(row, ui.theme.line, kRadius);
  return pressed;
}

Rect next_row(float height) {
  const Vec at = vec(ImGui::GetCursorScreenPos());
  return {at.x, at.y, ImGui::GetContentRegionAvail().x, height};
}

void take_row(float height) { ImGui::Dummy({0, height}); }

void gap(float height) { ImGui::Dummy({0, height}); }

void paragraph(Ui& ui, const std::string& id, const TextStyle& style, const std::string& text) {
  TextStyle wrapped = style;
  const Rect row = next_row(0);
  wrapped.wrap = row.w;
  const Pen pen = ui.pen();
  const Vec size = pen.size_of(wrapped, text);
  pen.text({row.x, row.y}, wrapped, text);
  note(ui, {id, text, "text", {row.x, row.y, size.x, size.y}});
  take_row(size.y);
}

void tip(const Ui& ui, const std::string& text) {
  ImGui::BeginTooltip();
  const Pen pen = ui.pen();
  TextStyle style{Face::text, 12.5F, ui.theme.text, 260};
  const Vec size = pen.size_of(style, text);
  const Vec at = vec(ImGui::GetCursorScreenPos());
  pen.text(at, style, text);
  ImGui::Dummy(im(size));
  ImGui::EndTooltip();
}

}  // namespace caplab::web
