// Causal consistency, causal convergence, causal memory and PRAM: against their twin on random
// histories, and against the verdicts of an exhaustive search on 1,209 known ones.
#include "engine/check/causal.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <string>

#include "engine/check/accesses.h"
#include "engine/check/causal_convergence.h"
#include "engine/check/causal_memory.h"
#include "engine/check/models.h"
#include "engine/check/pram.h"
#include "engine/check/sequential.h"
#include "tests/unit/causal_brute_force.h"
#include "tests/unit/known_histories.h"
#include "tests/unit/random_history.h"

namespace caplab::test {
namespace {

using check::Answer;
using check::Options;
using check::Verdict;
using history::History;
using history::ObjectType;

struct Pair {
  Clockless twin;
  const char* model;
  const char* column;  // of the files with known verdicts
  Verdict (*check)(const History&, const Options&);
};

constexpr std::array kPairs{
    Pair{Clockless::causal, "causal", "CC", check::check_causal},
    Pair{Clockless::causal_convergence, "causal-convergence", "CCv",
         check::check_causal_convergence},
    Pair{Clockless::causal_memory, "causal-memory", "CM", check::check_causal_memory},
    Pair{Clockless::pram, "pram", "PRAM", check::check_pram},
    Pair{Clockless::sequential, "sequential", "SC", check::check_sequential},
};

void compare_with_twin(const Pair& pair, const RandomHistory& made, std::uint64_t seed,
                       std::map<Answer, int>& tally) {
  const check::Model& model = *check::find_model(pair.model);
  if (!check::is_defined(model, made.options.object)) return;
  const Verdict verdict = pair.check(made.history, made.options);
  INFO(replay_text(made, seed, "causal models agree with their twin on random histories"));
  INFO(pair.column);
  const bool holds = brute_force(pair.twin, made.history, made.options);
  CHECK(verdict.answer == (holds ? Answer::holds : Answer::violated));
  ++tally[verdict.answer];
}

void compare_many(const Pair& pair, ObjectType object, std::uint64_t count, const Shape& shape) {
  std::map<Answer, int> tally;
  for_seeds(1, count, [&](std::uint64_t seed) {
    compare_with_twin(pair, random_history(seed, object, shape), seed, tally);
  });
  INFO(pair.model << ", " << name_of(object) << ": " << tally[Answer::holds] << " hold, "
                  << tally[Answer::violated] << " are violated");
  if (seed_to_replay() != 0) return;
  // Neither answer is rare: a checker that always says the same would be found out.
  CHECK(tally[Answer::holds] * 20 > tally[Answer::violated]);
  CHECK(tally[Answer::violated] * 20 > tally[Answer::holds]);
}

void compare_many(std::uint64_t count, const Shape& shape) {
  for (const Pair& pair : kPairs) {
    for (const ObjectType object : check::find_model(pair.model)->objects) {
      compare_many(pair, object, count, shape);
    }
  }
}

}  // namespace

TEST_CASE("causal models agree with their twin on random histories") {
  compare_many(500, {.operations_max = 5});
  compare_many(100, {.operations_max = 6});
}

TEST_CASE("causal models agree with their twin on very many random histories", "[full]") {
  compare_many(8000, {.operations_max = 5});
  compare_many(500, {.operations_max = 7});
}

TEST_CASE("causal models agree with the verdicts of an exhaustive search") {
  for (const char* file : {"random", "mutants"}) {
    const std::vector<KnownHistory> known = known_histories(file);
    CHECK(known.size() == (file == std::string("random") ? 701 : 508));
    for (const KnownHistory& entry : known) {
      for (const Pair& pair : kPairs) {
        Options options;
        options.initial = 0;
        const Verdict verdict = pair.check(entry.history, options);
        INFO(entry.id << " " << pair.column);
        CHECK((verdict.answer == Answer::holds) == entry.verdicts.at(pair.column));
      }
    }
  }
}

}  // namespace caplab::test
