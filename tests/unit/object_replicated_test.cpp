// The replicated types on random states: merging is commutative, associative and idempotent, only
// adds, and loses no edit; and each type against a dumb twin that keeps every operation ever heard.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <set>

#include "engine/base/rng.h"
#include "engine/object/g_counter.h"
#include "engine/object/lww_map.h"
#include "engine/object/or_set.h"
#include "engine/object/pn_counter.h"

using namespace caplab;
using namespace caplab::object;

namespace {

constexpr int kTrials = 300;
constexpr std::size_t kReplicas = 4;

struct Edit {
  int kind = 0;
  std::int64_t key = 0;
  std::int64_t amount = 0;
  EditId dot;
  std::set<EditId> seen;  // what its writer had heard of
};

// A replica beside its twin: the state, and every edit that is in it.
template <typename State>
struct Replica {
  State state;
  std::map<EditId, Edit> heard;
};

NodeId node(std::size_t number) { return id_of<NodeId>(number); }

template <typename State>
void hear_all(Replica<State>& mine, const Replica<State>& theirs) {
  mine.heard.insert(theirs.heard.begin(), theirs.heard.end());
}

// Random edits and merges; `apply(state, edit, writer)` makes an edit at one replica, and
// `check(replica)` holds it against its twin.
template <typename State, typename Apply, typename Check>
std::vector<Replica<State>> random_replicas(Rng& rng, int kinds, Apply apply, Check check) {
  std::vector<Replica<State>> replicas(kReplicas);
  const std::int64_t steps = rng.between(1, 40);
  for (std::int64_t step = 1; step <= steps; ++step) {
    const auto at = static_cast<std::size_t>(rng.below(kReplicas));
    Replica<State>& mine = replicas[at];
    if (rng.chance({1, 3})) {
      const auto other = static_cast<std::size_t>(rng.below(kReplicas));
      const State before = mine.state;
      const bool changed = merge(mine.state, replicas[other].state);
      REQUIRE(changed == (mine.state != before));
      hear_all(mine, replicas[other]);
    } else {
      Edit edit;
      edit.kind = static_cast<int>(rng.below(static_cast<std::uint64_t>(kinds)));
      edit.key = rng.between(1, 3);
      edit.amount = rng.between(0, 9);
      edit.dot = {LocalTime{step + rng.between(-3, 3)}, node(at),
                  OpId{static_cast<std::uint32_t>(step)}};
      for (const auto& [dot, other] : mine.heard) edit.seen.insert(dot);
      apply(mine.state, edit, node(at));
      mine.heard.emplace(edit.dot, edit);
    }
    check(mine);
  }
  return replicas;
}

template <typename State>
State merged(State mine, const State& theirs) {
  merge(mine, theirs);
  return mine;
}

template <typename State>
void check_laws(const std::vector<Replica<State>>& replicas) {
  const State& a = replicas[0].state;
  const State& b = replicas[1].state;
  const State& c = replicas[2].state;
  REQUIRE(merged(a, b) == merged(b, a));
  REQUIRE(merged(merged(a, b), c) == merged(a, merged(b, c)));
  REQUIRE(merged(a, a) == a);
  REQUIRE(merged(merged(a, b), b) == merged(a, b));
  REQUIRE(covers(merged(a, b), a));
  REQUIRE(covers(merged(a, b), b));
  REQUIRE(covers(a, b) == (merged(a, b) == a));
}

// After everybody has merged with everybody, each holds what all have heard: nothing is lost.
template <typename State, typename Check>
void check_union(std::vector<Replica<State>> replicas, Check check) {
  for (Replica<State>& mine : replicas) {
    for (const Replica<State>& theirs : replicas) {
      merge(mine.state, theirs.state);
      hear_all(mine, theirs);
    }
  }
  for (Replica<State>& mine : replicas) {
    check(mine);
    REQUIRE(mine.state == replicas[0].state);
  }
}

template <typename State, typename Apply, typename Check>
void check_type(std::uint64_t seed, int kinds, Apply apply, Check check) {
  Rng rng(seed, 0);
  for (int trial = 0; trial < kTrials; ++trial) {
    CAPTURE(trial);
    const auto replicas = random_replicas<State>(rng, kinds, apply, check);
    check_laws(replicas);
    check_union(replicas, check);
  }
}

}  // namespace

TEST_CASE("a grow-only counter is the sum of the additions that it has heard of") {
  check_type<GCounter>(
      1, 1,
      [](GCounter& counter, const Edit& edit, NodeId writer) { add(counter, writer, edit.amount); },
      [](const Replica<GCounter>& replica) {
        std::int64_t sum = 0;
        for (const auto& [dot, edit] : replica.heard) sum += edit.amount;
        REQUIRE(total_of(replica.state) == sum);
      });
}

TEST_CASE("a counter is the sum of what it has heard was added and taken") {
  const auto amount_of = [](const Edit& edit) {
    return edit.kind == 0 ? edit.amount : -edit.amount;
  };
  check_type<PnCounter>(
      2, 2,
      [&](PnCounter& counter, const Edit& edit, NodeId writer) {
        add(counter, writer, amount_of(edit));
      },
      [&](const Replica<PnCounter>& replica) {
        std::int64_t sum = 0;
        for (const auto& [dot, edit] : replica.heard) sum += amount_of(edit);
        REQUIRE(total_of(replica.state) == sum);
      });
}

TEST_CASE("a set holds an element whose addition no removal has seen, and no other") {
  check_type<OrSet>(
      3, 2,
      [](OrSet& set, const Edit& edit, NodeId) {
        if (edit.kind == 0) {
          add(set, edit.key, edit.dot);
        } else {
          remove(set, edit.key);
        }
      },
      [](const Replica<OrSet>& replica) {
        std::set<std::int64_t> expected;
        for (const auto& heard : replica.heard) {
          const Edit& added = heard.second;
          if (added.kind != 0) continue;
          const bool removed =
              std::any_of(replica.heard.begin(), replica.heard.end(), [&](const auto& other) {
                const Edit& edit = other.second;
                return edit.kind == 1 && edit.key == added.key && edit.seen.count(added.dot) > 0;
              });
          if (!removed) expected.insert(added.key);
        }
        REQUIRE(values_of(replica.state) ==
                std::vector<std::int64_t>(expected.begin(), expected.end()));
        for (std::int64_t key = 1; key <= 3; ++key) {
          REQUIRE(contains(replica.state, key) == (expected.count(key) > 0));
        }
      });
}

TEST_CASE("a map shows for each key the write with the latest stamp") {
  check_type<LwwMap>(
      4, 2,
      [](LwwMap& map, const Edit& edit, NodeId) {
        if (edit.kind == 0) {
          put(map, edit.key, edit.amount, edit.dot);
        } else {
          erase(map, edit.key, edit.dot);
        }
      },
      [](const Replica<LwwMap>& replica) {
        for (std::int64_t key = 1; key <= 3; ++key) {
          std::optional<std::int64_t> expected;
          for (const auto& [dot, edit] : replica.heard) {  // by dot: the last one stays
            if (edit.key != key) continue;
            expected = edit.kind == 0 ? std::optional(edit.amount) : std::nullopt;
          }
          REQUIRE(find(replica.state, key) == expected);
        }
      });
}

TEST_CASE("a counter that starts at five counts on from five, once") {
  GCounter here = grow_only_from(5);
  GCounter there = here;
  add(here, NodeId{0}, 1);
  add(there, NodeId{1}, 2);
  merge(here, there);
  CHECK(total_of(here) == 8);
  merge(there, here);
  CHECK(total_of(there) == 8);
  CHECK(total_of(counter_from(-7)) == -7);
}

// The trap: a counter that stood at five, kept as parts that begin at zero, shows four after four
// more. The start has to be a part as well.
TEST_CASE("parts that start at zero forget what was there at the start") {
  GCounter counter;
  add(counter, NodeId{0}, 1);
  add(counter, NodeId{1}, 3);
  CHECK(total_of(counter) == 4);
  GCounter started = grow_only_from(5);
  merge(started, counter);
  CHECK(total_of(started) == 9);
}

TEST_CASE("an addition at the same time as a removal wins; a removal after it does not lose") {
  OrSet here;
  add(here, 7, EditId{LocalTime{1}, NodeId{0}, OpId{1}});
  OrSet there = here;
  CHECK(remove(here, 7));
  add(there, 7, EditId{LocalTime{1}, NodeId{1}, OpId{2}});
  merge(here, there);
  CHECK(contains(here, 7));
  CHECK(remove(here, 7));
  merge(there, here);
  CHECK_FALSE(contains(there, 7));
  CHECK_FALSE(remove(there, 7));
}

TEST_CASE("of two writes of one key the later stamp wins, the one that is behind is lost at once") {
  LwwMap map;
  CHECK(put(map, 1, 10, EditId{LocalTime{5}, NodeId{0}, OpId{1}}));
  CHECK_FALSE(put(map, 1, 20, EditId{LocalTime{4}, NodeId{1}, OpId{2}}));
  CHECK(find(map, 1) == 10);
  CHECK(erase(map, 1, EditId{LocalTime{5}, NodeId{1}, OpId{3}}));
  CHECK_FALSE(find(map, 1));
}
