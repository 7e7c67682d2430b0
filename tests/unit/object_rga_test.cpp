// The text that several write: its laws on random states, its order against two others (the tree
// walked from the beginning, and Roh's own insertion into a list), and what becomes of words that
// are typed at the same time.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "engine/base/rng.h"
#include "engine/object/rga.h"

using namespace caplab;
using namespace caplab::object;

namespace {

constexpr std::size_t kReplicas = 3;
constexpr int kTrials = 300;

EditId dot_of(std::int64_t time, std::size_t writer, std::uint32_t op) {
  return {LocalTime{time}, id_of<NodeId>(writer), OpId{op}};
}

Rga merged(Rga mine, const Rga& theirs) {
  merge(mine, theirs);
  return mine;
}

// Twin: the tree that the predecessors make, walked from the beginning, newest child first.
void walk_tree(const Rga& text, const EditId& from, std::vector<EditId>& order) {
  std::vector<Rga::Character> children;
  for (const Rga::Character& character : text.characters) {
    if (character.after == from) children.push_back(character);
  }
  std::sort(children.begin(), children.end(),
            [](const auto& a, const auto& b) { return a.id > b.id; });
  for (const Rga::Character& child : children) {
    if (!child.removed) order.push_back(child.id);
    walk_tree(text, child.id, order);
  }
}

// Twin: Roh et al. 2011, §5: behind its predecessor, a new one skips all that are newer than it.
// REQUIRES: predecessors come first.
void insert_into_list(std::vector<Rga::Character>& list, const Rga::Character& character) {
  auto at = list.begin();
  if (character.after != EditId{}) {
    while (at->id != character.after) ++at;
    ++at;
  }
  while (at != list.end() && at->id > character.id) ++at;
  list.insert(at, character);
}

std::vector<EditId> list_order(const Rga& text, Rng& rng) {
  std::vector<Rga::Character> left = text.characters;
  std::vector<Rga::Character> list;
  std::set<EditId> there{EditId{}};
  while (!left.empty()) {  // any order in which every character comes after its predecessor
    const auto pick = static_cast<std::ptrdiff_t>(rng.below(left.size()));
    if (there.count(left[static_cast<std::size_t>(pick)].after) == 0) continue;
    insert_into_list(list, left[static_cast<std::size_t>(pick)]);
    there.insert(left[static_cast<std::size_t>(pick)].id);
    left.erase(left.begin() + pick);
  }
  std::vector<EditId> order;
  for (const Rga::Character& character : list) {
    if (!character.removed) order.push_back(character.id);
  }
  return order;
}

// Several writers, with clocks that are wrong, who type and delete anywhere and merge now and then.
std::vector<Rga> random_texts(Rng& rng) {
  std::vector<Rga> texts(kReplicas);
  const std::int64_t steps = rng.between(1, 50);
  for (std::int64_t step = 1; step <= steps; ++step) {
    const auto at = static_cast<std::size_t>(rng.below(kReplicas));
    const std::vector<EditId> ids = reading_order(texts[at]);
    if (rng.chance({1, 5})) {
      merge(texts[at], texts[static_cast<std::size_t>(rng.below(kReplicas))]);
    } else if (rng.chance({1, 5}) && !ids.empty()) {
      erase(texts[at], ids[static_cast<std::size_t>(rng.below(ids.size()))]);
    } else {
      const auto position = static_cast<std::size_t>(rng.below(ids.size() + 1));
      const EditId after = position == 0 ? EditId{} : ids[position - 1];
      const EditId id = insert(texts[at], after, 'a' + static_cast<int>(rng.below(26)),
                               dot_of(rng.between(1, 60), at, static_cast<std::uint32_t>(step)));
      // Whoever types sees it where it was typed.
      REQUIRE(reading_order(texts[at])[position] == id);
    }
  }
  return texts;
}

// Types `word` forward at random moments of two writers' turns, with merges in between.
std::string typed_together(const std::string& first, const std::string& second, Rng& rng) {
  std::vector<Rga> texts(2);
  const std::string words[] = {first, second};
  std::size_t typed[] = {0, 0};
  EditId last[] = {EditId{}, EditId{}};
  std::uint32_t op = 0;
  // Both begin before either has heard of the other.
  for (std::size_t writer = 0; typed[0] < first.size() || typed[1] < second.size();) {
    if (typed[writer] < words[writer].size()) {
      const EditId fresh = dot_of(rng.between(1, 50), writer, ++op);
      last[writer] = insert(texts[writer], last[writer], words[writer][typed[writer]++], fresh);
    }
    const bool both_began = typed[0] > 0 && typed[1] > 0;
    if (both_began && rng.chance({1, 3})) merge(texts[writer], texts[1 - writer]);
    writer = !both_began ? 1 - writer : static_cast<std::size_t>(rng.below(2));
  }
  merge(texts[0], texts[1]);
  merge(texts[1], texts[0]);
  REQUIRE(texts[0] == texts[1]);
  return text_of(texts[0]);
}

}  // namespace

TEST_CASE("merging texts: order, grouping and repetition do not matter, and nothing is lost") {
  Rng rng(1, 0);
  for (int trial = 0; trial < kTrials; ++trial) {
    CAPTURE(trial);
    const std::vector<Rga> texts = random_texts(rng);
    const Rga both = merged(texts[0], texts[1]);
    REQUIRE(both == merged(texts[1], texts[0]));
    REQUIRE(merged(both, texts[2]) == merged(texts[0], merged(texts[1], texts[2])));
    REQUIRE(merged(both, texts[1]) == both);
    REQUIRE(covers(both, texts[0]));
    REQUIRE(covers(both, texts[1]));
    REQUIRE(covers(texts[0], texts[1]) == (both == texts[0]));
    for (const std::size_t part : {0U, 1U}) {
      for (const Rga::Character& character : texts[part].characters) {
        const auto kept = std::find_if(both.characters.begin(), both.characters.end(),
                                       [&](const auto& each) { return each.id == character.id; });
        REQUIRE(kept != both.characters.end());
        REQUIRE(kept->code == character.code);
        REQUIRE((kept->removed || !character.removed));
      }
    }
  }
}

TEST_CASE("a text is read in the order of its tree, and of a list that everybody inserts into") {
  Rng rng(2, 0);
  for (int trial = 0; trial < kTrials; ++trial) {
    CAPTURE(trial);
    const std::vector<Rga> texts = random_texts(rng);
    const Rga all = merged(merged(texts[0], texts[1]), texts[2]);
    std::vector<EditId> tree;
    walk_tree(all, EditId{}, tree);
    REQUIRE(reading_order(all) == tree);
    REQUIRE(reading_order(all) == list_order(all, rng));
  }
}

TEST_CASE("words typed forward at the same time stay whole, whichever comes first") {
  Rng rng(3, 0);
  std::set<std::string> seen;
  for (int trial = 0; trial < 400; ++trial) {
    const std::string text = typed_together("Hello", "Hi", rng);
    CAPTURE(text);
    REQUIRE((text == "HelloHi" || text == "HiHello"));
    seen.insert(text);
  }
  CHECK(seen.size() == 2);
}

// Backward typing puts every character at the beginning, so all of them stand there by age alone.
TEST_CASE("words typed backward at the same time may interleave") {
  Rga here;
  Rga there;
  const std::string word = "abc";
  const std::string other = "xyz";
  for (std::uint32_t i = 0; i < 3; ++i) {
    const auto at = static_cast<std::int64_t>(10 * i);
    insert(here, EditId{}, word[2 - i], dot_of(at + 1, 0, 2 * i));
    insert(there, EditId{}, other[2 - i], dot_of(at + 2, 1, 2 * i + 1));
  }
  CHECK(text_of(here) == "abc");
  CHECK(text_of(there) == "xyz");
  merge(here, there);
  CHECK(text_of(here) == "xaybzc");
}

TEST_CASE("a character is readable once the one before it has arrived") {
  Rga all;
  const EditId first = insert(all, EditId{}, 'a', dot_of(1, 0, 1));
  insert(all, first, 'b', dot_of(2, 0, 2));
  const Rga later{{all.characters[1]}};
  Rga mine = later;
  CHECK(text_of(mine).empty());
  merge(mine, Rga{{all.characters[0]}});
  CHECK(text_of(mine) == "ab");
}

TEST_CASE("what is removed stays removed, and what was typed after it stays") {
  Rga here;
  const EditId a = insert(here, EditId{}, 'a', dot_of(1, 0, 1));
  Rga there = here;
  insert(there, a, 'b', dot_of(2, 1, 2));
  CHECK(erase(here, a));
  CHECK_FALSE(erase(here, a));
  merge(here, there);
  CHECK(text_of(here) == "b");
  merge(there, here);
  CHECK(text_of(there) == "b");
  CHECK(newest_of(here, NodeId{0}, true) == std::nullopt);
  CHECK(newest_of(here, NodeId{0}, false) == a);
}
