// What clients asked for, as bars from call to answer with their labels, and what the script has
// planned.
#include "engine/base/text.h"
#include "web/lane_labels.h"
#include "web/lanes.h"

namespace caplab::web {
namespace {

constexpr float kPlanWidth = 4;

Rect box_of(const Lanes& lanes, const Bar& bar) {
  const Rect row = lanes.row(bar.lane);
  const auto rows = static_cast<float>(lanes.view.rows[bar.lane]);
  const float height = (row.h - 8) / rows;
  const float from = lanes.scale.x_of(bar.from);
  const float until = lanes.scale.x_of(bar.until);
  const float y = row.y + 4 + height * static_cast<float>(bar.row);
  const float width = std::max(until - from, 4.0F);
  if (bar.minor) return {from, y + height / 2 - 2, width, 4};
  return {from, y, width, std::max(height - (rows > 1 ? 1.0F : 0.0F), 4.0F)};
}

Rect box_of(const Lanes& lanes, const Plan& plan) {
  const Rect row = lanes.row(plan.lane);
  return {lanes.scale.x_of(plan.at), row.y + 5, kPlanWidth, row.h - 10};
}

TextStyle style_of(const Rect& box, Color color) {
  return {Face::text, box.h < 14 ? 10.5F : 12, color};
}

// "→ paid"; nothing while there is no result.
std::string brief_of(const Bar& bar) {
  const std::size_t arrow = bar.label.find("\u2192");
  return bar.open || arrow == std::string::npos ? "" : bar.label.substr(arrow);
}

// Changes of money before looks at it, what violates before all.
int weight_of(const Lanes& lanes, const Bar& bar) {
  if (bar.minor) return -1;
  if (bar.ringed || bar.selected) return 3;
  const Operation& operation = lanes.ui.app.stage->whole.operations[index(bar.op)];
  return object::is_read(operation.request.verb) ? 1 : 2;
}

std::vector<LabelWish> wishes_of(const Lanes& lanes) {
  const Pen pen = lanes.ui.pen();
  std::vector<LabelWish> wishes;
  for (const Bar& bar : lanes.view.bars) {
    const Rect box = box_of(lanes, bar);
    const TextStyle style = style_of(box, {});
    const std::string brief = brief_of(bar);
    wishes.push_back({box, pen.size_of(style, bar.label).x + 2,
                      brief.empty() ? 0 : pen.size_of(style, brief).x + 2, weight_of(lanes, bar)});
  }
  for (const Plan& plan : lanes.view.plans) {
    const Rect box = box_of(lanes, plan);
    wishes.push_back({box, pen.size_of(style_of(box, {}), plan.label).x + 2, 0, 0});
  }
  return wishes;
}

void draw_label(const Lanes& lanes, const LabelPlace& place, const std::string& full,
                const std::string& brief, Color color) {
  if (place.form == LabelForm::none) return;
  const std::string& text = place.form == LabelForm::brief ? brief : full;
  lanes.ui.pen().text_left(place.box, style_of(place.box, color), text);
}

std::string words_of(const Lanes& lanes, const Bar& bar) {
  const lesson::Lesson& lesson = lanes.ui.app.lesson;
  const Operation& operation = lanes.ui.app.stage->whole.operations[index(bar.op)];
  std::string words = node_name(lesson, operation.client) + ": " + bar.label;
  words += "\nlevel " + level_text(lesson, operation) + ", asked at " + seconds_text(bar.from);
  if (!bar.open) words += ", answered after " + duration_text(bar.until - bar.from);
  return words;
}

void draw_bar(const Lanes& lanes, const Bar& bar, const LabelPlace& place) {
  Ui& ui = lanes.ui;
  const Rect box = box_of(lanes, bar);
  const Color color = color_of(ui.theme, bar.ended, bar.stale);
  const float strength = bar.ahead ? 0.35F : 1.0F;
  const Pen pen = ui.pen();
  const Operation& operation = ui.app.stage->whole.operations[index(bar.op)];
  const Touch at =
      touch(ui, {.id = "time.op." + std::to_string(index(bar.op)),
                 .label = node_name(ui.app.lesson, operation.client) + ": " + bar.label,
                 .role = "button",
                 .rect = {box.x, box.y, std::max(box.w, 10.0F), box.h},
                 .value = bar.selected ? "selected" : ""});
  pen.fill(box, faded(color, (bar.open ? 0.16F : 0.26F) * strength), 4);
  pen.fill({box.x, box.y, 3, box.h}, faded(color, strength), 1.5F);
  pen.outline(box, faded(color, (bar.selected || at.hovered ? 1.0F : 0.55F) * strength), 4,
              bar.selected ? 2.0F : 1.0F);
  if (bar.ringed) pen.outline(box.inset(-3), ui.theme.refused, 7, 2);
  const Color ink = place.inside ? ui.theme.text : mixed(color, ui.theme.text, 0.35F);
  draw_label(lanes, place, bar.label, brief_of(bar), faded(ink, strength));
  if (at.pressed) ui.actions.push_back(ShowOperation{bar.op});
  if (at.hovered) tip(ui, words_of(lanes, bar));
}

void draw_plan(const Lanes& lanes, const Plan& plan, const LabelPlace& place) {
  const Color color = faded(lanes.ui.theme.muted, 0.8F);
  lanes.ui.pen().outline(box_of(lanes, plan), color, 2);
  draw_label(lanes, place, plan.label, "", color);
}

}  // namespace

void draw_bars(const Lanes& lanes) {
  const std::vector<LabelPlace> places = place_labels(wishes_of(lanes), lanes.area);
  const std::size_t bars = lanes.view.bars.size();
  for (std::size_t i = 0; i < lanes.view.plans.size(); ++i) {
    draw_plan(lanes, lanes.view.plans[i], places[bars + i]);
  }
  for (std::size_t i = 0; i < bars; ++i) draw_bar(lanes, lanes.view.bars[i], places[i]);
}

}  // namespace caplab::web
