// What the search's memory takes for the same or for worse. All configurations here share one hash,
// so that only the comparison itself decides.
#include "engine/check/memo.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <vector>

namespace caplab::check {
namespace {

// A configuration with room for its own words.
struct Stored {
  std::uint32_t first = 0;
  std::vector<std::uint64_t> certain{0b1011};
  std::vector<std::uint64_t> uncertain{0b0101};
  std::vector<std::int64_t> state{7, -1};
  std::uint64_t hash = 42;

  Configuration view() const {
    return {
        .hash = hash, .first = first, .certain = certain, .uncertain = uncertain, .state = state};
  }
};

Memo memo_of(const Stored& stored) {
  Memo memo;
  memo.remember(stored.view());
  return memo;
}

}  // namespace

TEST_CASE("an empty memo covers nothing") { CHECK_FALSE(Memo{}.covers(Stored{}.view())); }

TEST_CASE("a memo covers what it remembers, and only with the same operations and state") {
  const Memo memo = memo_of({});
  CHECK(memo.covers(Stored{}.view()));
  CHECK_FALSE(memo.covers(Stored{.state = {7, 0}}.view()));
  CHECK_FALSE(memo.covers(Stored{.state = {8, -1}}.view()));
  CHECK_FALSE(memo.covers(Stored{.certain = {0b1111}}.view()));
  CHECK_FALSE(memo.covers(Stored{.certain = {0b1011, 1}}.view()));
  CHECK_FALSE(memo.covers(Stored{.certain = {}}.view()));
  CHECK_FALSE(memo.covers(Stored{.first = 1}.view()));
  CHECK_FALSE(memo.covers(Stored{.hash = 43}.view()));
}

TEST_CASE("having used more of the uncertain operations is worse, having used others is not") {
  const Memo memo = memo_of({});
  CHECK(memo.covers(Stored{.uncertain = {0b1101}}.view()));
  CHECK_FALSE(memo.covers(Stored{.uncertain = {0b0001}}.view()));
  CHECK_FALSE(memo.covers(Stored{.uncertain = {0b1010}}.view()));
}

TEST_CASE("a memo that has grown forgets nothing") {
  Memo memo;
  const auto stored = [](std::int64_t i) {
    return Stored{.state = {i, i}, .hash = static_cast<std::uint64_t>(i % 7)};
  };
  for (std::int64_t i = 0; i < 500; ++i) memo.remember(stored(i).view());
  for (std::int64_t i = 0; i < 500; ++i) CHECK(memo.covers(stored(i).view()));
  CHECK_FALSE(memo.covers(stored(500).view()));
}

}  // namespace caplab::check
