// The search on parts of histories that bind less than fully, as explanations ask it, against its
// brute-force twin.
#include "engine/check/search.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/check/problem.h"
#include "tests/unit/linearizable_brute_force.h"
#include "tests/unit/random_history.h"

namespace caplab::test {
namespace {

using check::Answer;
using check::Binding;
using check::Part;
using history::History;
using history::Operation;
using history::Outcome;

constexpr std::int64_t kStepsMax = 10'000'000;

std::vector<Part> random_parts(Rng& rng, const History& history) {
  std::vector<Part> parts;
  for (std::uint32_t i = 0; i < history.operations.size(); ++i) {
    const auto binding = static_cast<Binding>(rng.between(0, 2));
    parts.push_back({.operation = i, .binding = binding});
  }
  return parts;
}

bool has_effect(const Operation& op) {
  return op.accepted && op.outcome != Outcome::fail && !is_read(op.function);
}

// The history in which those of the parts that need not have an effect had one, or had none, as
// the bits of `took_effect` say.
History bound(const History& history, const std::vector<Part>& parts, std::uint32_t took_effect) {
  History binding = history;
  binding.operations.clear();
  for (const Part& part : parts) {
    Operation op = history.operations[part.operation];
    const bool took = has_effect(op) && (took_effect >> part.operation & 1U) != 0;
    if (part.binding != Binding::full && !took) continue;
    if (part.binding == Binding::any_time) {
      op.called = INT64_MIN;
      op.returned = history::kNotReturned;
      op.outcome = Outcome::unknown;
    }
    binding.operations.push_back(std::move(op));
  }
  return binding;
}

bool some_order_exists(const RandomHistory& made, const std::vector<Part>& parts) {
  const std::uint32_t subsets = 1U << parts.size();
  for (std::uint32_t took_effect = 0; took_effect < subsets; ++took_effect) {
    const History binding = bound(made.history, parts, took_effect);
    if (linearizable_brute_force(binding, made.options)) return true;
  }
  return false;
}

std::string parts_text(const std::vector<Part>& parts) {
  std::string text = "bindings:";
  for (const Part& part : parts) text += " " + std::to_string(static_cast<int>(part.binding));
  return text;
}

void compare_parts(std::uint64_t count, const Shape& shape, const std::string& test) {
  for (const std::string_view name : history::object_type_names()) {
    int violated = 0;
    for_seeds(1, count, [&](std::uint64_t seed) {
      const auto made = random_history(seed, *history::find_object_type(name), shape);
      Rng rng(seed, 99);
      const std::vector<Part> parts = random_parts(rng, made.history);
      const auto problem = check::make_problem(made.history, made.options, parts);
      const Answer answer = check::search(problem, kStepsMax).answer;
      INFO(replay_text(made, seed, test) << parts_text(parts));
      CHECK(answer == (some_order_exists(made, parts) ? Answer::holds : Answer::violated));
      if (answer == Answer::violated) ++violated;
    });
    INFO(name << ": " << violated << " are violated");
    if (seed_to_replay() == 0) CHECK(violated * 100 > static_cast<int>(count));
  }
}

constexpr Shape kShape{
    .operations_max = 8, .processes_max = 5, .keys_max = 1, .values_max = 2, .unknown = {1, 8}};

}  // namespace

TEST_CASE("the search agrees with its twin on freed operations") {
  compare_parts(300, kShape, "the search agrees with its twin on freed operations");
}

TEST_CASE("the search agrees with its twin on many freed operations", "[full]") {
  compare_parts(20'000, kShape, "the search agrees with its twin on many freed operations");
}

}  // namespace caplab::test
