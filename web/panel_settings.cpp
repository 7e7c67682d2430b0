// The settings: the levels or options of each choice, and what the chosen one does.
#include "web/panels.h"

#include <algorithm>

namespace caplab::web {
namespace {

std::vector<TreeItem> items_of(const App& app, const lesson::Choice& choice, std::size_t selected) {
  std::vector<TreeItem> items;
  for (std::size_t i = 0; i < choice.options.size(); ++i) {
    TreeItem item;
    item.id = "settings." + choice.id + "." + choice.options[i].id;
    item.label = option_name(app.lesson, choice, i);
    item.role = "radio";
    item.value = i == selected ? "true" : "false";
    items.push_back(std::move(item));
  }
  return items;
}

// Whether every name can be read where all stand side by side.
bool fit_side_by_side(const Ui& ui, const std::vector<TreeItem>& items, float width) {
  constexpr float kMargin = 10;
  const float room = width / static_cast<float>(items.size()) - kMargin;
  return std::all_of(items.begin(), items.end(), [&](const TreeItem& item) {
    return ui.pen().size_of({Face::bold, 13, ui.theme.text}, item.label).x <= room;
  });
}

// Long names stand below each other.
std::optional<std::size_t> pick_option(Ui& ui, const std::string& id,
                                       const std::vector<TreeItem>& items, std::size_t selected) {
  const Rect row = next_row(34);
  if (fit_side_by_side(ui, items, row.w)) return segments(ui, id, row, items, selected);
  std::optional<std::size_t> pressed;
  for (std::size_t i = 0; i < items.size(); ++i) {
    TreeItem item = items[i];
    item.rect = next_row(radio_card_height(ui, item.label, row.w));
    if (radio_card(ui, item, i == selected)) pressed = i;
    gap(2);
  }
  return pressed;
}

void draw_choice(Ui& ui, std::size_t which) {
  const App& app = ui.app;
  const lesson::Choice& choice = app.lesson.choices[which];
  const std::size_t selected = app.choices[which];
  const std::string name = choice_name(app.lesson, choice);
  const Rect row = next_row(18);
  ui.pen().text_left(row, {Face::bold, 14, ui.theme.text}, name);
  note(ui, {"settings." + choice.id, name, "heading", row});
  take_row(row.h);
  gap(4);
  paragraph(ui, "settings." + choice.id + ".what", ui.small(), choice_help(app.lesson, choice));
  gap(10);
  if (const auto pressed = pick_option(ui, choice.id, items_of(app, choice, selected), selected)) {
    ui.actions.push_back(Choose{which, *pressed});
  }
  gap(10);
  paragraph(ui, "settings." + choice.id + ".help", {Face::text, 13, ui.theme.text},
            option_help(app.lesson, choice, selected));
  gap(26);
}

}  // namespace

void draw_settings(Ui& ui) {
  section(ui, "settings.heading", "How many copies must answer?");
  gap(6);
  for (std::size_t i = 0; i < ui.app.choices.size(); ++i) draw_choice(ui, i);
}

}  // namespace caplab::web
