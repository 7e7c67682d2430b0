#include "engine/proto/level.h"

#include <array>
#include <utility>

namespace caplab {
namespace {

constexpr std::array<std::pair<Level, std::string_view>, 22> kNames{{
    {Level::one, "one"},
    {Level::two, "two"},
    {Level::quorum, "quorum"},
    {Level::all, "all"},
    {Level::serial, "serial"},
    {Level::primary, "primary"},
    {Level::any, "any"},
    {Level::three, "three"},
    {Level::local_one, "local-one"},
    {Level::local_quorum, "local-quorum"},
    {Level::each_quorum, "each-quorum"},
    {Level::leader, "leader"},
    {Level::lease, "lease"},
    {Level::leader_unchecked, "leader-unchecked"},
    {Level::majority, "majority"},
    {Level::follower, "follower"},
    {Level::local, "local"},
    {Level::home, "home"},
    {Level::cached, "cached"},
    {Level::fresh, "fresh"},
    {Level::queued, "queued"},
    {Level::delivered, "delivered"},
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
