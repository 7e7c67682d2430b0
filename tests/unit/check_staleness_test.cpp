// Bounded staleness and convergence at rest: against their twins on random histories, and in what
// they say.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <string>
#include <vector>

#include "engine/base/rng.h"
#include "engine/check/bounded_staleness.h"
#include "engine/check/converged.h"
#include "engine/check/models.h"
#include "tests/unit/history_files.h"
#include "tests/unit/random_history.h"
#include "tests/unit/staleness_brute_force.h"
#include "tests/unit/version_orders.h"

namespace caplab::test {
namespace {

using check::Answer;
using check::Because;
using check::Contradiction;
using check::Link;
using check::Options;
using check::Verdict;
using history::History;
using history::kNoValue;
using history::ObjectType;
using history::Operation;
using history::Outcome;
using history::Value;

using Tally = std::map<Answer, int>;

void choose_bounds(std::uint64_t seed, Options& options) {
  Rng rng(seed, 78);
  const std::uint64_t which = rng.below(3);
  if (which != 0) options.versions_max = rng.between(0, 2);
  if (which != 1) options.staleness_max = rng.between(0, 3) * 3;
}

using Check = Verdict (*)(const History&, const Options&);
using Twin = bool (*)(const History&, const Options&);

void compare(Check check, Twin twin, const RandomHistory& made, std::uint64_t seed, Tally& tally) {
  const Verdict verdict = check(made.history, made.options);
  INFO(replay_text(made, seed, "bounded staleness agrees with its twin on random histories"));
  INFO("versions " << made.options.versions_max.value_or(-1) << ", microseconds "
                   << made.options.staleness_max.value_or(-1) << ": " << verdict.why);
  const bool holds = twin(made.history, made.options);
  CHECK(verdict.answer == (holds ? Answer::holds : Answer::violated));
  CHECK_FALSE(verdict.why.empty());
  ++tally[verdict.answer];
  if (verdict.answer == Answer::violated) CHECK_FALSE(verdict.operations.empty());
}

void check_tally(const std::string& what, const Tally& tally, int factor) {
  INFO(what);
  if (seed_to_replay() != 0) return;
  CHECK(tally.at(Answer::holds) * factor > tally.at(Answer::violated));
  CHECK(tally.at(Answer::violated) * factor > tally.at(Answer::holds));
}

void compare_staleness(std::uint64_t count, const Shape& shape, bool order_is_known) {
  for (const ObjectType object : check::find_model("bounded-staleness")->objects) {
    Tally tally;
    for_seeds(1, count, [&](std::uint64_t seed) {
      RandomHistory made = random_history(seed, object, shape);
      choose_bounds(seed, made.options);
      if (order_is_known) {
        made.options.version_order = random_version_order(made.history, seed);
      }
      compare(check::check_bounded_staleness, bounded_staleness_brute_force, made, seed, tally);
    });
    check_tally(std::string(name_of(object)) + (order_is_known ? ", order known" : ""), tally, 30);
  }
}

// Few updates and many reads, so that something is read after all of them.
void compare_converged(std::uint64_t count, const Shape& shape) {
  for (const ObjectType object : check::find_model("converged")->objects) {
    Tally tally;
    for_seeds(1, count, [&](std::uint64_t seed) {
      RandomHistory made = random_history(seed, object, shape);
      compare(check::check_converged, converged_brute_force, made, seed, tally);
    });
    check_tally(std::string(name_of(object)) + ", converged", tally, 40);
  }
}

const Shape kCertain{.operations_max = 7, .processes_max = 5, .unknown = {1, 30}};

}  // namespace

TEST_CASE("bounded staleness agrees with its twin on random histories") {
  compare_staleness(500, {.operations_max = 6}, false);
  compare_staleness(500, {.operations_max = 6}, true);
  compare_staleness(300, {.operations_max = 7, .processes_max = 6, .keys_max = 1}, false);
}

TEST_CASE("bounded staleness agrees with its twin on very many random histories", "[full]") {
  compare_staleness(5000, {.operations_max = 7}, false);
  compare_staleness(5000, {.operations_max = 7}, true);
  compare_staleness(1000, {.operations_max = 9, .processes_max = 6, .keys_max = 1}, false);
}

TEST_CASE("converged agrees with its twin on random histories") {
  compare_converged(1000, kCertain);
}

TEST_CASE("converged agrees with its twin on very many random histories", "[full]") {
  compare_converged(10000, kCertain);
}

// --- what it says ---

namespace {

Operation write(std::int64_t process, std::int64_t called, std::int64_t returned, Value value) {
  Operation op;
  op.process = process;
  op.function = history::Function::write;
  op.argument = value;
  op.called = called;
  op.returned = returned;
  op.outcome = Outcome::ok;
  return op;
}

Operation read(std::int64_t process, std::int64_t called, std::int64_t returned, Value value) {
  Operation op = write(process, called, returned, kNoValue);
  op.function = history::Function::read;
  op.result = value;
  return op;
}

Verdict staleness_of(std::vector<Operation> operations, Options options) {
  History history;
  history.operations = std::move(operations);
  return check::check_bounded_staleness(history, options);
}

Verdict converged_of(std::vector<Operation> operations, Options options = {}) {
  History history;
  history.operations = std::move(operations);
  return check::check_converged(history, options);
}

}  // namespace

TEST_CASE("a read may be as many versions old as the bound says, and no more") {
  const std::vector<Operation> operations{write(0, 0, 10, 1), write(0, 20, 30, 2),
                                          write(0, 40, 50, 3), read(1, 60, 70, 1)};
  Options options;
  options.versions_max = 2;
  CHECK(staleness_of(operations, options).answer == Answer::holds);
  options.versions_max = 1;
  const Verdict verdict = staleness_of(operations, options);
  CHECK(verdict.answer == Answer::violated);
  CHECK(verdict.operations == std::vector<std::size_t>{0, 1, 2, 3});
  CHECK(verdict.reason.contradiction == Contradiction::outdated);
  CHECK(verdict.reason.newer == 1);
  CHECK(verdict.reason.chain == std::vector<Link>{{0, 1, Because::time, check::kNoOperation},
                                                  {1, 3, Because::time, check::kNoOperation}});
  CHECK(verdict.why ==
        "\"read -> 1\" of process 1 found a version too old: 2 newer had been acknowledged before "
        "it was called, the oldest 30 microseconds before; at most 1 version allowed, in "
        "whatever order that respects time the versions came.");
}

TEST_CASE("a read may be as many microseconds old as the bound says, and no more") {
  const std::vector<Operation> operations{write(0, 0, 10, 1), write(0, 20, 30, 2),
                                          write(0, 40, 50, 3), read(1, 60, 70, 1)};
  Options options;
  options.staleness_max = 30;
  CHECK(staleness_of(operations, options).answer == Answer::holds);
  options.staleness_max = 29;
  CHECK(staleness_of(operations, options).answer == Answer::violated);
  options.versions_max = 7;
  CHECK(staleness_of(operations, options).answer == Answer::violated);
}

TEST_CASE("what a system is known to have had in another order than time's is counted by it") {
  const std::vector<Operation> operations{write(0, 0, 10, 1), write(1, 20, 30, 2),
                                          read(2, 40, 50, 1)};
  Options options;
  options.versions_max = 0;
  CHECK(staleness_of(operations, options).answer == Answer::violated);
  options.version_order = {{1, 0}};
  CHECK(staleness_of(operations, options).answer == Answer::holds);
  options.version_order = {{0, 1}};
  CHECK(staleness_of(operations, options).answer == Answer::violated);
}

TEST_CASE("a read must not find what was written only after it had returned") {
  Options options;
  options.versions_max = 9;
  const Verdict verdict = staleness_of({read(1, 0, 10, 1), write(0, 20, 30, 1)}, options);
  CHECK(verdict.answer == Answer::violated);
  CHECK(verdict.operations == std::vector<std::size_t>{0, 1});
}

TEST_CASE("to put the earliest acknowledged version first is not always right") {
  // Both writes are concurrent. Whoever read 1 at the end needs 1 to be the newer one, though it
  // was called and acknowledged first.
  Options options;
  options.versions_max = 0;
  const std::vector<Operation> operations{write(0, 0, 20, 1), write(1, 5, 25, 2),
                                          read(2, 30, 40, 1), read(3, 30, 40, 1)};
  CHECK(staleness_of(operations, options).answer == Answer::holds);
  std::vector<Operation> both = operations;
  both.push_back(read(4, 30, 40, 2));
  CHECK(staleness_of(both, options).answer == Answer::violated);
  options.versions_max = 1;
  CHECK(staleness_of(both, options).answer == Answer::holds);
}

TEST_CASE("bounded staleness without a budget is undecided, and says how far it came") {
  Options options;
  options.versions_max = 0;
  options.steps_max = 3;
  const Verdict verdict = staleness_of(
      {write(0, 0, 90, 1), write(1, 0, 90, 2), write(2, 0, 90, 3), read(3, 100, 110, 1)}, options);
  CHECK(verdict.answer == Answer::undecided);
  CHECK(verdict.why ==
        "No answer within 3 steps; at best 0 of 3 updates were put in an order; a larger budget "
        "may find one.");
}

TEST_CASE("long histories have their staleness decided") {
  std::vector<Operation> operations;
  for (std::int64_t i = 0; i < 3000; ++i) {
    operations.push_back(write(i % 5, i * 10, i * 10 + 25, i));
    operations.push_back(read(5 + i % 5, i * 10 + 3, i * 10 + 28, i < 9 ? i : i - 8));
  }
  Options options;
  options.versions_max = 5;
  CHECK(staleness_of(operations, options).answer == Answer::holds);
  options.versions_max = 2;
  CHECK(staleness_of(operations, options).answer == Answer::violated);
}

TEST_CASE("converged asks the last reads after the last update") {
  const std::vector<Operation> operations{write(0, 0, 10, 1), write(1, 5, 15, 2),
                                          read(0, 16, 20, 1), read(0, 30, 40, 2),
                                          read(1, 30, 40, 2)};
  CHECK(converged_of(operations).why ==
        "After the last update all read the same, and what the updates left (1 key).");
  std::vector<Operation> apart = operations;
  apart.push_back(read(2, 30, 40, 1));
  const Verdict verdict = converged_of(apart);
  CHECK(verdict.answer == Answer::violated);
  CHECK(verdict.operations == std::vector<std::size_t>{3, 5});
  CHECK(verdict.why ==
        "After all updates had returned, \"read -> 2\" of process 0 and \"read -> 1\" of process 2 "
        "differ.");
}

TEST_CASE("converged asks that the last value be one that the updates left") {
  const Verdict verdict =
      converged_of({write(0, 0, 10, 1), write(1, 20, 30, 2), read(0, 40, 50, 1)});
  CHECK(verdict.answer == Answer::violated);
  CHECK(verdict.operations == std::vector<std::size_t>{0, 1, 2});
  CHECK(verdict.why == "\"read -> 1\" of process 0 shows what no order of the updates leaves.");
}

TEST_CASE("converged says what it did not judge") {
  CHECK(converged_of({write(0, 0, 10, 1), read(1, 10, 20, 7)}).why ==
        "Nothing was judged; of 1 key nothing was read after the last update.");
  Operation unknown = write(0, 0, history::kNotReturned, 1);
  unknown.outcome = Outcome::unknown;
  const Verdict verdict = converged_of({unknown, read(1, 10, 20, 7), read(2, 10, 20, 8)});
  CHECK(verdict.answer == Answer::holds);
  CHECK(verdict.why ==
        "Nothing was judged; 1 key not judged, since an update's outcome is unknown.");
}

// --- pairs of files ---

namespace {

struct FilePair {
  std::string name;
  Check check;
  Twin twin;
  ObjectType object = ObjectType::reg;
};

const std::vector<FilePair> kFiles{
    {"bounded_staleness_one_version", check::check_bounded_staleness,
     bounded_staleness_brute_force},
    {"bounded_staleness_log", check::check_bounded_staleness, bounded_staleness_brute_force,
     ObjectType::log},
    {"converged_apart", check::check_converged, converged_brute_force},
    {"converged_sum", check::check_converged, converged_brute_force, ObjectType::counter},
    {"converged_log", check::check_converged, converged_brute_force, ObjectType::log},
};

void check_file(const FilePair& pair, const std::string& end, Answer expected) {
  const History history = history_of_file(pair.name + end, pair.object);
  Options options;
  options.object = pair.object;
  options.versions_max = 1;
  const Verdict verdict = pair.check(history, options);
  INFO(pair.name << end << ": " << verdict.why);
  CHECK(verdict.answer == expected);
  CHECK(pair.twin(history, options) == (expected == Answer::holds));
}

}  // namespace

TEST_CASE("bounded staleness and convergence accept and reject each pair of files") {
  for (const FilePair& pair : kFiles) {
    check_file(pair, "_ok.jsonl", Answer::holds);
    check_file(pair, "_bad.jsonl", Answer::violated);
  }
}

}  // namespace caplab::test
