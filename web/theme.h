// The look's colours as C++ sees them. Their values are in theme.json, which feeds the page's CSS
// as well; the build makes theme_values.h from it.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace caplab::web {

struct Color {
  float r = 0;
  float g = 0;
  float b = 0;
  float a = 1;
  bool operator==(const Color&) const = default;
};

constexpr Color rgb(std::uint32_t digits) {
  return {static_cast<float>(digits >> 16 & 255U) / 255.0F,
          static_cast<float>(digits >> 8 & 255U) / 255.0F,
          static_cast<float>(digits & 255U) / 255.0F, 1.0F};
}

constexpr Color faded(Color color, float alpha) {
  return {color.r, color.g, color.b, color.a * alpha};
}

constexpr Color mixed(Color a, Color b, float share) {
  return {a.r + (b.r - a.r) * share, a.g + (b.g - a.g) * share, a.b + (b.b - a.b) * share,
          a.a + (b.a - a.a) * share};
}

struct Theme {
  Color ground, surface, raised, line, text, muted, accent, on_accent;
  Color ok, stale, conflict, refused, unknown;
};

enum class ThemeId : std::uint8_t { dark, light, contrast };

const Theme& theme_of(ThemeId id);

// How thick hairlines are: high contrast doubles them.
float line_width(ThemeId id);

std::string_view name_of(ThemeId id);
std::optional<ThemeId> theme_named(std::string_view name);

}  // namespace caplab::web
