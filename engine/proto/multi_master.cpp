#include "engine/proto/multi_master.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab::multi_master {
namespace {

using object::RevisionTree;

Target& target_named(State& state, NodeId node) {
  const auto found = std::find_if(state.targets.begin(), state.targets.end(),
                                  [&](const Target& target) { return target.node == node; });
  if (found != state.targets.end()) return *found;
  return state.targets.emplace_back(
      Target{node, std::vector<std::uint32_t>(state.durable.trees.size(), 0)});
}

const RevisionTree& tree_at(const State& state, Key key) {
  ENSURE(index(key) < state.durable.trees.size());
  return *state.durable.trees[index(key)];
}

RevisionTree& tree_to_change(State& state, Key key) {
  ENSURE(index(key) < state.durable.trees.size());
  return state.durable.trees[index(key)].edit();
}

bool lacks_changes(State& state, NodeId target, Key key) {
  return target_named(state, target).confirmed[index(key)] < state.durable.changed_at[index(key)];
}

// The same list goes to all.
void offer_to_all(State& state, const Ctx& ctx, Key key, Outbox& out) {
  std::vector<NodeId> targets;
  for (const NodeId target : ctx.nearest) {
    const bool there = target != ctx.self && ctx.alive.has(target);
    if (there && lacks_changes(state, target, key)) targets.push_back(target);
  }
  if (targets.empty()) return;
  const RevisionOffer offer{state.durable.changed_at[index(key)], key,
                            leaf_ids(tree_at(state, key))};
  for (const NodeId target : targets) out.push_back(Send{target, offer});
}

void offer_everything(State& state, const Ctx& ctx, Outbox& out) {
  for (std::size_t key = 0; key < state.durable.trees.size(); ++key) {
    offer_to_all(state, ctx, id_of<Key>(key), out);
  }
}

// The winner is what readers see.
void note_change(State& state, Key key, Outbox& out) {
  state.durable.changed_at[index(key)] = ++state.durable.changes;
  object::Version& shown = state.durable.versions[index(key)];
  const object::Version& winner = winner_of(tree_at(state, key)).version;
  if (shown == winner) return;
  shown = winner;
  out.push_back(Stored{key, shown.stamp, shown.writer_op, object::digest(shown.content)});
}

// Later than every leaf, so that one writer never gives a stamp twice.
object::Stamp next_stamp(const Ctx& ctx, const RevisionTree& tree) {
  LocalTime time = ctx.now;
  for (const RevisionTree::Leaf& leaf : tree.leaves) {
    time = std::max(time, leaf.version.stamp.time + microseconds(1));
  }
  return {time, ctx.self};
}

// CouchDB documentation, "Replication and conflict model": a conflict is resolved by deleting the
// leaves that are not wanted any more.
void delete_losers(RevisionTree& tree, const object::Version& by) {
  const object::RevisionId winner = winner_of(tree).id;
  const std::vector<RevisionTree::Leaf> leaves = tree.leaves;
  for (const RevisionTree::Leaf& leaf : leaves) {
    if (leaf.deleted || leaf.id == winner) continue;
    extend(tree, leaf.id, true, {by.stamp, by.writer_op, leaf.version.content});
  }
}

// A write is made from the winner, as a client's is that has read the document before. Returns
// whether it changed something.
bool perform(State& state, const Ctx& ctx, const Ask& ask, bool& accepted) {
  const RevisionTree& before = tree_at(state, ask.key);
  const RevisionTree::Leaf& winner = winner_of(before);
  const object::RevisionId parent = winner.id;
  const object::Stamp stamp = next_stamp(ctx, before);
  object::Effect effect = object::apply(winner.version.content, ask.request, stamp, ask.op);
  accepted = effect.accepted;
  if (!effect.changed) return false;
  RevisionTree& tree = tree_to_change(state, ask.key);
  const object::Version version{stamp, ask.op, std::move(effect.next)};
  extend(tree, parent, false, object::Version{version});
  if (ask.request.verb == object::Verb::resolve) delete_losers(tree, version);
  stem(tree, state.config.revisions_kept);
  return true;
}

void handle_ask(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  bool accepted = true;
  const bool changed = perform(state, ctx, ask, accepted);
  if (changed) note_change(state, ask.key, out);
  const object::Version& shown = state.durable.versions[index(ask.key)];
  out.push_back(
      Send{ask.client,
           Reply{ask.op, Outcome::ok, {accepted, shown, conflicts_of(tree_at(state, ask.key))}}});
  const bool at_once = state.config.replication == Replication::continuous;
  if (changed && at_once) offer_to_all(state, ctx, ask.key, out);
}

void handle_offer(const State& state, NodeId from, const RevisionOffer& offer, Outbox& out) {
  const RevisionTree& tree = tree_at(state, offer.key);
  std::vector<object::RevisionId> missing = missing_from(tree, *offer.leaves);
  std::vector<object::RevisionId> known;
  if (!missing.empty()) known = latest_whole(tree, state.config.revisions_kept);
  out.push_back(
      Send{from, RevisionAsk{offer.number, offer.key, std::move(missing), std::move(known)}});
}

void handle_lacks(State& state, NodeId from, const RevisionAsk& ask, Outbox& out) {
  if (ask.missing.empty()) {
    std::uint32_t& confirmed = target_named(state, from).confirmed[index(ask.key)];
    confirmed = std::max(confirmed, ask.number);
    return;
  }
  RevisionTree part =
      branches(tree_at(state, ask.key), ask.missing, ask.known, state.config.revisions_kept);
  out.push_back(Send{from, RevisionCopy{ask.number, ask.key, ask.known.empty(), std::move(part)}});
}

// Whether no replica that has the same revisions has had to forget any.
bool remembers_all(const State& state, Key key) {
  return !latest_whole(tree_at(state, key), state.config.revisions_kept).empty();
}

bool take(State& state, const RevisionCopy& copy) {
  const std::vector<object::RevisionId> news =
      missing_from(tree_at(state, copy.key), leaf_ids(copy.part));
  if (news.empty()) return false;
  RevisionTree& tree = tree_to_change(state, copy.key);
  merge(tree, copy.part);
  stem(tree, state.config.revisions_kept);
  return true;
}

// Who had all that I know and sends more still has all that I know, unless it has forgotten some of
// it since: to a branch whose end it forgot it is to be told again. What was known when the copy
// was asked for may have been forgotten by now; then it is asked for once more, with all before it.
void handle_copy(State& state, const Ctx& ctx, NodeId from, const RevisionCopy& copy, Outbox& out) {
  const bool complete =
      copy.whole || completes(tree_at(state, copy.key), copy.part, state.config.revisions_kept);
  if (!complete) {
    out.push_back(Send{from, RevisionAsk{copy.number, copy.key, leaf_ids(copy.part), {}}});
    return;
  }
  std::uint32_t& confirmed = target_named(state, from).confirmed[index(copy.key)];
  const std::uint32_t& changed_at = state.durable.changed_at[index(copy.key)];
  const bool level = confirmed == changed_at;
  const bool changed = take(state, copy);
  if (changed) note_change(state, copy.key, out);
  if (level && remembers_all(state, copy.key)) confirmed = changed_at;
  out.push_back(Send{from, RevisionAsk{copy.number, copy.key, {}, {}}});
  const bool at_once = state.config.replication == Replication::continuous;
  if (changed && at_once) offer_to_all(state, ctx, copy.key, out);
}

void receive(State& state, const Ctx& ctx, const Receive& received, Outbox& out) {
  const NodeId from = received.from;
  std::visit(overload{
                 [&](const Ask& ask) { handle_ask(state, ctx, ask, out); },
                 [&](const RevisionOffer& offer) { handle_offer(state, from, offer, out); },
                 [&](const RevisionAsk& ask) { handle_lacks(state, from, ask, out); },
                 [&](const RevisionCopy& copy) { handle_copy(state, ctx, from, copy, out); },
                 [](const auto&) {},
             },
             received.message);
}

void set_timer(State& state, Outbox& out) {
  state.replicating = true;
  out.push_back(SetTimer{TimerKind::replication, 0, state.config.period, state.config.period});
}

}  // namespace

State initial_state(const Config& config, int keys, const object::Content& content) {
  State state;
  state.config = config;
  const auto count = static_cast<std::size_t>(keys);
  state.durable.versions.assign(count, object::Version{{}, kNoOp, content});
  state.durable.trees.assign(count, SharedValue(object::tree_from(content)));
  state.durable.changed_at.assign(count, 0);
  return state;
}

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out) {
  const auto fire = [&](const TimerFired& timer) {
    if (timer.kind != TimerKind::replication) return;
    offer_everything(state, ctx, out);
    set_timer(state, out);
  };
  std::visit(overload{
                 [&](const Receive& received) { receive(state, ctx, received, out); },
                 fire,
                 [&](const Heartbeat&) {
                   if (!state.replicating) set_timer(state, out);
                 },
                 [](const Invoke&) {},
             },
             input);
}

State restarted(const State& state) {
  State again;
  again.config = state.config;
  again.durable = state.durable;
  return again;
}

bool all_confirmed(const State& state) {
  return std::all_of(state.targets.begin(), state.targets.end(), [&](const Target& target) {
    return target.confirmed == state.durable.changed_at;
  });
}

}  // namespace caplab::multi_master
