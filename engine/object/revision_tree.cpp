#include "engine/object/revision_tree.h"

#include "engine/base/ensure.h"
#include "engine/base/fingerprint.h"
#include "engine/object/sorted_union.h"

namespace caplab::object {
namespace {

using Leaf = RevisionTree::Leaf;
using Node = RevisionTree::Node;

// Sixteen generations' worth of what the target knows is nearly always enough to meet a line.
constexpr std::size_t kKnownMax = 16;

template <typename Items>
auto place_of(Items& items, const RevisionId& id) {
  return std::lower_bound(items.begin(), items.end(), id,
                          [](const auto& item, const RevisionId& key) { return item.id < key; });
}

template <typename Item>
const Item* find(const std::vector<Item>& items, const RevisionId& id) {
  const auto found = place_of(items, id);
  return found == items.end() || found->id != id ? nullptr : &*found;
}

bool is_among(const std::vector<RevisionId>& ids, const RevisionId& id) {
  return std::binary_search(ids.begin(), ids.end(), id);
}

RevisionId parent_of(const Node& node) { return {node.id.generation - 1, node.parent}; }

bool has_child(const RevisionTree& tree, const RevisionId& id) {
  const std::uint32_t next = id.generation + 1;
  auto at = place_of(tree.nodes, {next, 0});
  for (; at != tree.nodes.end() && at->id.generation == next; ++at) {
    if (at->parent == id.hash) return true;
  }
  return false;
}

// A revision that is known only as what another was made from has been stemmed away, yet there is
// nothing to learn of it.
bool knows(const RevisionTree& tree, const RevisionId& id) {
  return find(tree.nodes, id) != nullptr || has_child(tree, id);
}

// Calls `take` with `id` and its ancestors, the latest first, until it returns false or the tree
// has no more of them. One look through the nodes, which are sorted by generation.
template <typename Take>
void go_down(const RevisionTree& tree, RevisionId id, Take take) {
  auto at = std::upper_bound(tree.nodes.begin(), tree.nodes.end(), id,
                             [](const RevisionId& key, const Node& node) { return key < node.id; });
  while (at != tree.nodes.begin()) {
    --at;
    if (at->id < id) return;
    if (at->id != id) continue;
    if (!take(*at) || id.generation == 0) return;
    id = parent_of(*at);
  }
}

// The line of `id`, at most `kept` long, down to one that is known, which is left out.
std::vector<Node> line_of(const RevisionTree& tree, const RevisionId& id,
                          const std::vector<RevisionId>& known, std::uint32_t kept) {
  std::vector<Node> line;
  go_down(tree, id, [&](const Node& node) {
    if (line.size() == kept || is_among(known, node.id)) return false;
    line.push_back(node);
    return true;
  });
  return {line.rbegin(), line.rend()};
}

void drop_leaf(RevisionTree& tree, const RevisionId& id) {
  const auto leaf = place_of(tree.leaves, id);
  if (leaf != tree.leaves.end() && leaf->id == id) tree.leaves.erase(leaf);
}

void take_node(RevisionTree& tree, const Node& node) {
  const auto place = place_of(tree.nodes, node.id);
  if (place != tree.nodes.end() && place->id == node.id) return;
  tree.nodes.insert(place, node);
  if (node.id.generation > 0) drop_leaf(tree, parent_of(node));
}

// The leaves that were made from `id`, in one step or many; itself if it is one.
void add_leaves_above(const RevisionTree& tree, const RevisionId& id,
                      std::vector<RevisionId>& leaves) {
  std::vector<RevisionId> above{id};
  for (auto at = place_of(tree.nodes, id); at != tree.nodes.end(); ++at) {
    const bool child = at->id.generation > 0 && is_among(above, parent_of(*at));
    if (child) above.push_back(at->id);
  }
  for (const RevisionId& each : above) {
    if (find(tree.leaves, each) != nullptr) leaves.push_back(each);
  }
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

// Leaves are sorted by generation and hash.
const Leaf& winner_of(const RevisionTree& tree) {
  ENSURE(!tree.leaves.empty());
  const auto live = std::find_if(tree.leaves.rbegin(), tree.leaves.rend(),
                                 [](const Leaf& leaf) { return !leaf.deleted; });
  return live == tree.leaves.rend() ? tree.leaves.back() : *live;
}

std::uint32_t conflicts_of(const RevisionTree& tree) {
  const auto live = std::count_if(tree.leaves.begin(), tree.leaves.end(),
                                  [](const Leaf& leaf) { return !leaf.deleted; });
  return live == 0 ? 0 : static_cast<std::uint32_t>(live - 1);
}

RevisionId extend(RevisionTree& tree, const RevisionId& parent, bool deleted, Version&& version) {
  ENSURE(find(tree.leaves, parent) != nullptr);
  const RevisionId id{parent.generation + 1, hash_of(parent, deleted, version)};
  take_node(tree, {id, parent.hash});
  item_at(tree.leaves, id, Leaf{id, deleted, std::move(version)});
  return id;
}

bool merge(RevisionTree& mine, const RevisionTree& theirs) {
  bool changed = false;
  for (const Leaf& leaf : theirs.leaves) {
    if (knows(mine, leaf.id)) continue;
    go_down(theirs, leaf.id, [&](const Node& node) {
      take_node(mine, node);
      return true;
    });
    item_at(mine.leaves, leaf.id, leaf);
    changed = true;
  }
  return changed;
}

std::vector<RevisionId> leaf_ids(const RevisionTree& tree) {
  std::vector<RevisionId> ids;
  ids.reserve(tree.leaves.size());
  for (const Leaf& leaf : tree.leaves) ids.push_back(leaf.id);
  return ids;
}

// Most of what is offered are leaves here too, so both are gone through side by side.
std::vector<RevisionId> missing_from(const RevisionTree& tree, const std::vector<RevisionId>& ids) {
  std::vector<RevisionId> missing;
  auto leaf = tree.leaves.begin();
  for (const RevisionId& id : ids) {
    while (leaf != tree.leaves.end() && leaf->id < id) ++leaf;
    if (leaf != tree.leaves.end() && leaf->id == id) {
      ++leaf;
    } else if (!knows(tree, id)) {
      missing.push_back(id);
    }
  }
  return missing;
}

RevisionTree branches(const RevisionTree& tree, const std::vector<RevisionId>& wanted,
                      const std::vector<RevisionId>& known, std::uint32_t kept) {
  std::vector<RevisionId> leaves;
  for (const RevisionId& id : wanted) add_leaves_above(tree, id, leaves);
  std::sort(leaves.begin(), leaves.end());
  leaves.erase(std::unique(leaves.begin(), leaves.end()), leaves.end());
  RevisionTree part;
  const auto same = [](const Node&, const Node&) { return false; };
  for (const RevisionId& id : leaves) {
    unite_sorted(part.nodes, line_of(tree, id, known, kept), same);
    part.leaves.push_back(*find(tree.leaves, id));
  }
  return part;
}

void stem(RevisionTree& tree, std::uint32_t kept) {
  if (tree.nodes.back().id.generation < kept) return;
  std::vector<std::uint32_t> stay(tree.nodes.size(), 0);  // so many from here down
  for (std::size_t i = tree.nodes.size(); i-- > 0;) {
    const Node& node = tree.nodes[i];
    if (find(tree.leaves, node.id) != nullptr) stay[i] = kept;
    if (stay[i] < 2 || node.id.generation == 0) continue;
    const auto parent = place_of(tree.nodes, parent_of(node));
    if (parent->id != parent_of(node)) continue;
    std::uint32_t& below = stay[static_cast<std::size_t>(parent - tree.nodes.begin())];
    below = std::max(below, stay[i] - 1);
  }
  std::size_t i = 0;
  std::erase_if(tree.nodes, [&](const Node&) { return stay[i++] == 0; });
}

std::vector<RevisionId> latest_whole(const RevisionTree& tree, std::uint32_t kept) {
  std::vector<RevisionId> ids;
  if (tree.nodes.back().id.generation >= kept) return ids;
  const std::size_t count = std::min(tree.nodes.size(), kKnownMax);
  for (std::size_t i = tree.nodes.size() - count; i < tree.nodes.size(); ++i) {
    ids.push_back(tree.nodes[i].id);
  }
  return ids;
}

bool completes(const RevisionTree& mine, const RevisionTree& part, std::uint32_t kept) {
  for (const Leaf& leaf : part.leaves) {
    if (knows(mine, leaf.id)) continue;
    std::uint32_t length = 0;
    RevisionId next = leaf.id;
    const auto count = [&](const Node& node) {
      next = node.id.generation == 0 ? node.id : parent_of(node);
      return ++length < kept && node.id.generation > 0;
    };
    go_down(part, leaf.id, count);
    const bool begun = next == RevisionId{};
    if (length == kept || (begun && find(part.nodes, next) != nullptr)) continue;
    const bool whole = mine.nodes.back().id.generation < kept;
    if (whole && find(mine.nodes, next) != nullptr) continue;
    go_down(mine, next, count);
    if (length < kept && find(mine.nodes, RevisionId{}) == nullptr) return false;
    if (length < kept && next != RevisionId{}) return false;
  }
  return true;
}

}  // namespace caplab::object
