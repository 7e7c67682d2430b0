// Draws through ImDrawList; positions are rounded there, so text stays crisp.
#include "web/draw.h"

#include <algorithm>
#include <string>
#include <vector>

namespace caplab::web {
namespace {

ImFont* font_of(const Fonts& fonts, Face face) {
  switch (face) {
    case Face::text: return fonts.text;
    case Face::bold: return fonts.bold;
    case Face::mono: return fonts.mono;
  }
  return fonts.text;
}

// The end of the longest beginning of `text` that ends between characters before `size` bytes.
std::size_t whole_characters(std::string_view text, std::size_t size) {
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return size;
}

// Dear ImGui sets wrapped lines without any space between them, so they are broken here.
std::vector<std::string_view> lines_of(ImFont* font, const TextStyle& style,
                                       std::string_view text) {
  std::vector<std::string_view> lines;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    const char* stop = font->CalcWordWrapPosition(style.size, at, end, style.wrap);
    if (stop == at) ++stop;
    const char* const feed = std::find(at, stop, '\n');
    lines.emplace_back(at, static_cast<std::size_t>(feed - at));
    at = feed < stop ? feed + 1 : stop;
    if (feed == stop && at < end && *at == '\n') ++at;
    while (feed == stop && at < end && *at == ' ') ++at;
  }
  return lines;
}

}  // namespace

ImU32 im(Color color) {
  return ImGui::ColorConvertFloat4ToU32({color.r, color.g, color.b, color.a});
}

Vec Pen::size_of(const TextStyle& style, std::string_view text) const {
  ImFont* font = font_of(*fonts, style.face);
  if (style.wrap <= 0) {
    return vec(font->CalcTextSizeA(style.size, 1e9F, 0, text.data(), text.data() + text.size()));
  }
  TextStyle one_line = style;
  one_line.wrap = 0;
  Vec size;
  for (const std::string_view line : lines_of(font, style, text)) {
    size = {std::max(size.x, size_of(one_line, line).x), size.y + style.line()};
  }
  return size;
}

void Pen::text(Vec at, const TextStyle& style, std::string_view text) const {
  ImFont* font = font_of(*fonts, style.face);
  if (style.wrap <= 0) {
    return list->AddText(font, style.size, im(at), im(style.color), text.data(),
                         text.data() + text.size());
  }
  at.y += std::round((style.line() - style.size) / 2);
  for (const std::string_view line : lines_of(font, style, text)) {
    list->AddText(font, style.size, im(at), im(style.color), line.data(),
                  line.data() + line.size());
    at.y += style.line();
  }
}

void Pen::text_centered(const Rect& box, const TextStyle& style, std::string_view text) const {
  const std::string shown = shortened(*this, style, text, box.w);
  const Vec size = size_of(style, shown);
  this->text(box.center() - size * 0.5F, style, shown);
}

void Pen::text_left(const Rect& box, const TextStyle& style, std::string_view text) const {
  const std::string shown = shortened(*this, style, text, box.w);
  this->text({box.x, box.center().y - size_of(style, shown).y / 2}, style, shown);
}

void Pen::text_right(const Rect& box, const TextStyle& style, std::string_view text) const {
  const std::string shown = shortened(*this, style, text, box.w);
  const Vec size = size_of(style, shown);
  this->text({box.right() - size.x, box.center().y - size.y / 2}, style, shown);
}

void Pen::fill(const Rect& box, Color color, float radius) const {
  list->AddRectFilled(min_of(box), max_of(box), im(color), radius);
}

void Pen::outline(const Rect& box, Color color, float radius, float width) const {
  list->AddRect(min_of(box), max_of(box), im(color), radius, 0, width);
}

void Pen::line(Vec from, Vec to, Color color, float width) const {
  list->AddLine(im(from), im(to), im(color), width);
}

void Pen::disc(Vec center, float radius, Color color) const {
  list->AddCircleFilled(im(center), radius, im(color));
}

void Pen::ring(Vec center, float radius, Color color, float width) const {
  list->AddCircle(im(center), radius, im(color), 0, width);
}

std::string shortened(const Pen& pen, const TextStyle& style, std::string_view text, float width) {
  if (pen.size_of(style, text).x <= width) return std::string(text);
  std::size_t low = 0;
  std::size_t high = text.size();
  while (low + 1 < high) {
    const std::size_t middle = (low + high) / 2;
    const std::string tried =
        std::string(text.substr(0, whole_characters(text, middle))) + "\u2026";
    (pen.size_of(style, tried).x <= width ? low : high) = middle;
  }
  return std::string(text.substr(0, whole_characters(text, low))) + "\u2026";
}

}  // namespace caplab::web
