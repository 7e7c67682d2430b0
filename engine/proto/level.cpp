#include "engine/proto/level.h"

#include <array>
#include <utility>

namespace caplab {
namespace {

constexpr std::array<std::pair<Level, std::string_view>, 7> kNames{{
    {Level::one, "one"},
    {Level::two, "two"},
    {Level::quorum, "quorum"},
    {Level::all, "all"},
    {Level::serial, "serial"},
    {Level::primary, "primary"},
    {Level::any, "any"},
}};

}  // namespace

std::string_view name_of(Level level) {
  for (const auto& [known, name] : kNames) {
    if (known == level) return name;
  }
  return "";
}

std::optional<Level> level_named(std::string_view name) {
  for (const auto& [level, known] : kNames) {
    if (known == name) return level;
  }
  return std::nullopt;
}

}  // namespace caplab
