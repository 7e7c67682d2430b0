// The three themes by name.
#include "web/theme.h"

#include "web/theme_values.h"

namespace caplab::web {

const Theme& theme_of(ThemeId id) {
  switch (id) {
    case ThemeId::dark: return k_dark_theme;
    case ThemeId::light: return k_light_theme;
    case ThemeId::contrast: return k_contrast_theme;
  }
  return k_dark_theme;
}

float line_width(ThemeId id) {
  return id == ThemeId::contrast ? 2 * k_sizes_line_width : k_sizes_line_width;
}

std::string_view name_of(ThemeId id) {
  switch (id) {
    case ThemeId::dark: return "dark";
    case ThemeId::light: return "light";
    case ThemeId::contrast: return "contrast";
  }
  return "dark";
}

std::optional<ThemeId> theme_named(std::string_view name) {
  for (const ThemeId id : {ThemeId::dark, ThemeId::light, ThemeId::contrast}) {
    if (name_of(id) == name) return id;
  }
  return std::nullopt;
}

}  // namespace caplab::web
