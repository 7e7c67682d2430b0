// Statements of the form "this before that" among anything numbered, without an order that is known
// beforehand (Precedence knows each process's), and the contradiction among them: a shortest cycle.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/reason.h"

namespace caplab::check {

class Digraph {
 public:
  struct Edge {
    std::uint32_t before = 0;
    std::uint32_t after = 0;
    Because because = Because::process;
    std::size_t via = kNoOperation;
  };

  explicit Digraph(std::size_t nodes) : nodes_(nodes) {}

  void add(const Edge& edge) { edges_.push_back(edge); }
  std::size_t size() const { return edges_.size(); }

  // The edges of a cycle, in order from its smallest node; empty if there is none. A shortest one
  // where few nodes are on cycles, else a shortest one of those through the first of them.
  // `work` grows by the steps that this takes but for making it short; where they would be more
  // than `work_max`, it is only set beyond that.
  std::vector<Edge> cycle(std::int64_t& work, std::int64_t work_max) const;

 private:
  using Lists = std::vector<std::vector<std::uint32_t>>;  // by node: edges
  Lists edges_from() const;
  std::vector<std::uint32_t> near_cycles(const Lists& from) const;
  std::vector<Edge> shortest_through(std::uint32_t node, const Lists& from) const;

  std::size_t nodes_;
  std::vector<Edge> edges_;
};

}  // namespace caplab::check
