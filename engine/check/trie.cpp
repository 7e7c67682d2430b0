// Children are linked lists: a log's reads mostly continue each other, so nodes have one child.
#include "engine/check/trie.h"

namespace caplab::check {

std::int64_t Trie::child(std::int64_t node, std::int64_t item) const {
  std::int32_t at = nodes_[static_cast<std::size_t>(node)].first_child;
  while (at != 0 && nodes_[static_cast<std::size_t>(at)].item != item) {
    at = nodes_[static_cast<std::size_t>(at)].next_sibling;
  }
  return at == 0 ? kNowhere : at;
}

std::int64_t Trie::insert(std::int64_t node, std::span<const std::int64_t> items) {
  for (const std::int64_t item : items) {
    std::int64_t next = child(node, item);
    if (next == kNowhere) {
      next = static_cast<std::int64_t>(nodes_.size());
      Node& parent = nodes_[static_cast<std::size_t>(node)];
      const Node made{.item = item,
                      .parent = static_cast<std::int32_t>(node),
                      .first_child = 0,
                      .next_sibling = parent.first_child};
      parent.first_child = static_cast<std::int32_t>(next);
      nodes_.push_back(made);
    }
    node = next;
  }
  return node;
}

std::int64_t Trie::find(std::int64_t node, std::span<const std::int64_t> items) const {
  for (const std::int64_t item : items) {
    if (node < 0) return kNowhere;
    node = child(node, item);
  }
  return node;
}

}  // namespace caplab::check
