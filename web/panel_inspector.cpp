// The inspector shows what the present step is about.
#include "web/app_task.h"
#include "web/panels.h"

namespace caplab::web {
namespace {

void divider(Ui& ui) {
  gap(20);
  const Rect row = next_row(1);
  const float bleed = 16;
  ui.pen().line({row.x - bleed, row.y}, {row.right() + bleed, row.y}, ui.theme.line,
                line_width(ui.app.theme));
  gap(20);
}

void draw_step(Ui& ui, InspectorUi& state) {
  switch (ui.app.step) {
    case Step::brief: return draw_legend(ui);
    case Step::predict: return draw_predictions(ui);
    case Step::configure: return draw_settings(ui);
    case Step::run: return draw_happenings(ui);
    case Step::verdict:
    case Step::debrief: draw_verdict(ui); return draw_score(ui, state);
  }
}

// A task is done in HTML, which lies here; only what plays is shown by the picture's own panels.
void draw_task_step(Ui& ui) {
  switch (ui.app.step) {
    case Step::brief: return draw_legend(ui);
    case Step::predict: return draw_predictions(ui);
    case Step::run: return draw_happenings(ui);
    case Step::configure:
    case Step::verdict:
    case Step::debrief:
      if (!ui.app.watched.empty()) draw_happenings(ui);
  }
}

void draw_levels_and_happenings(Ui& ui) {
  ui.app.system ? draw_system(ui) : draw_settings(ui);
  divider(ui);
  draw_happenings(ui);
}

// On a phone the two tabs share what a wide page shows step by step.
void draw_tab(Ui& ui, InspectorUi& state) {
  if (ui.app.shape.tab == Tab::verdict) {
    draw_verdict(ui);
    return draw_score(ui, state);
  }
  if (ui.app.step == Step::predict) return draw_predictions(ui);
  draw_settings(ui);
  if (ui.app.step < Step::run) return;
  divider(ui);
  draw_happenings(ui);
}

}  // namespace

void draw_inspector(Ui& ui, const Rect& room, bool phone, InspectorUi& state) {
  if (room.empty()) return;
  begin_panel("inspector", room, ui.theme.surface, {16, 20}, Scrolls::yes);
  const Pen pen = ui.pen();
  if (!phone) {
    pen.line({room.x + 0.5F, room.y}, {room.x + 0.5F, room.bottom()}, ui.theme.line,
             line_width(ui.app.theme));
  }
  if (!ui.app.stage) {
    paragraph(ui, "inspector.nothing", ui.muted(), "There is no lesson on stage.");
  } else if (ui.app.sandbox || ui.app.system) {
    draw_levels_and_happenings(ui);
  } else if (is_task(ui.app)) {
    draw_task_step(ui);
  } else if (phone) {
    draw_tab(ui, state);
  } else {
    draw_step(ui, state);
  }
  gap(12);
  end_panel();
}

}  // namespace caplab::web
