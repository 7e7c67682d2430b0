#include "engine/proto/primary_backup_copies.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab::primary_backup {

object::Version& version_at(State& state, Key key) {
  ENSURE(index(key) < state.durable.versions.size());
  return state.durable.versions[index(key)];
}

bool fails_over(const Config& config) {
  return config.failover == Failover::automatic && config.mode != Mode::single_copy;
}

Epoch first_epoch(const Config& config) { return {1, config.primary}; }

bool has_epochs(const State& state) {
  return fails_over(state.config) || state.durable.epoch != first_epoch(state.config);
}

bool is_primary(const State& state, const Ctx& ctx) {
  const Durable& durable = state.durable;
  return durable.epoch.primary == ctx.self && durable.promised <= durable.epoch;
}

NodeSet others(const State& state, const Ctx& ctx) {
  NodeSet replicas;
  if (state.config.mode == Mode::single_copy) return replicas;
  for (int i = 0; i < ctx.replicas; ++i) replicas.add(id_of<NodeId>(static_cast<std::size_t>(i)));
  replicas.remove(ctx.self);
  return replicas;
}

bool store(State& state, Key key, Epoch epoch, const object::Version& version, Outbox& out) {
  object::Version& mine = version_at(state, key);
  Epoch& mine_since = state.durable.epochs[index(key)];
  const bool newer = epoch == mine_since ? version.stamp > mine.stamp : epoch > mine_since;
  if (!newer) return false;
  mine_since = epoch;
  if (mine == version) return false;
  mine = version;
  out.push_back(Stored{key, mine.stamp, mine.writer_op, object::digest(mine.content)});
  return true;
}

void answer(NodeId client, Reply reply, Outbox& out) {
  out.push_back(Send{client, std::move(reply)});
}

void refuse(const Ask& ask, Outbox& out) { answer(ask.client, {ask.op, Outcome::fail, {}}, out); }

namespace {

void confirm(const State& state, NodeId to, const EpochWrite& write, Outbox& out) {
  if (has_epochs(state)) {
    out.push_back(
        Send{to, EpochWriteReply{write.epoch, write.round, write.key, write.version.stamp}});
  } else {
    out.push_back(Send{to, CopyReply{write.round, write.key, write.version.stamp}});
  }
}

}  // namespace

void take_copy(State& state, NodeId from, const EpochWrite& write, Outbox& out) {
  const bool changed = store(state, write.key, write.epoch, write.version, out);
  const Config& config = state.config;
  const bool applies_later =
      config.apply_delay > Duration{} && (changed || config.apply_before_ack);
  if (applies_later) {
    const std::uint32_t tag = state.next_arrival++;
    state.arrived.push_back({tag, from, write, changed});
    out.push_back(SetTimer{TimerKind::apply, tag, config.apply_delay, config.apply_delay});
    if (config.apply_before_ack) return;
  }
  confirm(state, from, write, out);
}

// Writes are applied in the order of their arrival, as a log is replayed.
void handle_apply(State& state, std::uint32_t tag, Outbox& out) {
  while (!state.arrived.empty() && state.arrived.front().tag <= tag) {
    const Arrived arrived = std::move(state.arrived.front());
    state.arrived.erase(state.arrived.begin());
    if (arrived.is_new) state.shown[index(arrived.write.key)] = arrived.write.version;
    if (state.config.apply_before_ack) confirm(state, arrived.from, arrived.write, out);
  }
}

void read_here(State& state, const Ask& ask, Outbox& out) {
  if (!state.config.standby_reads) return refuse(ask, out);
  const bool delayed = !state.shown.empty();
  const object::Version& seen = delayed ? state.shown[index(ask.key)] : version_at(state, ask.key);
  answer(ask.client, {ask.op, Outcome::ok, object::answer_to(ask.request, seen)}, out);
}

void show_everything(State& state) {
  state.arrived.clear();
  if (state.config.apply_delay > Duration{}) state.shown = state.durable.versions;
}

}  // namespace caplab::primary_backup
