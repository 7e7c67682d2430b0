// The zone test against the search, which knows nothing of zones, and against the twin.
#include "engine/check/zones.h"

#include <catch2/catch_test_macros.hpp>
#include <vector>

#include "engine/check/search.h"
#include "tests/unit/linearizable_brute_force.h"
#include "tests/unit/random_history.h"

namespace caplab::test {
namespace {

using check::Answer;
using check::Part;
using check::ZoneAnswer;
using history::History;
using history::ObjectType;

std::vector<Part> all_of(const History& history) {
  std::vector<Part> parts(history.operations.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].operation = static_cast<std::uint32_t>(i);
  }
  return parts;
}

History only(const History& history, const std::vector<Part>& parts) {
  History some = history;
  some.operations.clear();
  for (const Part& part : parts) some.operations.push_back(history.operations[part.operation]);
  return some;
}

struct Tally {
  int holds = 0;
  int violated = 0;
};

void compare(std::uint64_t seed, const Shape& shape, Tally& tally) {
  RandomHistory made = random_history(seed, ObjectType::reg, shape);
  for (history::Operation& op : made.history.operations) op.key = 0;
  const std::vector<Part> parts = all_of(made.history);
  const auto zones = test_zones(made.history, made.options, parts);
  if (!zones) return;
  INFO(replay_text(made, seed, "zones agree with the search"));
  const check::Problem problem = make_problem(made.history, made.options, parts);
  const check::Found found = check::search(problem, made.options.steps_max);
  CHECK(found.answer == (zones->holds ? Answer::holds : Answer::violated));
  CHECK(linearizable_brute_force(made.history, made.options) == zones->holds);
  (zones->holds ? tally.holds : tally.violated)++;
  if (zones->holds) return;
  CHECK_FALSE(linearizable_brute_force(only(made.history, zones->conflict), made.options));
  CHECK(zones->conflict.size() <= 6);
}

void compare_many(std::uint64_t count, const Shape& shape) {
  Tally tally;
  for_seeds(1, count, [&](std::uint64_t seed) { compare(seed, shape, tally); });
  if (seed_to_replay() != 0) return;
  CHECK(tally.holds > static_cast<int>(count) / 50);
  CHECK(tally.violated > static_cast<int>(count) / 50);
}

}  // namespace

TEST_CASE("zones agree with the search") {
  compare_many(3000, {.operations_max = 7, .keys_max = 1, .values_max = 12});
}

TEST_CASE("zones agree with the search on very many histories", "[full]") {
  compare_many(60'000, {.operations_max = 7, .keys_max = 1, .values_max = 12});
}

TEST_CASE("zones are left to the search where a value was written twice") {
  History history;
  for (std::int64_t process = 0; process < 2; ++process) {
    history::Operation op;
    op.process = process;
    op.function = history::Function::write;
    op.argument = 1;
    op.outcome = history::Outcome::ok;
    op.returned = 1;
    history.operations.push_back(op);
  }
  CHECK_FALSE(test_zones(history, {}, all_of(history)).has_value());
  history.operations.back().argument = 2;
  CHECK(test_zones(history, {}, all_of(history)).has_value());
  history.operations.back().function = history::Function::cas;
  CHECK_FALSE(test_zones(history, {}, all_of(history)).has_value());
}

}  // namespace caplab::test
