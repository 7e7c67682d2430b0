// The tree of what reads have shown.
#include "engine/check/trie.h"

#include <catch2/catch_test_macros.hpp>
#include <vector>

namespace caplab::check {

TEST_CASE("sequences with a common beginning share its nodes") {
  Trie trie;
  const std::vector<std::int64_t> abc{1, 2, 3};
  const std::vector<std::int64_t> abd{1, 2, 4};
  const std::vector<std::int64_t> ab{1, 2};
  const std::int64_t long_one = trie.insert(Trie::kRoot, abc);
  CHECK(trie.insert(Trie::kRoot, abd) != long_one);
  CHECK(trie.size() == 5);
  CHECK(trie.insert(Trie::kRoot, abc) == long_one);
  CHECK(trie.insert(trie.insert(Trie::kRoot, ab), std::vector<std::int64_t>{3}) == long_one);
  CHECK(trie.size() == 5);
}

TEST_CASE("what no sequence begins with is nowhere, and stays there") {
  Trie trie;
  const std::vector<std::int64_t> ab{1, 2};
  const std::vector<std::int64_t> b{2};
  const std::int64_t end = trie.insert(Trie::kRoot, ab);
  CHECK(trie.find(Trie::kRoot, {}) == Trie::kRoot);
  CHECK(trie.find(Trie::kRoot, ab) == end);
  CHECK(trie.find(Trie::kRoot, b) == Trie::kNowhere);
  CHECK(trie.find(Trie::kNowhere, ab) == Trie::kNowhere);
  CHECK(trie.find(Trie::kNowhere, {}) == Trie::kNowhere);
}

}  // namespace caplab::check
