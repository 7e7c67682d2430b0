// Ids are types of their own; a NodeSet is a set.
#include "engine/base/ids.h"

#include <catch2/catch_test_macros.hpp>
#include <type_traits>

using namespace caplab;

TEST_CASE("an id of one kind is not an id of another") {
  CHECK_FALSE(std::is_convertible_v<SiteId, NodeId>);
  CHECK_FALSE(std::is_convertible_v<int, NodeId>);
  CHECK(index(id_of<NodeId>(7)) == 7);
  CHECK(index(id_of<Key>(65'535)) == 65'535);
}

TEST_CASE("a set of nodes has what was added and not removed") {
  NodeSet set;
  CHECK(set.empty());
  for (std::size_t i = 0; i < kNodesMax; i += 3) set.add(id_of<NodeId>(i));
  for (std::size_t i = 0; i < kNodesMax; ++i) CHECK(set.has(id_of<NodeId>(i)) == (i % 3 == 0));
  CHECK(set.count() == 11);
  set.add(id_of<NodeId>(30));
  CHECK(set.count() == 11);
  set.remove(id_of<NodeId>(30));
  set.remove(id_of<NodeId>(29));
  CHECK_FALSE(set.has(id_of<NodeId>(30)));
  CHECK(set.count() == 10);
  CHECK_FALSE(set.empty());
}
