// The levels of the named system on stage, under the names that its users know.
#include <algorithm>

#include "web/panels.h"

namespace caplab::web {
namespace {

constexpr float kChip = 30;
constexpr float kChipForFingers = 40;
constexpr float kChipGap = 6;
constexpr float kRadius = 6;

// One of several, sized by its text; they follow each other like words in a line.
struct Chip {
  TreeItem item;
  bool selected = false;
  std::optional<std::size_t> level;
};

void draw_chip(Ui& ui, const Chip& chip, bool& pressed) {
  const Touch at = touch(ui, chip.item);
  const Pen pen = ui.pen();
  const Color ground = at.hovered ? mixed(ui.theme.raised, ui.theme.text, 0.08F) : ui.theme.raised;
  pen.fill(at.rect, chip.selected ? ui.theme.accent : ground, kRadius);
  if (!chip.selected) pen.outline(at.rect, ui.theme.line, kRadius);
  const TextStyle style{chip.selected ? Face::bold : Face::text, 13,
                        chip.selected ? ui.theme.on_accent : ui.theme.text};
  pen.text_centered(at.rect.inset(4), style, chip.item.label);
  pressed = at.pressed;
}

std::optional<std::size_t> draw_chips(Ui& ui, std::vector<Chip> chips) {
  // Only on phones the page says where the inspector goes.
  const float height = ui.app.shape.inspector.empty() ? kChip : kChipForFingers;
  const Rect room = next_row(height);
  Vec at{room.x, room.y};
  std::optional<std::size_t> chosen;
  for (std::size_t i = 0; i < chips.size(); ++i) {
    const float text = ui.pen().size_of({Face::bold, 13, {}}, chips[i].item.label).x;
    const float width = std::min(std::max(text + 22, 48.0F), room.w);
    if (at.x > room.x && at.x + width > room.right()) at = {room.x, at.y + height + kChipGap};
    chips[i].item.rect = {at.x, at.y, width, height};
    bool pressed = false;
    draw_chip(ui, chips[i], pressed);
    if (pressed) chosen = i;
    at.x += width + kChipGap;
  }
  ImGui::SetCursorScreenPos({room.x, room.y});
  take_row(at.y + height - room.y);
  return chosen;
}

// The steady beat has the usual levels until others are picked, a run those that it is written
// with.
std::vector<Chip> chips_for(const SystemOnStage& shown, bool reads) {
  const lesson::SystemPick& pick = shown.pick;
  const std::string kind = reads ? "read" : "write";
  std::optional<std::size_t> on = reads ? pick.read : pick.write;
  std::vector<Chip> chips;
  if (pick.run) {
    chips.push_back({{.id = "system." + kind + ".own", .label = "As in the run"}, !on, {}});
  } else if (!on) {
    const lesson::Configuration& usual = shown.named.configurations.front();
    on = reads ? usual.read : usual.write;
  }
  for (const std::size_t level : lesson::levels_for(shown.named, reads)) {
    chips.push_back({{.id = "system." + kind + "." + std::to_string(level),
                      .label = shown.named.levels[level].name},
                     on == level,
                     level});
  }
  for (Chip& chip : chips) {
    chip.item.role = "radio";
    chip.item.value = chip.selected ? "true" : "false";
  }
  return chips;
}

void draw_levels(Ui& ui, bool reads) {
  const SystemOnStage& shown = *ui.app.system;
  const std::string kind = reads ? "read" : "write";
  paragraph(ui, "system." + kind, ui.muted(), reads ? "Reads at" : "Writes at");
  gap(6);
  const std::vector<std::size_t> levels = lesson::levels_for(shown.named, reads);
  if (levels.size() == 1) {
    paragraph(ui, "system." + kind + ".only", ui.heading(), shown.named.levels[levels[0]].name);
  } else {
    const std::vector<Chip> chips = chips_for(shown, reads);
    const std::optional<std::size_t> pressed = draw_chips(ui, chips);
    if (pressed) ui.actions.push_back(PickLevel{reads, chips[*pressed].level});
  }
  gap(14);
}

}  // namespace

void draw_system(Ui& ui) {
  section(ui, "system.heading", "Levels of " + ui.app.system->named.name);
  draw_levels(ui, true);
  draw_levels(ui, false);
}

}  // namespace caplab::web
