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
                    },
                    config);
}

StoreState initial_client_state(const ProtocolConfig& config, const client::Config& client,
                                const object::Content& content) {
  const auto* own = std::get_if<quorum::Config>(&config);
  if (own != nullptr && own->coordinator == quorum::Coordinator::client) {
    return quorum::initial_client_state(*own, client.patience, content);
  }
  return client::State{client, {}};
}

namespace {

// The one place where a session's floor is looked at, whatever the protocol.
bool refuses_as_behind(const StoreState& state, const Ctx& ctx, const Input& input, Outbox& out) {
  const Receive* received = std::get_if<Receive>(&input);
  const Ask* ask = received == nullptr ? nullptr : std::get_if<Ask>(&received->message);
  if (ask == nullptr || !client::is_behind(versions_of(state), ctx.now, *ask)) return false;
  out.push_back(Send{ask->client, Behind{ask->op}});
  return true;
}

}  // namespace

void step(StoreState& state, const Ctx& ctx, const Input& input, Outbox& out) {
  if (refuses_as_behind(state, ctx, input, out)) return;
  std::visit([&](auto& own) { step(own, ctx, input, out); }, state);
}

StoreState restarted(const StoreState& state) {
  return std::visit([](const auto& own) -> StoreState { return restarted(own); }, state);
}

StoreState restarted_from(const StoreState& state, const StoreState& disk) {
  return std::visit(
      [&]<typename Own>(const Own& own) -> StoreState {
        Own before = own;
        if constexpr (requires { before.durable; }) before.durable = std::get<Own>(disk).durable;
        return restarted(before);
      },
      state);
}

const std::vector<object::Version>& versions_of(const StoreState& state) {
  static const std::vector<object::Version> kNone;
  if (const auto* own = std::get_if<primary_backup::State>(&state)) return own->durable.versions;
  if (const auto* own = std::get_if<quorum::State>(&state)) return own->durable.versions;
  return kNone;
}

std::size_t hints_of(const StoreState& state) {
  const auto* own = std::get_if<quorum::State>(&state);
  return own == nullptr ? 0 : own->durable.hints.size();
}

std::string_view protocol_name(const ProtocolConfig& config) {
  return std::visit(overload{[](const primary_backup::Config&) { return "primary_backup"; },
                             [](const quorum::Config&) { return "quorum"; }},
                    config);
}

std::vector<Level> levels_of(const ProtocolConfig& config) {
  if (std::holds_alternative<primary_backup::Config>(config)) return {Level::any, Level::primary};
  return {Level::one, Level::two, Level::quorum, Level::all, Level::serial};
}

}  // namespace caplab
