// The marks, as strokes: sharp at every size and the same in every font.
#include "web/draw.h"

namespace caplab::web {
namespace {

constexpr float kPi = 3.14159265F;

struct Mark {
  const Pen& pen;
  Vec at;
  float r;
  Color color;
  float width;

  Vec point(float x, float y) const { return {at.x + x * r, at.y + y * r}; }
  void stroke(float x0, float y0, float x1, float y1) const {
    pen.line(point(x0, y0), point(x1, y1), color, width);
  }
  void triangle(Vec a, Vec b, Vec c) const {
    pen.list->AddTriangleFilled(im(a), im(b), im(c), im(color));
  }
  void box(float x0, float y0, float x1, float y1) const {
    pen.list->AddRectFilled(im(point(x0, y0)), im(point(x1, y1)), im(color), 1);
  }
};

void draw_check(const Mark& m) {
  const ImVec2 points[] = {im(m.point(-0.7F, 0.05F)), im(m.point(-0.2F, 0.55F)),
                           im(m.point(0.75F, -0.55F))};
  m.pen.list->AddPolyline(points, 3, im(m.color), 0, m.width);
}

void draw_cross(const Mark& m) {
  m.stroke(-0.6F, -0.6F, 0.6F, 0.6F);
  m.stroke(-0.6F, 0.6F, 0.6F, -0.6F);
}

void draw_question(const Mark& m) {
  const TextStyle style{Face::bold, m.r * 2.1F, m.color};
  m.pen.text_centered(centered(m.at, {m.r * 3, m.r * 3}), style, "?");
}

void draw_clock(const Mark& m) {
  m.pen.ring(m.at, m.r, m.color, m.width);
  m.stroke(0, 0, 0, -0.6F);
  m.stroke(0, 0, 0.45F, 0.2F);
}

void draw_bar(const Mark& m) {
  m.pen.ring(m.at, m.r, m.color, m.width);
  m.stroke(-0.66F, 0.66F, 0.66F, -0.66F);
}

void draw_split(const Mark& m) {
  m.pen.ring(m.at, m.r, m.color, m.width);
  m.pen.list->PathArcTo(im(m.at), m.r, kPi / 2, kPi * 1.5F);
  m.pen.list->PathFillConvex(im(m.color));
}

void draw_restart(const Mark& m) {
  m.pen.list->PathArcTo(im(m.at), m.r * 0.75F, -kPi * 0.35F, kPi * 1.3F);
  m.pen.list->PathStroke(im(m.color), 0, m.width);
  m.triangle(m.point(0.05F, -0.62F), m.point(0.75F, -1.0F), m.point(0.75F, -0.2F));
}

}  // namespace

void draw_glyph(const Pen& pen, Glyph glyph, Vec center, float radius, Color color) {
  const Mark m{pen, center, radius, color, std::max(1.5F, radius * 0.24F)};
  switch (glyph) {
    case Glyph::check: return draw_check(m);
    case Glyph::cross: return draw_cross(m);
    case Glyph::question: return draw_question(m);
    case Glyph::clock: return draw_clock(m);
    case Glyph::bar: return draw_bar(m);
    case Glyph::split: return draw_split(m);
    case Glyph::play:
      return m.triangle(m.point(-0.55F, -0.85F), m.point(0.9F, 0), m.point(-0.55F, 0.85F));
    case Glyph::pause: m.box(-0.65F, -0.8F, -0.15F, 0.8F); return m.box(0.15F, -0.8F, 0.65F, 0.8F);
    case Glyph::forward:
      m.triangle(m.point(-0.7F, -0.7F), m.point(0.4F, 0), m.point(-0.7F, 0.7F));
      return m.box(0.45F, -0.7F, 0.75F, 0.7F);
    case Glyph::back:
      m.triangle(m.point(0.7F, -0.7F), m.point(-0.4F, 0), m.point(0.7F, 0.7F));
      return m.box(-0.75F, -0.7F, -0.45F, 0.7F);
    case Glyph::restart: return draw_restart(m);
    case Glyph::plus: m.stroke(0, -0.7F, 0, 0.7F); [[fallthrough]];
    case Glyph::minus: return m.stroke(-0.7F, 0, 0.7F, 0);
    case Glyph::fit:
      m.stroke(-0.9F, -0.6F, -0.9F, 0.6F);
      m.stroke(0.9F, -0.6F, 0.9F, 0.6F);
      return m.stroke(-0.6F, 0, 0.6F, 0);
  }
}

}  // namespace caplab::web
