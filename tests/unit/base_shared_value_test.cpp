// A shared value against what a plain one would do.
#include "engine/base/shared_value.h"

#include <catch2/catch_test_macros.hpp>
#include <vector>

#include "engine/base/rng.h"

using namespace caplab;

namespace {

using Numbers = std::vector<int>;

}  // namespace

TEST_CASE("a shared value: copies lie in one place until one is changed, and no other sees it") {
  SharedValue<Numbers> one(Numbers{1, 2});
  const SharedValue<Numbers> other = one;
  CHECK(&*one == &*other);
  one.edit().push_back(3);
  CHECK(*one == Numbers{1, 2, 3});
  CHECK(*other == Numbers{1, 2});
  const Numbers* place = &*one;
  one.edit().push_back(4);  // has none to share with
  CHECK(&*one == place);
  CHECK(one->size() == 4);
}

TEST_CASE("shared values compare by what they hold") {
  SharedValue<Numbers> one(Numbers{1});
  SharedValue<Numbers> other(Numbers{1});
  CHECK(&*one != &*other);
  CHECK(one == other);
  other.edit().push_back(2);
  CHECK_FALSE(one == other);
  one = other;
  CHECK(one == other);
  CHECK(SharedValue<Numbers>() == SharedValue<Numbers>(Numbers{}));
}

TEST_CASE("many shared values, copied and changed at random, do what plain values do") {
  Rng rng(1, 0);
  std::vector<SharedValue<Numbers>> shared(5);
  std::vector<Numbers> plain(5);
  for (int turn = 0; turn < 2000; ++turn) {
    const auto at = static_cast<std::size_t>(rng.below(5));
    const auto from = static_cast<std::size_t>(rng.below(5));
    if (rng.chance({1, 2})) {
      shared[at] = shared[from];
      plain[at] = plain[from];
    } else {
      shared[at].edit().push_back(turn);
      plain[at].push_back(turn);
    }
    for (std::size_t i = 0; i < plain.size(); ++i) REQUIRE(*shared[i] == plain[i]);
    REQUIRE((shared[at] == shared[from]) == (plain[at] == plain[from]));
  }
}
