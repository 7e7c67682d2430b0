// Text and simple shapes on Dear ImGui's draw lists, in our fonts and colours.
#pragma once
#include <imgui.h>

#include <string_view>

#include "web/geometry.h"
#include "web/theme.h"

namespace caplab::web {

struct Fonts {
  ImFont* text = nullptr;
  ImFont* bold = nullptr;
  ImFont* mono = nullptr;
  bool complete() const { return text && bold && mono; }
};

enum class Face : std::uint8_t { text, bold, mono };

struct TextStyle {
  Face face = Face::text;
  float size = 13;
  Color color;
  float wrap = 0;  // the width at which lines break; 0: one line
  // From one line to the next, where there are several.
  float line() const { return std::round(size * 1.45F); }
};

inline ImVec2 im(Vec v) { return {v.x, v.y}; }
inline Vec vec(ImVec2 v) { return {v.x, v.y}; }
ImU32 im(Color color);
inline ImVec2 min_of(const Rect& r) { return {r.x, r.y}; }
inline ImVec2 max_of(const Rect& r) { return {r.right(), r.bottom()}; }
inline Rect rect(ImVec2 low, ImVec2 high) { return {low.x, low.y, high.x - low.x, high.y - low.y}; }

// A draw list with the fonts to write with.
struct Pen {
  ImDrawList* list = nullptr;
  const Fonts* fonts = nullptr;

  Vec size_of(const TextStyle& style, std::string_view text) const;
  // `at` is the upper left corner.
  void text(Vec at, const TextStyle& style, std::string_view text) const;
  // In the middle of `box`, cut with an ellipsis where it does not fit.
  void text_centered(const Rect& box, const TextStyle& style, std::string_view text) const;
  // On the middle line of `box`, from its left or to its right.
  void text_left(const Rect& box, const TextStyle& style, std::string_view text) const;
  void text_right(const Rect& box, const TextStyle& style, std::string_view text) const;

  void fill(const Rect& box, Color color, float radius = 0) const;
  void outline(const Rect& box, Color color, float radius, float width = 1) const;
  void line(Vec from, Vec to, Color color, float width = 1) const;
  void disc(Vec center, float radius, Color color) const;
  void ring(Vec center, float radius, Color color, float width = 1.5F) const;
};

// `text` without its end, so that it is at most `width` wide; with "…" where something was cut.
std::string shortened(const Pen& pen, const TextStyle& style, std::string_view text, float width);

// Marks that say the same as a colour, for those who do not see it.
enum class Glyph : std::uint8_t {
  check,
  cross,
  question,
  clock,
  bar,  // refused
  split,
  play,
  pause,
  forward,
  back,
  restart,
  plus,
  minus,
  fit,
};
void draw_glyph(const Pen& pen, Glyph glyph, Vec center, float radius, Color color);

}  // namespace caplab::web
