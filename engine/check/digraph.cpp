// What nothing leads to is on no cycle, nor what comes after only such nodes; from what is left, a
// breadth-first walk back to its start.
#include "engine/check/digraph.h"

#include <algorithm>
#include <deque>

namespace caplab::check {
namespace {

constexpr std::size_t kWalksMax = 64;  // a shorter cycle is not worth more
constexpr std::uint32_t kNoEdge = UINT32_MAX;

}  // namespace

Digraph::Lists Digraph::edges_from() const {
  Lists from(nodes_);
  for (std::uint32_t i = 0; i < edges_.size(); ++i) from[edges_[i].before].push_back(i);
  return from;
}

// All nodes on cycles, and those to which cycles lead. Empty: there is no cycle.
std::vector<std::uint32_t> Digraph::near_cycles(const Lists& from) const {
  std::vector<std::size_t> led_to_by(nodes_, 0);
  for (const Edge& edge : edges_) ++led_to_by[edge.after];
  std::vector<std::uint32_t> free;
  for (std::uint32_t node = 0; node < nodes_; ++node) {
    if (led_to_by[node] == 0) free.push_back(node);
  }
  for (std::size_t i = 0; i < free.size(); ++i) {
    for (const std::uint32_t edge : from[free[i]]) {
      if (--led_to_by[edges_[edge].after] == 0) free.push_back(edges_[edge].after);
    }
  }
  std::vector<std::uint32_t> left;
  for (std::uint32_t node = 0; node < nodes_; ++node) {
    if (led_to_by[node] != 0) left.push_back(node);
  }
  return left;
}

std::vector<Digraph::Edge> Digraph::shortest_through(std::uint32_t start, const Lists& from) const {
  std::vector<std::uint32_t> reached_by(nodes_, kNoEdge);
  std::deque<std::uint32_t> waiting{start};
  while (reached_by[start] == kNoEdge && !waiting.empty()) {
    const std::uint32_t node = waiting.front();
    waiting.pop_front();
    for (const std::uint32_t edge : from[node]) {
      const std::uint32_t after = edges_[edge].after;
      if (reached_by[after] != kNoEdge) continue;
      reached_by[after] = edge;
      waiting.push_back(after);
    }
  }
  std::vector<Edge> edges;
  if (reached_by[start] == kNoEdge) return edges;
  for (std::uint32_t node = start; edges.empty() || node != start;) {
    edges.push_back(edges_[reached_by[node]]);
    node = edges.back().before;
  }
  std::reverse(edges.begin(), edges.end());
  return edges;
}

std::vector<Digraph::Edge> Digraph::cycle(std::int64_t& work, std::int64_t work_max) const {
  const auto size = static_cast<std::int64_t>(nodes_ + edges_.size());
  if (size > work_max - work) {
    work = work_max + 1;
    return {};
  }
  work += size;
  const Lists from = edges_from();
  std::vector<Edge> shortest;
  std::size_t walks = 0;
  for (const std::uint32_t node : near_cycles(from)) {
    if (!shortest.empty() && walks >= kWalksMax) break;
    const std::vector<Edge> found = shortest_through(node, from);
    ++walks;
    if (!found.empty() && (shortest.empty() || found.size() < shortest.size())) shortest = found;
  }
  return shortest;
}

}  // namespace caplab::check
