// The lines between the zones can be dragged, and moved by keyboard; where they are is remembered
// by the page.
#include <cmath>

#include "web/panels.h"

namespace caplab::web {
namespace {

constexpr float kGrip = 7;
constexpr float kStep = 16;

// How far the splitter is wished to move: dragged, or by arrow keys.
float wished(Ui& ui, const TreeItem& item, bool upright) {
  const Touch at = touch(ui, item);
  const ImGuiIO& io = ImGui::GetIO();
  if (at.hovered || at.held) {
    ImGui::SetMouseCursor(upright ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
    const Pen pen = ui.pen();
    const Rect& r = item.rect;
    const Rect line =
        upright ? Rect{r.center().x - 1, r.y, 2, r.h} : Rect{r.x, r.center().y - 1, r.w, 2};
    pen.fill(line, ui.theme.accent, 1);
  }
  if (at.held) return upright ? -io.MouseDelta.x : -io.MouseDelta.y;
  if (!ui.focused(item.id)) return 0;
  const ImGuiKey more = upright ? ImGuiKey_LeftArrow : ImGuiKey_UpArrow;
  const ImGuiKey less = upright ? ImGuiKey_RightArrow : ImGuiKey_DownArrow;
  if (ImGui::IsKeyPressed(more)) return kStep;
  return ImGui::IsKeyPressed(less) ? -kStep : 0;
}

}  // namespace

void draw_splitters(Ui& ui, const Zones& zones) {
  const Rect& below = zones.timeline;
  const Rect& side = zones.inspector;
  const bool beside = side.x >= below.right() - 1;
  const Rect flat{below.x, below.y - kGrip / 2, below.w, kGrip};
  const Rect upright{side.x - kGrip / 2, side.y, kGrip, side.h};
  Splits splits = ui.app.splits;
  begin_panel("split.timeline", flat, faded(ui.theme.ground, 0), {});
  const float down = wished(
      ui,
      {.id = "split.timeline", .label = "Height of the time line", .role = "slider", .rect = flat},
      false);
  end_panel();
  float left = 0;
  if (beside) {
    begin_panel("split.inspector", upright, faded(ui.theme.ground, 0), {});
    left = wished(ui,
                  {.id = "split.inspector",
                   .label = "Width of the inspector",
                   .role = "slider",
                   .rect = upright},
                  true);
    end_panel();
  }
  if (down == 0 && left == 0) return;
  if (down != 0) splits.timeline = below.h + down;
  if (left != 0) splits.inspector = side.w + left;
  ui.actions.push_back(SetShape{ui.app.shape, splits});
}

}  // namespace caplab::web
