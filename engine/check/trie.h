// The sequences that reads of a growing object have shown, as a tree of their common beginnings. A
// log (or a text that grows) is then one number: the node of what it holds, or kNowhere when it
// holds something that no read has shown and none can show any more.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace caplab::check {

class Trie {
 public:
  static constexpr std::int64_t kNowhere = -1;
  static constexpr std::int64_t kRoot = 0;  // the empty sequence

  Trie() : nodes_(1) {}

  // The node of `items` appended to `node`; nodes that are missing are made.
  std::int64_t insert(std::int64_t node, std::span<const std::int64_t> items);

  // The same without making any; kNowhere when one is missing.
  std::int64_t find(std::int64_t node, std::span<const std::int64_t> items) const;

  std::size_t size() const { return nodes_.size(); }

  // The last item of a node's sequence, and the node without it. REQUIRES: not the root.
  std::int64_t last_item(std::int64_t node) const { return at(node).item; }
  std::int64_t parent(std::int64_t node) const { return at(node).parent; }

 private:
  struct Node {
    std::int64_t item = 0;
    std::int32_t parent = 0;
    std::int32_t first_child = 0;
    std::int32_t next_sibling = 0;
  };
  std::int64_t child(std::int64_t node, std::int64_t item) const;
  const Node& at(std::int64_t node) const { return nodes_[static_cast<std::size_t>(node)]; }

  std::vector<Node> nodes_;
};

}  // namespace caplab::check
