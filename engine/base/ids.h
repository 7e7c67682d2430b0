// Names for things in a run. Each is its own type, so that a store cannot be passed where a node
// is meant.
#pragma once
#include <cstddef>
#include <cstdint>

namespace caplab {

enum class SiteId : std::uint8_t {};
enum class NodeId : std::uint8_t {};   // replicas first, then clients
enum class StoreId : std::uint8_t {};  // one object group replicated by one protocol
enum class Key : std::uint16_t {};     // one object inside a store
enum class OpId : std::uint32_t {};    // one call of one operation, numbered in order of the calls

inline constexpr std::size_t kNodesMax = 32;
inline constexpr NodeId kNobody{255};
inline constexpr OpId kNoOp{UINT32_MAX};

template <typename Id>
constexpr std::size_t index(Id id) {
  return static_cast<std::size_t>(id);
}

template <typename Id>
constexpr Id id_of(std::size_t position) {
  return static_cast<Id>(position);
}

// A set of nodes, one bit a node.
struct NodeSet {
  std::uint32_t bits = 0;
  constexpr bool has(NodeId n) const { return (bits >> index(n) & 1U) != 0; }
  constexpr void add(NodeId n) { bits |= 1U << index(n); }
  constexpr void remove(NodeId n) { bits &= ~(1U << index(n)); }
  constexpr int count() const { return __builtin_popcount(bits); }
  constexpr bool empty() const { return bits == 0; }
  bool operator==(const NodeSet&) const = default;
};

}  // namespace caplab
