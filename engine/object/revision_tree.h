// What became of one document at several masters: every write names the revision that it was made
// from, and where two were made from the same one, both branches stay. All replicas pick the same
// winner; the leaves that lost are kept as conflicts until somebody deletes them.
// (Apache CouchDB documentation, "Replication and conflict model" and "CouchDB Replication
// Protocol". There an identical edit made twice is one revision; here every write is its own.)
#pragma once
#include <compare>
#include <vector>

#include "engine/object/object.h"

namespace caplab::object {

// "3-a1b2…": how many writes deep, and which one.
struct RevisionId {
  std::uint32_t generation = 0;
  std::uint64_t hash = 0;
  auto operator<=>(const RevisionId&) const = default;
};

struct RevisionTree {
  struct Node {
    RevisionId id;
    std::uint64_t parent = 0;  // hash of the one of the generation before
    const RevisionId& place() const { return id; }
    bool operator==(const Node&) const = default;
  };
  // Only leaves keep their content.
  struct Leaf {
    RevisionId id;
    bool deleted = false;
    Version version;
    const RevisionId& place() const { return id; }
    bool operator==(const Leaf&) const = default;
  };
  std::vector<Node> nodes;   // by id
  std::vector<Leaf> leaves;  // by id
  bool operator==(const RevisionTree&) const = default;
};

RevisionTree tree_from(const Content& content);

// The leaf on the longest branch; of several the one with the highest id; a deleted one only where
// there are no others. REQUIRES: the tree has a leaf.
const RevisionTree::Leaf& winner_of(const RevisionTree& tree);

// Leaves that are not deleted and do not win.
std::uint32_t conflicts_of(const RevisionTree& tree);

// One more write on top of a leaf. REQUIRES: `parent` is one.
RevisionId extend(RevisionTree& tree, const RevisionId& parent, bool deleted, Version&& version);

// Takes the leaves of `theirs` that `mine` does not know, each with its line. Returns whether
// `mine` changed.
bool merge(RevisionTree& mine, const RevisionTree& theirs);

// Sorted.
std::vector<RevisionId> leaf_ids(const RevisionTree& tree);

// Those that the tree neither has nor builds on. REQUIRES: `ids` are sorted.
std::vector<RevisionId> missing_from(const RevisionTree& tree, const std::vector<RevisionId>& ids);

// What somebody lacks who misses `wanted` and has `known`, with all before it: the leaves at or
// above what is wanted, each with its line of ancestors down to one that is known, or `kept` long.
RevisionTree branches(const RevisionTree& tree, const std::vector<RevisionId>& wanted,
                      const std::vector<RevisionId>& known, std::uint32_t kept);

// CouchDB's stemming: below each leaf stay the latest `kept` revisions of its line, the leaf
// counted. (CouchDB documentation, "Compaction" and "/{db}/_revs_limit".)
void stem(RevisionTree& tree, std::uint32_t kept);

// Some of the revisions that the tree has with all before them, the latest; none where it, or
// another that stems like it, may have forgotten some.
std::vector<RevisionId> latest_whole(const RevisionTree& tree, std::uint32_t kept);

// Whether each leaf of `part` that `mine` does not know would have its line of `kept` revisions, or
// down to the beginning, once both are merged.
bool completes(const RevisionTree& mine, const RevisionTree& part, std::uint32_t kept);

}  // namespace caplab::object
