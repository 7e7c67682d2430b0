#include "engine/object/revision_tree.h"

#include "engine/base/ensure.h"
#include "engine/base/fingerprint.h"
#include "engine/object/sorted_union.h"

namespace caplab::object {
namespace {

using Leaf = RevisionTree::Leaf;
using Node = RevisionTree::Node;

template <typename Item>
const Item* find(const std::vector<Item>& items, const RevisionId& id) {
  const auto before = [](const Item& item, const RevisionId& key) { return item.id < key; };
  const auto found = std::lower_bound(items.begin(), items.end(), id, before);
  return found == items.end() || found->id != id ? nullptr : &*found;
}

bool is_among(const std::vector<RevisionId>& ids, const RevisionId& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool has_child(const RevisionTree& tree, const RevisionId& id) {
  const RevisionId first{id.generation + 1, 0};
  const auto before = [](const Node& node, const RevisionId& key) { return node.id < key; };
  auto at = std::lower_bound(tree.nodes.begin(), tree.nodes.end(), first, before);
  for (; at != tree.nodes.end() && at->id.generation == first.generation; ++at) {
    if (at->parent == id.hash) return true;
  }
  return false;
}

bool wins_over(const Leaf& a, const Leaf& b) {
  if (a.deleted != b.deleted) return b.deleted;
  return a.id > b.id;
}

RevisionId parent_of(const Node& node) { return {node.id.generation - 1, node.parent}; }

// The line from `id` down to the beginning, or to one that is known, which is left out.
std::vector<Node> line_of(const RevisionTree& tree, const RevisionId& id,
                          const std::vector<RevisionId>& known) {
  std::vector<Node> line;
  for (const Node* at = find(tree.nodes, id); at != nullptr;) {
    if (is_among(known, at->id)) break;
    line.push_back(*at);
    at = at->id.generation == 0 ? nullptr : find(tree.nodes, parent_of(*at));
  }
  return {line.rbegin(), line.rend()};
}

std::uint64_t hash_of(const RevisionId& parent, bool deleted, const Version& version) {
  Fingerprint print;
  print.mix(parent.hash).mix(std::uint64_t{deleted}).mix(version.stamp.time.us);
  print.mix(std::uint64_t{index(version.stamp.writer)})
      .mix(std::uint64_t{index(version.writer_op)});
  return print.mix(digest(version.content)).digest();
}

}  // namespace

RevisionTree tree_from(const Content& content) {
  return {{Node{}}, {Leaf{{}, false, {{}, kNoOp, content}}}};
}

const Leaf& winner_of(const RevisionTree& tree) {
  ENSURE(!tree.leaves.empty());
  const Leaf* winner = &tree.leaves.front();
  for (const Leaf& leaf : tree.leaves) {
    if (wins_over(leaf, *winner)) winner = &leaf;
  }
  return *winner;
}

std::uint32_t conflicts_of(const RevisionTree& tree) {
  const auto live = std::count_if(tree.leaves.begin(), tree.leaves.end(),
                                  [](const Leaf& leaf) { return !leaf.deleted; });
  return live == 0 ? 0 : static_cast<std::uint32_t>(live - 1);
}

RevisionId extend(RevisionTree& tree, const RevisionId& parent, bool deleted, Version&& version) {
  ENSURE(find(tree.leaves, parent) != nullptr);
  const RevisionId id{parent.generation + 1, hash_of(parent, deleted, version)};
  std::erase_if(tree.leaves, [&](const Leaf& leaf) { return leaf.id == parent; });
  item_at(tree.nodes, id, Node{id, parent.hash});
  item_at(tree.leaves, id, Leaf{id, deleted, std::move(version)});
  return id;
}

bool merge(RevisionTree& mine, const RevisionTree& theirs) {
  const auto same = [](const auto&, const auto&) { return false; };
  if (!unite_sorted(mine.nodes, theirs.nodes, same)) return false;
  unite_sorted(mine.leaves, theirs.leaves, same);
  std::erase_if(mine.leaves, [&](const Leaf& leaf) { return has_child(mine, leaf.id); });
  return true;
}

std::vector<RevisionId> leaf_ids(const RevisionTree& tree) {
  std::vector<RevisionId> ids;
  for (const Leaf& leaf : tree.leaves) ids.push_back(leaf.id);
  return ids;
}

std::vector<RevisionId> missing_from(const RevisionTree& tree, const std::vector<RevisionId>& ids) {
  std::vector<RevisionId> missing;
  for (const RevisionId& id : ids) {
    if (find(tree.nodes, id) == nullptr) missing.push_back(id);
  }
  return missing;
}

RevisionTree branches(const RevisionTree& tree, const std::vector<RevisionId>& wanted,
                      const std::vector<RevisionId>& known) {
  RevisionTree part;
  const auto same = [](const Node&, const Node&) { return false; };
  for (const Leaf& leaf : tree.leaves) {
    const std::vector<Node> line = line_of(tree, leaf.id, known);
    const bool leads_there = std::any_of(
        line.begin(), line.end(), [&](const Node& node) { return is_among(wanted, node.id); });
    if (!leads_there) continue;
    unite_sorted(part.nodes, line, same);
    part.leaves.push_back(leaf);
  }
  return part;
}

}  // namespace caplab::object
