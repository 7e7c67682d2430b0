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
                        [&](const crdt::Config& c) -> StoreState {
                          return crdt::initial_state(c, keys, content);
                        },
                        [&](const multi_master::Config& c) -> StoreState {
                          return multi_master::initial_state(c, keys, content);
                        },
                    },
                    config);
}

StoreState client_state(const ProtocolConfig& config, const client::Config& client, int keys,
                        const object::Content& content) {
  const auto* own = std::get_if<crdt::Config>(&config);
  if (own != nullptr && own->on_client) return crdt::initial_state(*own, keys, content);
  return client::State{client, {}};
}

bool wants_heartbeats(const StoreState& state) {
  return !std::holds_alternative<client::State>(state);
}

object::Content initial_content(const ProtocolConfig& config, object::ObjectType type,
                                object::Number start) {
  using object::ObjectType;
  const bool merged = std::holds_alternative<crdt::Config>(config);
  const bool in_parts = type == ObjectType::counter || (type == ObjectType::account && merged);
  if (in_parts) return object::counter_from(start);
  const bool is_number = type == ObjectType::reg || type == ObjectType::account;
  return is_number ? object::Content{start} : object::empty_content(type);
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
  if (const auto* own = std::get_if<crdt::State>(&state)) return own->durable.versions;
  if (const auto* own = std::get_if<multi_master::State>(&state)) return own->durable.versions;
  return kNone;
}

std::size_t hints_of(const StoreState& state) {
  const auto* own = std::get_if<quorum::State>(&state);
  return own == nullptr ? 0 : own->durable.hints.size();
}

std::string_view protocol_name(const ProtocolConfig& config) {
  return std::visit(overload{[](const primary_backup::Config&) { return "primary_backup"; },
                             [](const quorum::Config&) { return "quorum"; },
                             [](const crdt::Config&) { return "crdt"; },
                             [](const multi_master::Config&) { return "multi_master"; }},
                    config);
}

std::vector<Level> levels_of(const ProtocolConfig& config) {
  if (std::holds_alternative<primary_backup::Config>(config)) return {Level::any, Level::primary};
  if (std::holds_alternative<crdt::Config>(config)) return {Level::local};
  if (std::holds_alternative<multi_master::Config>(config)) return {Level::local};
  return {Level::one, Level::two, Level::quorum, Level::all, Level::serial};
}

}  // namespace caplab
