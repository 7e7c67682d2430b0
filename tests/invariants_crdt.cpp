#include "tests/invariants_crdt.h"

#include <algorithm>
#include <tuple>

namespace caplab::test {
namespace {

using object::Number;
using object::PnCounter;
using object::RevisionTree;
using object::Verb;
using object::Version;

bool is_edit(const Operation& operation) {
  return operation.outcome == Outcome::ok && operation.answer.accepted &&
         !object::is_read(operation.request.verb);
}

const std::string& name(const Scenario& scenario, std::size_t node) {
  return scenario.system.nodes[node].name;
}

const std::vector<Version>& copies_of(const World& world, std::size_t node) {
  return versions_of(world.nodes[node].stores[0]);
}

const RevisionTree* tree_of(const World& world, std::size_t node, std::size_t key) {
  const auto* own = std::get_if<multi_master::State>(&world.nodes[node].stores[0]);
  return own == nullptr ? nullptr : &*own->durable.trees[key];
}

std::string operation_name(const Operation& operation) {
  return "operation " + std::to_string(index(operation.op));
}

// What one writer's part may be after this edit.
void take_edit(PnCounter::Part& part, const object::Request& request) {
  const std::int64_t amount = object::pays_out(request.verb) ? -request.amount : request.amount;
  (amount > 0 ? part.added : part.taken) += amount > 0 ? amount : -amount;
}

bool counts(Verb verb) {
  return verb == Verb::add || object::pays_in(verb) || object::pays_out(verb);
}

template <typename Item>
bool has(const std::vector<Item>& items, const object::RevisionId& id) {
  return std::any_of(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
}

bool has_child(const RevisionTree& tree, const object::RevisionId& id) {
  return std::any_of(tree.nodes.begin(), tree.nodes.end(), [&](const RevisionTree::Node& node) {
    return node.id.generation == id.generation + 1 && node.parent == id.hash;
  });
}

// What stemming leaves, the long way: from each leaf so many steps down. A revision that should be
// there and is not is named by the one that was made from it.
std::vector<object::RevisionId> to_be_kept(const RevisionTree& tree, std::uint32_t kept) {
  std::vector<object::RevisionId> ids;
  for (const RevisionTree::Leaf& leaf : tree.leaves) {
    object::RevisionId id = leaf.id;
    for (std::uint32_t step = 0; step < kept; ++step) {
      ids.push_back(id);
      const auto node = std::find_if(tree.nodes.begin(), tree.nodes.end(),
                                     [&](const RevisionTree::Node& each) { return each.id == id; });
      if (node == tree.nodes.end() || id.generation == 0) break;
      id = {id.generation - 1, node->parent};
    }
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

// The rule once more, the long way: sort all leaves, take the last.
const RevisionTree::Leaf& sorted_winner(const std::vector<RevisionTree::Leaf>& leaves) {
  std::vector<const RevisionTree::Leaf*> order;
  for (const RevisionTree::Leaf& leaf : leaves) order.push_back(&leaf);
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return std::tuple(!a->deleted, a->id.generation, a->id.hash) <
           std::tuple(!b->deleted, b->id.generation, b->id.hash);
  });
  return *order.back();
}

}  // namespace

CrdtInvariants::CrdtInvariants(const Scenario& scenario, const World& start) : scenario_(scenario) {
  if (!std::holds_alternative<crdt::Config>(scenario.system.stores[0].protocol)) return;
  for (std::size_t node = 0; node < start.nodes.size(); ++node) {
    copies_.push_back(copies_of(start, node));
  }
}

// A copy stores an edit of its own under its own stamp; merges may show that stamp again.
void CrdtInvariants::collect_edits(const Log& log) {
  for (; events_ < log.events.size(); ++events_) {
    const Event& event = log.events[events_];
    const bool own = event.kind == EventKind::stored && event.store == StoreId{0} &&
                     event.op != kNoOp && event.stamp.writer == event.node;
    if (!own || !edits_.try_emplace(event.op, true).second) continue;
    const object::Request& request = log.operations[index(event.op)].request;
    if (!counts(request.verb)) continue;
    auto& sums = sums_[{event.key, event.node}];
    PnCounter::Part part = sums.empty() ? PnCounter::Part{event.node, 0, 0} : sums.back();
    take_edit(part, request);
    sums.push_back(part);
  }
}

Finding CrdtInvariants::copy_only_grows(const World& world, const Change& change) const {
  if (object::covers(copies_of(world, change.node)[change.key], change.before)) return {};
  return {{"crdt.copy_only_grows", name(scenario_, change.node) + " has forgotten something"}};
}

Finding CrdtInvariants::same_knowledge_same_copy(const World& world, const Change& change) const {
  const Version& mine = copies_of(world, change.node)[change.key];
  for (std::size_t node = 0; node < copies_.size(); ++node) {
    if (copies_[node].empty()) continue;
    const Version& other = copies_of(world, node)[change.key];
    const bool same = object::covers(mine, other) && object::covers(other, mine);
    if (!same || mine == other) continue;
    return {{"crdt.same_knowledge_same_copy",
             name(scenario_, change.node) + " and " + name(scenario_, node) + " differ"}};
  }
  return {};
}

Finding CrdtInvariants::counter_is_a_sum(const World& world, const Change& change) const {
  const Version& copy = copies_of(world, change.node)[change.key];
  const auto* counter = std::get_if<PnCounter>(&copy.content);
  const auto* initial = std::get_if<PnCounter>(&scenario_.system.stores[0].initial);
  if (counter == nullptr || initial == nullptr) return {};
  for (const PnCounter::Part& part : counter->parts) {
    const auto is_it = [&](const PnCounter::Part& sum) { return sum == part; };
    if (std::any_of(initial->parts.begin(), initial->parts.end(), is_it)) continue;
    const auto found = sums_.find({id_of<Key>(change.key), part.writer});
    const bool known =
        found != sums_.end() && std::any_of(found->second.begin(), found->second.end(), is_it);
    if (known) continue;
    return {{"crdt.counter_is_a_sum", name(scenario_, change.node) + " counts for " +
                                          name(scenario_, index(part.writer)) +
                                          " what was never its count"}};
  }
  return {};
}

Finding CrdtInvariants::each_keystroke_once(const World& world, const Change& change) const {
  const Version& copy = copies_of(world, change.node)[change.key];
  const auto* text = std::get_if<object::Rga>(&copy.content);
  if (text == nullptr) return {};
  std::vector<OpId> ops;
  for (const object::Rga::Character& character : text->characters) ops.push_back(character.id.op);
  std::sort(ops.begin(), ops.end());
  if (std::adjacent_find(ops.begin(), ops.end()) == ops.end()) return {};
  return {{"crdt.each_keystroke_once", name(scenario_, change.node) + " has one twice"}};
}

// What is acknowledged is in some copy; and as copies only grow, it stays there.
Finding CrdtInvariants::answers(const World& world, const Log& log) {
  for (; ended_ < log.events.size(); ++ended_) {
    const Event& event = log.events[ended_];
    if (event.kind != EventKind::returned || event.store != StoreId{0}) continue;
    const Operation& operation = log.operations[index(event.op)];
    if (operation.outcome == Outcome::fail) {
      return {{"crdt.never_refuses", operation_name(operation) + " was refused"}};
    }
    const bool holds_copy = !copies_[index(operation.client)].empty();
    if (holds_copy &&
        (operation.outcome != Outcome::ok || operation.returned != operation.called)) {
      return {{"crdt.own_copy_answers_at_once", operation_name(operation) + " had to wait"}};
    }
    if (!is_edit(operation)) continue;
    bool held = false;
    for (std::size_t node = 0; node < copies_.size(); ++node) {
      if (copies_[node].empty()) continue;
      const Version& copy = copies_of(world, node)[index(operation.key)];
      held = held || object::covers(copy, operation.answer.shown);
    }
    if (!held) {
      return {{"crdt.acknowledged_edit_is_held", "no copy has " + operation_name(operation)}};
    }
  }
  return {};
}

Finding CrdtInvariants::after_event(const World& world, const Log& log) {
  if (copies_.empty()) return {};
  collect_edits(log);
  std::vector<Change> changes;
  for (std::size_t node = 0; node < copies_.size(); ++node) {
    for (std::size_t key = 0; key < copies_[node].size(); ++key) {
      if (copies_of(world, node)[key] == copies_[node][key]) continue;
      changes.push_back({node, key, copies_[node][key]});
      copies_[node][key] = copies_of(world, node)[key];
    }
  }
  for (const Change& change : changes) {
    if (auto broken = copy_only_grows(world, change)) return broken;
    if (auto broken = same_knowledge_same_copy(world, change)) return broken;
    if (auto broken = counter_is_a_sum(world, change)) return broken;
    if (auto broken = each_keystroke_once(world, change)) return broken;
  }
  return answers(world, log);
}

namespace {

// Whether an edit was done at some copy, whether or not its client has heard of it.
std::vector<const Operation*> edits_done(const Log& log, Key key) {
  std::vector<OpId> ops;
  for (const Event& event : log.events) {
    const bool done = event.kind == EventKind::stored && event.store == StoreId{0} &&
                      event.op != kNoOp && event.key == key;
    if (done) ops.push_back(event.op);
  }
  std::sort(ops.begin(), ops.end());
  ops.erase(std::unique(ops.begin(), ops.end()), ops.end());
  std::vector<const Operation*> edits;
  for (const OpId op : ops) edits.push_back(&log.operations[index(op)]);
  return edits;
}

// Counters hold the sum of all that was added, texts every character that was typed.
bool holds_all(const StoreSpec& store, const Version& copy, const Log& log, Key key) {
  const std::vector<const Operation*> edits = edits_done(log, key);
  if (const auto* counter = std::get_if<PnCounter>(&copy.content)) {
    PnCounter::Part sum;
    for (const Operation* edit : edits) take_edit(sum, edit->request);
    const Number start = object::number_of(store.initial).value_or(0);
    return object::total_of(*counter) == start + sum.added - sum.taken;
  }
  if (const auto* text = std::get_if<object::Rga>(&copy.content)) {
    const auto typed = std::count_if(edits.begin(), edits.end(), [](const Operation* edit) {
      return edit->request.verb == Verb::insert;
    });
    return static_cast<std::ptrdiff_t>(text->characters.size()) == typed;
  }
  if (const auto* set = std::get_if<object::OrSet>(&copy.content)) {
    const auto added = std::count_if(edits.begin(), edits.end(), [](const Operation* edit) {
      return edit->request.verb == Verb::add;
    });
    return static_cast<std::ptrdiff_t>(set->elements.size()) == added;
  }
  return true;
}

}  // namespace

Finding crdt_copies_agree(const Scenario& scenario, const World& world, const Log& log) {
  const StoreSpec& store = scenario.system.stores[0];
  if (!std::holds_alternative<crdt::Config>(store.protocol)) return {};
  for (std::size_t node = 0; node < world.nodes.size(); ++node) {
    if (copies_of(world, node).empty()) continue;
    if (copies_of(world, node) != copies_of(world, 0)) {
      return {{"crdt.all_copies_equal", name(scenario, node) + " and " + name(scenario, 0)}};
    }
  }
  for (std::size_t key = 0; key < copies_of(world, 0).size(); ++key) {
    if (holds_all(store, copies_of(world, 0)[key], log, id_of<Key>(key))) continue;
    return {{"crdt.all_edits_in_the_end", "key " + std::to_string(key) + " lacks some"}};
  }
  return {};
}

MultiMasterInvariants::MultiMasterInvariants(const Scenario& scenario, const World& start)
    : scenario_(scenario) {
  const auto* config = std::get_if<multi_master::Config>(&scenario.system.stores[0].protocol);
  if (config == nullptr) return;
  kept_ = config->revisions_kept;
  for (int i = 0; i < scenario.system.replicas; ++i) {
    const auto node = static_cast<std::size_t>(i);
    trees_.push_back(std::get<multi_master::State>(start.nodes[node].stores[0]).durable.trees);
  }
}

Finding MultiMasterInvariants::changed(const World& world, std::size_t node,
                                       std::size_t key) const {
  const RevisionTree& before = *trees_[node][key];
  const RevisionTree& now = *tree_of(world, node, key);
  const std::vector<object::RevisionId> wanted = to_be_kept(now, kept_);
  for (const object::RevisionId& id : wanted) {
    if (!has(now.nodes, id)) {
      return {{"multi_master.history_is_whole", name(scenario_, node) + " has a gap"}};
    }
  }
  if (now.nodes.size() != wanted.size()) {
    return {{"multi_master.history_ends", name(scenario_, node) + " remembers too much"}};
  }
  for (const RevisionTree::Leaf& leaf : before.leaves) {
    const bool kept = std::find(now.leaves.begin(), now.leaves.end(), leaf) != now.leaves.end();
    if (!kept && !has_child(now, leaf.id)) {
      return {{"multi_master.no_leaf_lost", name(scenario_, node) + " lost a leaf"}};
    }
  }
  for (const RevisionTree::Leaf& leaf : now.leaves) {
    if (!has(now.nodes, leaf.id) || has_child(now, leaf.id)) {
      return {{"multi_master.leaves_are_leaves", name(scenario_, node)}};
    }
  }
  if (copies_of(world, node)[key] != sorted_winner(now.leaves).version) {
    return {{"multi_master.same_tree_same_winner", name(scenario_, node) + " shows a loser"}};
  }
  return {};
}

// The write was a leaf; and as no leaf is lost, it still is, or what was built on it.
Finding MultiMasterInvariants::answers(const Log& log) {
  for (; ended_ < log.events.size(); ++ended_) {
    const Event& event = log.events[ended_];
    if (event.kind != EventKind::returned || event.store != StoreId{0}) continue;
    const Operation& operation = log.operations[index(event.op)];
    if (operation.outcome == Outcome::fail) {
      return {{"multi_master.never_refuses", operation_name(operation) + " was refused"}};
    }
    const bool changed_nothing = operation.answer.shown.writer_op != operation.op;
    if (!is_edit(operation) || changed_nothing) continue;
    const auto stored = [&](const Event& each) {
      return each.kind == EventKind::stored && each.op == operation.op &&
             each.stamp == operation.answer.shown.stamp;
    };
    if (std::none_of(log.events.begin(), log.events.end(), stored)) {
      return {{"multi_master.acknowledged_write_was_kept",
               operation_name(operation) + " was never stored"}};
    }
  }
  return {};
}

Finding MultiMasterInvariants::after_event(const World& world, const Log& log) {
  for (std::size_t node = 0; node < trees_.size(); ++node) {
    for (std::size_t key = 0; key < trees_[node].size(); ++key) {
      const auto& state = std::get<multi_master::State>(world.nodes[node].stores[0]);
      if (state.durable.trees[key] == trees_[node][key]) continue;
      if (auto broken = changed(world, node, key)) return broken;
      trees_[node][key] = state.durable.trees[key];
    }
  }
  return trees_.empty() ? Finding{} : answers(log);
}

Finding masters_agree(const Scenario& scenario, const World& world) {
  const StoreSpec& store = scenario.system.stores[0];
  if (!std::holds_alternative<multi_master::Config>(store.protocol)) return {};
  for (std::size_t node = 1; node < static_cast<std::size_t>(scenario.system.replicas); ++node) {
    for (std::size_t key = 0; key < static_cast<std::size_t>(store.keys); ++key) {
      const bool same = *tree_of(world, node, key) == *tree_of(world, 0, key) &&
                        copies_of(world, node)[key] == copies_of(world, 0)[key];
      if (!same) {
        return {
            {"multi_master.all_trees_equal", name(scenario, node) + " and " + name(scenario, 0)}};
      }
    }
  }
  return {};
}

}  // namespace caplab::test
