#include "engine/proto/node.h"

namespace caplab {

StoreState initial_state(const ProtocolConfig& config, int keys, const object::Content& content) {
  return std::visit(overload{
                        [&](const primary_backup::Config& c) -> StoreState {
                          return primary_backup::initial_state(c, keys, content);
                        },
                        [&](const quorum::Config& c) -> StoreState {
                          return quorum::initial_state(c, keys, content);
                        },
                        [&](const cache::Config& c) -> StoreState {
                          return cache::initial_state(c, keys, content);
                        },
                        [&](const outbox::Config& c) -> StoreState {
                          return outbox::initial_state(c, keys, content);
                        },
                        [&](const home_region::Config& c) -> StoreState {
                          return home_region::initial_state(c, keys, content);
                        },
                        [&](const broadcast::Config& c) -> StoreState {
                          return broadcast::initial_state(c, keys, content);
                        },
                    },
                    config);
}

void step(StoreState& state, const Ctx& ctx, const Input& input, Outbox& out) {
  std::visit([&](auto& own) { step(own, ctx, input, out); }, state);
}

StoreState restarted(const StoreState& state) {
  return std::visit([](const auto& own) -> StoreState { return restarted(own); }, state);
}

const std::vector<object::Version>& versions_of(const StoreState& state) {
  static const std::vector<object::Version> kNone;
  if (const auto* own = std::get_if<primary_backup::State>(&state)) return own->durable.versions;
  if (const auto* own = std::get_if<quorum::State>(&state)) return own->durable.versions;
  if (const auto* own = std::get_if<cache::State>(&state)) return own->held;
  if (const auto* own = std::get_if<outbox::State>(&state)) return own->durable.versions;
  if (const auto* own = std::get_if<home_region::State>(&state)) return own->durable.versions;
  if (const auto* own = std::get_if<broadcast::State>(&state)) return own->held;
  return kNone;
}

std::size_t hints_of(const StoreState& state) {
  if (const auto* own = std::get_if<outbox::State>(&state)) return own->durable.queue.size();
  const auto* own = std::get_if<quorum::State>(&state);
  return own == nullptr ? 0 : own->durable.hints.size();
}

std::string_view protocol_name(const ProtocolConfig& config) {
  return std::visit(overload{[](const primary_backup::Config&) { return "primary_backup"; },
                             [](const quorum::Config&) { return "quorum"; },
                             [](const cache::Config&) { return "cache"; },
                             [](const outbox::Config&) { return "outbox"; },
                             [](const home_region::Config&) { return "home_region"; },
                             [](const broadcast::Config&) { return "broadcast"; }},
                    config);
}

std::vector<Level> levels_of(const ProtocolConfig& config) {
  if (std::holds_alternative<primary_backup::Config>(config)) return {Level::any, Level::primary};
  if (std::holds_alternative<cache::Config>(config)) return {Level::cached, Level::fresh};
  if (std::holds_alternative<outbox::Config>(config)) return {Level::queued, Level::delivered};
  if (std::holds_alternative<home_region::Config>(config)) return {Level::any, Level::home};
  if (std::holds_alternative<broadcast::Config>(config)) return {Level::local};
  return {Level::one, Level::two, Level::quorum, Level::all, Level::serial};
}

}  // namespace caplab
