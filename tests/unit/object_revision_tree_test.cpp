// Revision trees: the laws of merging on random ones, what a replication sends, and who wins.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/base/rng.h"
#include "engine/object/revision_tree.h"

using namespace caplab;
using namespace caplab::object;

namespace {

constexpr int kTrials = 300;
constexpr std::size_t kMasters = 3;

RevisionTree merged(RevisionTree mine, const RevisionTree& theirs) {
  merge(mine, theirs);
  return mine;
}

Version version_of(std::int64_t value, std::size_t writer, std::uint32_t op) {
  return {{LocalTime{value}, id_of<NodeId>(writer)}, OpId{op}, Number{value}};
}

constexpr std::uint32_t kAll = 1000;

// What a replication does: offer the leaves, hear what is missing, send that.
void replicate(const RevisionTree& from, RevisionTree& to, std::uint32_t kept = kAll) {
  const std::vector<RevisionId> missing = missing_from(to, leaf_ids(from));
  if (missing.empty()) return;
  const RevisionTree part = branches(from, missing, latest_whole(to, kept), kept);
  REQUIRE(completes(to, part, kept));
  merge(to, part);
  stem(to, kept);
}

std::vector<RevisionTree> random_trees(Rng& rng) {
  std::vector<RevisionTree> trees(kMasters, tree_from(Number{0}));
  const std::int64_t steps = rng.between(1, 30);
  for (std::int64_t step = 1; step <= steps; ++step) {
    const auto at = static_cast<std::size_t>(rng.below(kMasters));
    RevisionTree& tree = trees[at];
    if (rng.chance({1, 4})) {
      const RevisionTree& other = trees[static_cast<std::size_t>(rng.below(kMasters))];
      const RevisionTree before = tree;
      if (rng.chance({1, 2})) {
        const bool changed = merge(tree, other);
        REQUIRE(changed == (tree != before));
      } else {
        replicate(other, tree);
        REQUIRE(tree == merged(before, other));
      }
      continue;
    }
    const bool deletes = rng.chance({1, 5});
    const auto leaf = static_cast<std::size_t>(rng.below(tree.leaves.size()));
    const RevisionId parent = rng.chance({1, 2}) ? winner_of(tree).id : tree.leaves[leaf].id;
    extend(tree, parent, deletes, version_of(step, at, static_cast<std::uint32_t>(step)));
  }
  return trees;
}

}  // namespace

TEST_CASE("merging revision trees: order, grouping and repetition do not matter") {
  Rng rng(1, 0);
  for (int trial = 0; trial < kTrials; ++trial) {
    CAPTURE(trial);
    const std::vector<RevisionTree> trees = random_trees(rng);
    const RevisionTree both = merged(trees[0], trees[1]);
    REQUIRE(both == merged(trees[1], trees[0]));
    REQUIRE(merged(both, trees[2]) == merged(trees[0], merged(trees[1], trees[2])));
    REQUIRE(merged(both, both) == both);
    REQUIRE(merged(both, trees[0]) == both);
  }
}

// A leaf of either is a leaf of both, or something was built on it: no acknowledged write is lost.
TEST_CASE(
    "merged trees have every revision of both, and leaves exactly where nothing was built on") {
  Rng rng(2, 0);
  for (int trial = 0; trial < kTrials; ++trial) {
    CAPTURE(trial);
    const std::vector<RevisionTree> trees = random_trees(rng);
    const RevisionTree both = merged(trees[0], trees[1]);
    REQUIRE(missing_from(both, leaf_ids(trees[0])).empty());
    REQUIRE(missing_from(both, leaf_ids(trees[1])).empty());
    for (const RevisionTree::Node& node : both.nodes) {
      const bool built_on =
          std::any_of(both.nodes.begin(), both.nodes.end(), [&](const RevisionTree::Node& other) {
            return other.parent == node.id.hash && other.id.generation == node.id.generation + 1;
          });
      const auto ids = leaf_ids(both);
      const bool leaf = std::find(ids.begin(), ids.end(), node.id) != ids.end();
      REQUIRE(leaf == !built_on);
    }
  }
}

// What each forgets depends on its leaves alone, so those who have told each other all are equal.
TEST_CASE("trees that forget come to be the same, with each leaf's latest revisions and no more") {
  Rng rng(3, 0);
  for (int trial = 0; trial < kTrials; ++trial) {
    CAPTURE(trial);
    const auto kept = static_cast<std::uint32_t>(rng.between(1, 6));
    std::vector<RevisionTree> trees(kMasters, tree_from(Number{0}));
    for (std::uint32_t step = 1; step <= 40; ++step) {
      const auto at = static_cast<std::size_t>(rng.below(kMasters));
      if (rng.chance({1, 5})) {
        replicate(trees[static_cast<std::size_t>(rng.below(kMasters))], trees[at], kept);
        continue;
      }
      extend(trees[at], winner_of(trees[at]).id, false, version_of(step, at, step));
      stem(trees[at], kept);
    }
    for (std::size_t turn = 0; turn < 3 * kMasters; ++turn) {
      for (std::size_t at = 0; at < kMasters; ++at) {
        replicate(trees[turn % kMasters], trees[at], kept);
      }
    }
    REQUIRE(trees[0] == trees[1]);
    REQUIRE(trees[0] == trees[2]);
    REQUIRE(trees[0].nodes.size() <= kept * trees[0].leaves.size());
  }
}

TEST_CASE("what was asked for before its ancestors were forgotten is not complete") {
  RevisionTree here = tree_from(Number{0});
  RevisionTree there = here;
  constexpr std::uint32_t kKept = 3;
  const std::vector<RevisionId> known = latest_whole(here, kKept);
  CHECK(known == leaf_ids(here));
  extend(there, winner_of(there).id, false, version_of(10, 1, 1));
  const RevisionTree part = branches(there, leaf_ids(there), known, kKept);
  CHECK(part.nodes.size() == 1);
  CHECK(completes(here, part, kKept));
  for (std::uint32_t step = 2; step <= 4; ++step) {
    extend(here, winner_of(here).id, false, version_of(step, 0, step));
    stem(here, kKept);
  }
  CHECK(here.nodes.size() == kKept);
  CHECK_FALSE(completes(here, part, kKept));
  CHECK(completes(here, branches(there, leaf_ids(there), {}, kKept), kKept));
  CHECK(latest_whole(here, kKept).empty());
}

TEST_CASE("the longest branch wins, among equals the highest id, and the deleted never") {
  RevisionTree here = tree_from(Number{0});
  RevisionTree there = here;
  const RevisionId start = winner_of(here).id;
  extend(here, start, false, version_of(10, 0, 1));
  extend(there, start, false, version_of(20, 1, 2));
  RevisionTree both = merged(here, there);
  CHECK(both.leaves.size() == 2);
  CHECK(conflicts_of(both) == 1);
  CHECK(winner_of(both).id == std::max(winner_of(here).id, winner_of(there).id));
  extend(here, winner_of(here).id, false, version_of(11, 0, 3));
  both = merged(both, here);
  CHECK(winner_of(both).version == version_of(11, 0, 3));
  extend(both, winner_of(both).id, true, version_of(12, 0, 4));
  CHECK(winner_of(both).version == version_of(20, 1, 2));
  CHECK(conflicts_of(both) == 0);
}
