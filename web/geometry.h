// Points and rectangles in CSS pixels, y down. Drawing only: nothing that decides uses them.
#pragma once
#include <algorithm>
#include <cmath>

namespace caplab::web {

struct Vec {
  float x = 0;
  float y = 0;
  bool operator==(const Vec&) const = default;
};

constexpr Vec operator+(Vec a, Vec b) { return {a.x + b.x, a.y + b.y}; }
constexpr Vec operator-(Vec a, Vec b) { return {a.x - b.x, a.y - b.y}; }
constexpr Vec operator*(Vec a, float s) { return {a.x * s, a.y * s}; }
constexpr Vec lerp(Vec a, Vec b, float t) { return a + (b - a) * t; }
constexpr float dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y; }
inline float length(Vec a) { return std::sqrt(dot(a, a)); }
inline float distance(Vec a, Vec b) { return length(b - a); }

// Of length 1; to the right where `a` has no length.
inline Vec direction(Vec a) {
  const float size = length(a);
  return size > 0 ? a * (1 / size) : Vec{1, 0};
}
// A quarter turn.
constexpr Vec across(Vec a) { return {-a.y, a.x}; }

struct Rect {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;
  constexpr float right() const { return x + w; }
  constexpr float bottom() const { return y + h; }
  constexpr Vec center() const { return {x + w / 2, y + h / 2}; }
  constexpr bool empty() const { return w <= 0 || h <= 0; }
  constexpr bool contains(Vec p) const {
    return p.x >= x && p.x < right() && p.y >= y && p.y < bottom();
  }
  constexpr Rect inset(float by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }
  bool operator==(const Rect&) const = default;
};

constexpr bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

constexpr Rect centered(Vec center, Vec size) {
  return {center.x - size.x / 2, center.y - size.y / 2, size.x, size.y};
}

inline float clamped(float value, float low, float high) {
  return std::max(low, std::min(value, high));
}

// Where the line from the middle of `box` to `target` leaves the box.
inline Vec edge_towards(const Rect& box, Vec target) {
  const Vec c = box.center();
  const Vec d = target - c;
  const float sx = d.x != 0 ? box.w / 2 / std::fabs(d.x) : 1e9F;
  const float sy = d.y != 0 ? box.h / 2 / std::fabs(d.y) : 1e9F;
  return c + d * std::min({sx, sy, 1.0F});
}

// How far (squared is not enough for a hit test in pixels) `p` is from the stretch a-b.
inline float distance_to_segment(Vec p, Vec a, Vec b) {
  const Vec ab = b - a;
  const float size = dot(ab, ab);
  const float t = size > 0 ? clamped(dot(p - a, ab) / size, 0, 1) : 0;
  return distance(p, lerp(a, b, t));
}

}  // namespace caplab::web
