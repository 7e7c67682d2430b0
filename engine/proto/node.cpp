#include "engine/proto/node.h"

#include "engine/proto/quorum_level.h"
#include "engine/proto/quorum_ring.h"

namespace caplab {

StoreState initial_state(const ProtocolConfig& config, int keys, const object::Content& content) {
  const auto begin = [&](const auto& own) -> StoreState {
    return initial_state(own, keys, content);
  };
  return std::visit(begin, config);
}

StoreState initial_client_state(const ProtocolConfig& config, const client::Config& client,
                                int keys, const object::Content& content) {
  const auto* coordinates = std::get_if<quorum::Config>(&config);
  if (coordinates != nullptr && coordinates->coordinator == quorum::Coordinator::client) {
    return quorum::initial_client_state(*coordinates, client.patience, content);
  }
  const auto* holds = std::get_if<crdt::Config>(&config);
  if (holds != nullptr && holds->on_client) return crdt::initial_state(*holds, keys, content);
  return client::State{client, {}};
}

bool wants_heartbeats(const StoreState& state) {
  const auto* coordinator = std::get_if<quorum::State>(&state);
  if (coordinator != nullptr) return !coordinator->durable.versions.empty();
  return !std::holds_alternative<client::State>(state);
}

object::Content initial_content(const ProtocolConfig& config, object::ObjectType type,
                                object::Number start, object::Conflict conflict) {
  const bool merged = std::holds_alternative<crdt::Config>(config);
  if (type == object::ObjectType::account && merged) return object::counter_from(start);
  return object::initial_content(type, start, conflict);
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

bool promote(StoreState& state, const Ctx& ctx, Outbox& out) {
  auto* own = std::get_if<primary_backup::State>(&state);
  return own != nullptr && primary_backup::promote(*own, ctx, out);
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
  if (const auto* own = std::get_if<raft::State>(&state)) return raft::copies_of(*own);
  if (const auto* own = std::get_if<cache::State>(&state)) return own->held;
  if (const auto* own = std::get_if<outbox::State>(&state)) return own->durable.versions;
  if (const auto* own = std::get_if<home_region::State>(&state)) return own->durable.versions;
  if (const auto* own = std::get_if<crdt::State>(&state)) return own->durable.versions;
  if (const auto* own = std::get_if<multi_master::State>(&state)) return own->durable.versions;
  if (const auto* own = std::get_if<broadcast::State>(&state)) return own->held;
  return kNone;
}

std::vector<object::Content> kept_beside(const StoreState& state, Key key) {
  std::vector<object::Content> kept;
  const auto* own = std::get_if<multi_master::State>(&state);
  if (own == nullptr) return kept;
  const object::RevisionTree& tree = *own->durable.trees[index(key)];
  const object::RevisionId shown = object::winner_of(tree).id;
  for (const object::RevisionTree::Leaf& leaf : tree.leaves) {
    if (!leaf.deleted && leaf.id != shown) kept.push_back(leaf.version.content);
  }
  return kept;
}

NodeSet homes_of(const ProtocolConfig& config, int replicas, Key key) {
  if (const auto* own = std::get_if<quorum::Config>(&config)) {
    return quorum::homes_of(*own, replicas, key);
  }
  return quorum::homes_of({}, replicas, key);
}

std::size_t hints_of(const StoreState& state) {
  if (const auto* own = std::get_if<outbox::State>(&state)) return own->durable.queue.size();
  const auto* own = std::get_if<quorum::State>(&state);
  return own == nullptr ? 0 : own->durable.hints.size();
}

std::string_view protocol_name(const ProtocolConfig& config) {
  return std::visit(overload{[](const primary_backup::Config&) { return "primary_backup"; },
                             [](const quorum::Config&) { return "quorum"; },
                             [](const raft::Config&) { return "raft"; },
                             [](const cache::Config&) { return "cache"; },
                             [](const outbox::Config&) { return "outbox"; },
                             [](const home_region::Config&) { return "home_region"; },
                             [](const crdt::Config&) { return "crdt"; },
                             [](const multi_master::Config&) { return "multi_master"; },
                             [](const broadcast::Config&) { return "broadcast"; }},
                    config);
}

std::vector<Level> levels_of(const ProtocolConfig& config) {
  if (std::holds_alternative<primary_backup::Config>(config)) return {Level::any, Level::primary};
  if (const auto* raft = std::get_if<raft::Config>(&config)) return raft::levels_of(*raft);
  if (std::holds_alternative<cache::Config>(config)) return {Level::cached, Level::fresh};
  if (std::holds_alternative<outbox::Config>(config)) return {Level::queued, Level::delivered};
  if (std::holds_alternative<home_region::Config>(config)) return {Level::any, Level::home};
  if (std::holds_alternative<crdt::Config>(config)) return {Level::local};
  if (std::holds_alternative<multi_master::Config>(config)) return {Level::local};
  if (std::holds_alternative<broadcast::Config>(config)) return {Level::local};
  return quorum::levels_of(std::get<quorum::Config>(config));
}

}  // namespace caplab
