// The score: four sides, each judged by its worst criterion, with number and unit, the limit as a
// tick, the interval, and a shape that says whether it holds. A side opens into its criteria.
#include <algorithm>

#include "web/panels.h"

namespace caplab::web {
namespace {

using lesson::Criterion;
using lesson::Grade;
using lesson::Mark;
using lesson::Side;
using lesson::Unit;

const char* title_of(Side side) {
  switch (side) {
    case Side::safety: return "Safety";
    case Side::availability: return "Availability";
    case Side::latency: return "Latency";
    case Side::repair: return "Repair";
  }
  return "";
}

bool is_count(const Criterion& criterion) { return unit_of(criterion) == Unit::schedules; }
bool is_share(const Criterion& criterion) { return unit_of(criterion) == Unit::thousandths; }

// How far to the right a value stands: shares on 0-100 %, the others with the limit at the middle,
// counts of schedules on a scale that shows a single one.
float position(const Criterion& criterion, const Grade& grade, std::int64_t value) {
  const auto number = static_cast<float>(std::min<std::int64_t>(value, 1'000'000'000));
  if (is_share(criterion)) return clamped(number / 1000, 0, 1);
  if (is_count(criterion)) {
    const auto all = static_cast<float>(std::max(grade.schedules, 1));
    return value <= 0 ? 0 : clamped(std::sqrt(number / all), 0.04F, 1);
  }
  const auto limit = static_cast<float>(std::max<std::int64_t>(criterion.limit, 1));
  return clamped(number / (2 * limit), 0, 1);
}

struct Scale {
  Ui& ui;
  const Grade& grade;
  const Criterion& criterion;
  const Mark& mark;
  const Mark* reference = nullptr;  // of the same criterion
  bool decided = true;
};

Color color_of(const Scale& scale) {
  if (!scale.decided) return scale.ui.theme.unknown;
  return scale.mark.pass ? scale.ui.theme.ok : scale.ui.theme.refused;
}

void draw_bar(const Scale& scale, const Rect& row) {
  const Pen pen = scale.ui.pen();
  const Theme& theme = scale.ui.theme;
  const auto at = [&](std::int64_t value) {
    return row.x + row.w * position(scale.criterion, scale.grade, value);
  };
  pen.fill(row, theme.raised, row.h / 2);
  const float end = at(scale.mark.value);
  if (end > row.x)
    pen.fill({row.x, row.y, std::max(end - row.x, row.h), row.h}, color_of(scale), row.h / 2);
  if (scale.mark.low < scale.mark.high && scale.mark.high != kNever.us) {
    const float y = row.center().y;
    pen.line({at(scale.mark.low), y}, {at(scale.mark.high), y}, theme.text, 1.5F);
  }
  if (scale.reference) {
    const Vec mark{at(scale.reference->value), row.center().y};
    pen.ring(mark, row.h / 2 + 1.5F, faded(theme.muted, 0.9F), 1.5F);
  }
  const float limit = at(scale.criterion.limit);
  pen.fill({limit - 1, row.y - 4, 2, row.h + 8}, theme.text, 1);
}

std::string number_text(const Scale& scale) {
  if (scale.mark.samples == 0) return "not measured";
  const std::string value = value_text(scale.ui.app.lesson, scale.criterion, scale.mark.value);
  if (!is_count(scale.criterion)) return value;
  return value + " of " + count_text(scale.grade.schedules);
}

std::string limit_text(const lesson::Lesson& lesson, const Criterion& criterion) {
  const char* const way = is_share(criterion) ? "at least " : "at most ";
  return way + value_text(lesson, criterion, criterion.limit);
}

void draw_criterion(const Scale& scale) {
  Ui& ui = scale.ui;
  const Pen pen = ui.pen();
  const std::string words = "criterion." + scale.criterion.id;
  const std::string name = lesson::say(ui.app.lesson.prose, words);
  const Rect row = next_row(48);
  const Touch at =
      touch(ui, {.id = "score." + scale.criterion.id,
                 .label = name,
                 .role = "text",
                 .rect = row,
                 .value = number_text(scale) + ", " + limit_text(ui.app.lesson, scale.criterion) +
                          (scale.mark.pass ? ", held" : ", not held")});
  draw_glyph(pen, scale.mark.pass ? Glyph::check : Glyph::cross, {row.x + 7, row.y + 10}, 5,
             color_of(scale));
  const TextStyle number{Face::mono, 12, ui.theme.text};
  const std::string value = number_text(scale);
  const float room = pen.size_of(number, value).x;
  pen.text_left({row.x + 22, row.y + 1, row.w - room - 30, 18}, {Face::text, 12.5F, ui.theme.text},
                name);
  pen.text_right({row.x, row.y + 1, row.w, 18}, number, value);
  draw_bar(scale, {row.x + 22, row.y + 26, row.w - 22, 5});
  if (at.hovered) {
    tip(ui, name + ": " + limit_text(ui.app.lesson, scale.criterion) + "\n\n" +
                lesson::say(ui.app.lesson.prose, words + ".why"));
  }
}

const Mark* reference_of(const App& app, const Criterion& criterion) {
  if (!app.reference || app.reference->choices == app.grade->choices) return nullptr;
  for (const Mark& mark : app.reference->marks) {
    if (app.reference->rubric[mark.criterion].id == criterion.id) return &mark;
  }
  return nullptr;
}

// The mark that a side is judged by: the first that fails, else the first.
const Mark* judge_of(const App& app, Side side) {
  const Mark* chosen = nullptr;
  for (const Mark& mark : app.grade->marks) {
    if (app.grade->rubric[mark.criterion].side != side) continue;
    if (!chosen || (chosen->pass && !mark.pass)) chosen = &mark;
  }
  return chosen;
}

bool is_open(const InspectorUi& state, const App& app, Side side) {
  const unsigned bit = 1U << static_cast<unsigned>(side);
  if ((state.closed & bit) != 0) return false;
  return (state.opened & bit) != 0 || !lesson::side_passes(*app.grade, side);
}

void toggle(InspectorUi& state, const App& app, Side side) {
  const unsigned bit = 1U << static_cast<unsigned>(side);
  const bool open = is_open(state, app, side);
  state.opened = open ? state.opened & ~bit : state.opened | bit;
  state.closed = open ? state.closed | bit : state.closed & ~bit;
}

void draw_side_head(const Scale& scale, Side side, bool pass, InspectorUi& state) {
  Ui& ui = scale.ui;
  const Pen pen = ui.pen();
  const Rect row = next_row(52);
  const Touch at =
      touch(ui, {.id = "score." + std::string(lesson::name_of(side)),
                 .label = title_of(side),
                 .role = "button",
                 .rect = {row.x - 8, row.y - 2, row.w + 16, row.h},
                 .value = (pass ? "holds, " : "does not hold, ") + number_text(scale)});
  if (at.hovered) pen.fill(at.rect, faded(ui.theme.text, 0.05F), 6);
  const Glyph glyph = !scale.decided ? Glyph::question : pass ? Glyph::check : Glyph::cross;
  draw_glyph(pen, glyph, {row.x + 8, row.y + 12}, 7, color_of(scale));
  pen.text_left({row.x + 26, row.y + 2, 140, 20}, {Face::bold, 14, ui.theme.text}, title_of(side));
  pen.text_right({row.x, row.y + 2, row.w, 20}, {Face::mono, 13, ui.theme.text},
                 number_text(scale));
  draw_bar(scale, {row.x, row.y + 32, row.w, 7});
  if (at.pressed) toggle(state, ui.app, side);
}

void draw_side(Ui& ui, Side side, InspectorUi& state) {
  const App& app = ui.app;
  const Mark* judge = judge_of(app, side);
  if (!judge) return;
  const bool pass = lesson::side_passes(*app.grade, side);
  const bool decided = !lesson::side_undecided(*app.grade, side);
  const Scale head{ui,
                   *app.grade,
                   app.grade->rubric[judge->criterion],
                   *judge,
                   reference_of(app, app.grade->rubric[judge->criterion]),
                   decided};
  draw_side_head(head, side, pass, state);
  if (is_open(state, app, side)) {
    for (const Mark& mark : app.grade->marks) {
      const Criterion& criterion = app.grade->rubric[mark.criterion];
      if (criterion.side != side) continue;
      draw_criterion({ui, *app.grade, criterion, mark, reference_of(app, criterion), true});
    }
  }
  gap(10);
}

}  // namespace

void draw_score(Ui& ui, InspectorUi& state) {
  if (!ui.app.grade) return;
  for (std::size_t i = 0; i < lesson::kSides; ++i) draw_side(ui, static_cast<Side>(i), state);
  const Grade& grade = *ui.app.grade;
  paragraph(ui, "score.basis", ui.small(),
            "Safety: " + count_text(grade.schedules) + " schedules searched for the worst. The " +
                "other sides: " + count_text(grade.runs) + " sampled runs and " +
                count_text(grade.fault_free_operations) + " operations on a whole network.");
  if (grade.runs > 0) {
    gap(6);
    paragraph(ui, "score.available", ui.small(),
              "Every request was answered, as CAP's availability asks, in " +
                  count_text(grade.available) + " of the " + count_text(grade.runs) + " runs.");
  }
  if (grade.orders) {
    gap(6);
    paragraph(ui, "score.orders", ui.small(), lesson::orders_text(*grade.orders));
  }
  if (!ui.app.reference || ui.app.reference->choices == grade.choices) return;
  gap(6);
  paragraph(ui, "score.reference", ui.small(),
            "The ring is where a solution of the lesson stands.");
}

}  // namespace caplab::web
