// What the clients asked for and got so far, and how the prediction stands.
#include "engine/base/text.h"
#include "web/app_task.h"
#include "web/panels.h"
#include "web/scene_view.h"

namespace caplab::web {
namespace {

Glyph glyph_of(Ended ended, bool stale) {
  switch (ended) {
    case Ended::not_yet: return Glyph::forward;
    case Ended::accepted: return stale ? Glyph::clock : Glyph::check;
    case Ended::declined: return Glyph::cross;
    case Ended::refused: return Glyph::bar;
    case Ended::unknown: return Glyph::question;
  }
  return Glyph::check;
}

void draw_happening(Ui& ui, const Operation& operation) {
  const App& app = ui.app;
  const Log& log = app.stage->session.log();
  const Ended ended = ended_of(operation);
  const bool stale = is_stale_answer(log, app.lesson.system, operation);
  const Color color = color_of(ui.theme, ended, stale);
  const Rect row = next_row(44);
  const Touch at = touch(ui, {.id = "happened." + std::to_string(index(operation.op)),
                              .label = node_name(app.lesson, operation.client) + ": " +
                                       operation_text(app.lesson, operation),
                              .role = "button",
                              .rect = {row.x - 8, row.y, row.w + 16, row.h},
                              .value = stale ? "out of date" : ""});
  const Pen pen = ui.pen();
  const bool selected = operation.op == app.selected;
  if (at.hovered || selected) {
    pen.fill(at.rect,
             mixed(ui.theme.surface, selected ? ui.theme.accent : ui.theme.text,
                   selected ? 0.12F : 0.05F),
             6);
  }
  draw_glyph(pen, glyph_of(ended, stale), {row.x + 8, row.y + 14}, 6, color);
  const float left = row.x + 26;
  pen.text_left({left, row.y + 4, row.w - 26 - 62, 18}, ui.body(),
                call_text(app.lesson, operation));
  pen.text_right({row.x, row.y + 4, row.w, 18}, {Face::mono, 11, ui.theme.muted},
                 seconds_text(operation.called));
  std::string result = result_text(app.lesson, operation);
  if (stale) result += ", out of date";
  const TextStyle result_style{Face::bold, 12, color};
  pen.text_left({left, row.y + 22, row.w - 26, 16}, result_style, result);
  const float used = pen.size_of(result_style, result).x;
  std::string who = node_name(app.lesson, operation.client);
  if (app.system) who += " at " + level_text(app.lesson, operation);
  pen.text_left({left + used + 8, row.y + 22, row.w - 34 - used, 16}, ui.small(), who);
  if (at.pressed) ui.actions.push_back(ShowOperation{operation.op});
}

// What follows another operation by itself gets one quiet line.
void draw_follower(Ui& ui, const Operation& operation) {
  const Rect row = next_row(20);
  const Color color = color_of(ui.theme, ended_of(operation), false);
  const std::string text = operation_text(ui.app.lesson, operation);
  draw_glyph(ui.pen(), glyph_of(ended_of(operation), false), {row.x + 32, row.y + 8}, 4, color);
  ui.pen().text_left({row.x + 44, row.y, row.w - 44, 17}, ui.small(), text);
  note(ui, {"happened." + std::to_string(index(operation.op)), text, "text", row});
  take_row(row.h);
}

void draw_choices_in_short(Ui& ui) {
  const App& app = ui.app;
  for (std::size_t i = 0; i < app.choices.size(); ++i) {
    const lesson::Choice& choice = app.lesson.choices[i];
    const Rect row = next_row(22);
    const std::string name = choice_name(app.lesson, choice);
    const std::string level = option_name(app.lesson, choice, app.choices[i]);
    ui.pen().text_left(row, ui.muted(), name);
    ui.pen().text_right(row, {Face::bold, 13, ui.theme.text}, level);
    note(ui, {"happened.setting." + choice.id, name, "text", row, true, level});
    take_row(row.h);
  }
}

}  // namespace

void draw_happenings(Ui& ui) {
  const App& app = ui.app;
  const bool is_settled = is_task(app) && app.lesson.task != lesson::Task::attack;
  if (!app.sandbox && !app.system && !is_settled) {
    section(ui, "happened.settings", is_task(app) ? "The settings" : "Your settings");
    draw_choices_in_short(ui);
    gap(20);
  }
  section(ui, "happened.heading", "What happened");
  const auto& operations = app.stage->session.log().operations;
  if (operations.empty()) {
    paragraph(ui, "happened.nothing", ui.muted(), "Nobody has asked for anything yet.");
  }
  for (const Operation& operation : operations) {
    if (follows(app.lesson.system, operation.operation)) {
      draw_follower(ui, operation);
    } else {
      draw_happening(ui, operation);
    }
  }
  if (!may_intervene(app)) return;
  gap(16);
  paragraph(ui, "happened.intervene", ui.small(),
            "You may interfere: click a site to cut it off, a line to cut it, a copy to crash it.");
  draw_faults(ui);
}

}  // namespace caplab::web
