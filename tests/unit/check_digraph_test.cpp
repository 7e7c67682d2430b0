// The graph of statements.
#include "engine/check/digraph.h"

#include <catch2/catch_test_macros.hpp>
#include <vector>

namespace caplab::check {
namespace {

std::vector<std::uint32_t> nodes_of(const std::vector<Digraph::Edge>& cycle) {
  std::vector<std::uint32_t> nodes;
  for (const Digraph::Edge& edge : cycle) nodes.push_back(edge.before);
  return nodes;
}

}  // namespace

TEST_CASE("a graph without a cycle has none, however many ways lead through it") {
  Digraph graph(5);
  std::int64_t work = 0;
  for (std::uint32_t before = 0; before < 5; ++before) {
    for (std::uint32_t after = before + 1; after < 5; ++after) graph.add({before, after});
  }
  CHECK(graph.cycle(work, 1'000'000).empty());
  CHECK(work == 15);
}

TEST_CASE("of several cycles a shortest one is told, in order") {
  Digraph graph(7);
  std::int64_t work = 0;
  for (std::uint32_t i = 0; i < 4; ++i) graph.add({i, (i + 1) % 4});
  graph.add({3, 4});
  graph.add({4, 5, Because::read, 6});
  graph.add({5, 4});
  const std::vector<Digraph::Edge> cycle = graph.cycle(work, 1'000'000);
  CHECK(nodes_of(cycle) == std::vector<std::uint32_t>{4, 5});
  CHECK(cycle.front().because == Because::read);
  CHECK(cycle.front().via == 6);
  CHECK(cycle.back().after == 4);
}

TEST_CASE("what a cycle leads to is on none itself") {
  Digraph graph(200);
  std::int64_t work = 0;
  graph.add({198, 199});
  graph.add({199, 198});
  for (std::uint32_t i = 0; i < 198; ++i) graph.add({198, i});
  CHECK(nodes_of(graph.cycle(work, 1'000'000)) == std::vector<std::uint32_t>{198, 199});
}

TEST_CASE("something before itself is a cycle of one") {
  Digraph graph(1);
  std::int64_t work = 0;
  graph.add({0, 0});
  CHECK(graph.cycle(work, 1'000'000).size() == 1);
}

}  // namespace caplab::check
