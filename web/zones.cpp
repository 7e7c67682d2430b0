// The look's three layouts: wide (three columns), narrow (two), phone (stacked).
#include "web/zones.h"

#include "web/theme_values.h"

namespace caplab::web {
namespace {

constexpr float kWide = 1100;
constexpr float kPhone = 700;
constexpr float kFlat = 460;    // a phone on its side: no room for lanes
constexpr float kPlayBar = 68;  // the time line without lanes

float timeline_height(const Splits& splits, float height) {
  const float wanted = splits.timeline > 0 ? splits.timeline : k_sizes_timeline;
  return clamped(wanted, 120, std::max(120.0F, height - 220));
}

float inspector_width(const Splits& splits, float width) {
  const float wanted = splits.inspector > 0 ? splits.inspector : k_sizes_inspector;
  return clamped(wanted, 280, std::max(280.0F, width - 360));
}

// What the lesson column leaves free: the HTML lies over the canvas' left side.
Rect beside_lesson(const PageShape& shape) {
  const float width = shape.canvas.w;
  const float height = shape.canvas.h;
  const float covered = shape.lesson.empty() ? 0 : shape.lesson.right() - shape.canvas.x;
  const float left = clamped(covered, 0, std::max(0.0F, width - 200));
  return {left, 0, width - left, height};
}

Zones wide(const PageShape& shape, const Splits& splits) {
  const Rect room = beside_lesson(shape);
  const float side = inspector_width(splits, room.w);
  const float below = timeline_height(splits, room.h);
  Zones zones;
  zones.scene = {room.x, 0, room.w - side, room.h - below};
  zones.timeline = {room.x, room.h - below, room.w - side, below};
  zones.inspector = {room.x + room.w - side, 0, side, room.h};
  return zones;
}

// Too narrow for a third column: the inspector moves below the scene, the time line between.
Zones narrow(const PageShape& shape, const Splits& splits) {
  const Rect room = beside_lesson(shape);
  const bool flat = room.h < kFlat;
  const float below = flat ? kPlayBar : std::min(timeline_height(splits, room.h), room.h * 0.3F);
  const float scene = std::round(room.h * (flat ? 0.45F : 0.36F));
  Zones zones;
  zones.scene = {room.x, 0, room.w, scene};
  zones.timeline = {room.x, scene, room.w, below};
  zones.inspector = {room.x, scene + below, room.w, room.h - scene - below};
  return zones;
}

// The HTML tells which part of the height the tabs and their content take; before it has, 40 %.
Zones phone(const PageShape& shape) {
  const float width = shape.canvas.w;
  const float height = shape.canvas.h;
  const float told = shape.lesson.y - shape.canvas.y;
  const float upper = shape.lesson.empty() || told < 200 ? std::round(height * 0.6F) : told;
  Zones zones;
  zones.phone = true;
  zones.scene = {0, 0, width, std::round(upper * 0.72F)};
  zones.timeline = {0, zones.scene.h, width, upper - zones.scene.h};
  if (shape.tab == Tab::lesson) return zones;
  const Rect& room = shape.inspector;
  zones.inspector = room.empty()
                        ? Rect{0, upper, width, height - upper}
                        : Rect{room.x - shape.canvas.x, room.y - shape.canvas.y, room.w, room.h};
  return zones;
}

}  // namespace

Zones zones_of(const PageShape& shape, const Splits& splits) {
  if (shape.canvas.w < kPhone) return phone(shape);
  return shape.canvas.w < kWide ? narrow(shape, splits) : wide(shape, splits);
}

}  // namespace caplab::web
