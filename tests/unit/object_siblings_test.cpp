// Siblings keep what was written concurrently and nothing else; uniting them is commutative,
// associative and idempotent on all states that replicas and clients can come to.
#include "engine/object/siblings.h"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>

#include "engine/base/rng.h"

using namespace caplab;
using namespace caplab::object;

namespace {

constexpr NodeId kA{0};
constexpr NodeId kB{1};
constexpr std::size_t kReplicas = 3;

Version start() { return {{}, kNoOp, first_sibling(0)}; }

const Siblings& siblings_of(const Version& version) { return std::get<Siblings>(version.content); }

std::vector<Number> values_of(const Version& version) {
  std::vector<Number> values;
  for (const Sibling& sibling : siblings_of(version)) values.push_back(sibling.value);
  std::sort(values.begin(), values.end());
  return values;
}

Version merged(Version mine, const Version& theirs) {
  merge(mine, theirs);
  return mine;
}

// Writes number themselves, so that stamps and operations are unique.
struct Table {
  std::array<Version, kReplicas> copies{start(), start(), start()};
  std::array<VectorClock, 3> clients;
  std::int64_t writes = 0;

  void write(NodeId node, const VectorClock& past) {
    ++writes;
    const Stamp stamp{LocalTime{writes}, node};
    const OpId op{static_cast<std::uint32_t>(writes)};
    Version& copy = copies[index(node)];
    const Version next{stamp, op,
                       with_write(siblings_of(copy), node, past, stamp, op, Number{writes * 10})};
    merge(copy, next);
  }
};

std::size_t draw(std::size_t count, Rng& rng) { return static_cast<std::size_t>(rng.below(count)); }

// What somebody does next: writes with what he has read, reads, or passes a copy on.
void play(Table& table, Rng& rng) {
  const std::size_t replica = draw(kReplicas, rng);
  VectorClock& client = table.clients[draw(table.clients.size(), rng)];
  const std::uint64_t choice = rng.below(3);
  if (choice == 0) table.write(id_of<NodeId>(replica), client);
  if (choice == 1) merge(client, context_of(siblings_of(table.copies[replica])));
  if (choice == 2) merge(table.copies[replica], table.copies[draw(kReplicas, rng)]);
}

}  // namespace

TEST_CASE("concurrent writes are both kept, and replaced by who has read both") {
  Table table;
  table.write(kA, {});
  table.write(kB, {});
  CHECK(values_of(table.copies[0]) == std::vector<Number>{10});
  merge(table.copies[0], table.copies[1]);
  CHECK(values_of(table.copies[0]) == std::vector<Number>{10, 20});
  CHECK(latest_of(siblings_of(table.copies[0])).value == 20);
  table.write(kA, context_of(siblings_of(table.copies[0])));
  CHECK(values_of(table.copies[0]) == std::vector<Number>{30});
  merge(table.copies[0], table.copies[1]);
  CHECK(values_of(table.copies[0]) == std::vector<Number>{30});
}

TEST_CASE("who has read nothing replaces nothing, at the same replica either") {
  Table table;
  table.write(kA, {});
  table.write(kA, {});
  CHECK(values_of(table.copies[0]) == std::vector<Number>{10, 20});
}

TEST_CASE("who has read the first of two replaces that one only") {
  Table table;
  table.write(kA, {});
  const VectorClock first = context_of(siblings_of(table.copies[0]));
  table.write(kA, {});
  table.write(kB, first);
  merge(table.copies[0], table.copies[1]);
  CHECK(values_of(table.copies[0]) == std::vector<Number>{20, 30});
}

TEST_CASE("uniting siblings is commutative, associative and idempotent") {
  Rng rng(11, 0);
  int several = 0;
  for (int trial = 0; trial < 400; ++trial) {
    CAPTURE(trial);
    Table table;
    for (int steps = 0; steps < 25; ++steps) play(table, rng);
    const auto& [a, b, c] = table.copies;
    REQUIRE(merged(a, b) == merged(b, a));
    REQUIRE(merged(merged(a, b), c) == merged(a, merged(b, c)));
    REQUIRE(merged(a, a) == a);
    Version result = a;
    const bool changed = merge(result, b);
    REQUIRE(changed == (result != a));
    REQUIRE(covers(a, b) == !changed);
    REQUIRE(covers(result, a));
    REQUIRE(covers(result, b));
    several += siblings_of(result).size() > 1 ? 1 : 0;
  }
  CHECK(several > 50);
}

// The tests' own idea: every write with what its writer had read, in one long list.
TEST_CASE("what is kept is what nobody has replaced who knew of it") {
  Rng rng(12, 0);
  for (int trial = 0; trial < 300; ++trial) {
    CAPTURE(trial);
    Table table;
    std::array<Siblings, kReplicas> ever;
    for (int steps = 0; steps < 25; ++steps) {
      play(table, rng);
      for (std::size_t i = 0; i < kReplicas; ++i) {
        for (const Sibling& sibling : siblings_of(table.copies[i])) ever[i].push_back(sibling);
      }
    }
    const Version all = merged(merged(table.copies[0], table.copies[1]), table.copies[2]);
    for (const Siblings& seen : ever) {
      for (const Sibling& sibling : seen) {
        if (sibling.dot.count == 0) continue;
        const bool kept = std::count(siblings_of(all).begin(), siblings_of(all).end(), sibling) > 0;
        bool replaced = false;
        for (const Siblings& others : ever) {
          for (const Sibling& other : others) {
            replaced = replaced || other.past.knows(sibling.dot);
          }
        }
        REQUIRE(kept != replaced);
      }
    }
  }
}
