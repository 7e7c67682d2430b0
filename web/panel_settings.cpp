// The settings: one row of levels for each operation, and what the chosen level waits for.
#include "web/panels.h"

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
  if (const auto pressed =
          segments(ui, choice.id, next_row(34), items_of(app, choice, selected), selected)) {
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
