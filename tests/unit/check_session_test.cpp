// The four session guarantees, in both readings: against their twins on random histories, on pairs
// of files, and in what they say.
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <string>
#include <vector>

#include "engine/check/models.h"
#include "tests/unit/history_files.h"
#include "tests/unit/random_history.h"
#include "tests/unit/session_brute_force.h"
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
using history::ObjectType;
using history::Operation;

struct Pair {
  Session twin;
  const char* model;
};

constexpr std::array kPairs{
    Pair{Session::read_your_writes, "read-your-writes"},
    Pair{Session::monotonic_reads, "monotonic-reads"},
    Pair{Session::monotonic_writes, "monotonic-writes"},
    Pair{Session::writes_follow_reads, "writes-follow-reads"},
};

using Tally = std::map<Answer, int>;

history::Value found_by(const Operation& op) {
  return op.function == history::Function::cas ? op.argument : op.result;
}

history::Value written_by(const Operation& op) {
  return op.function == history::Function::cas ? op.argument2 : op.argument;
}

std::size_t place_of(const Options& options, std::size_t operation) {
  for (const std::vector<std::uint32_t>& versions : options.version_order) {
    const auto at = std::find(versions.begin(), versions.end(), operation);
    if (at != versions.end()) return static_cast<std::size_t>(at - versions.begin());
  }
  return SIZE_MAX;
}

// Who avoided a value, as a refused compare-and-set does, found any other one.
bool may_have_found(const Operation& op, history::Value value) {
  const bool refused = !op.accepted || op.outcome == history::Outcome::fail;
  return (found_by(op) == value) != (op.function == history::Function::cas && refused);
}

// Whether a link says what the history says, of registers.
bool is_true(const Link& link, const RandomHistory& made) {
  const std::vector<Operation>& all = made.history.operations;
  const Operation& after = all[link.after];
  if (link.because == Because::start) return link.before == check::kNoOperation;
  const Operation& before = all[link.before];
  switch (link.because) {
    case Because::process: return before.process == after.process && link.before < link.after;
    case Because::read: return before.key == after.key && may_have_found(after, written_by(before));
    case Because::replaced:
      return before.key == after.key && may_have_found(all[link.via], written_by(after));
    case Because::order:
      return before.key == after.key &&
             place_of(made.options, link.before) < place_of(made.options, link.after);
    case Because::start:
    case Because::time:
    case Because::unseen: break;
  }
  return false;
}

// The chain of a reason is one: each link begins where the one before it ended. Where one read fits
// no order, each link concerns that read instead.
void check_reason(const Verdict& verdict, const RandomHistory& made) {
  CHECK_FALSE(verdict.why.empty());
  CHECK_FALSE(verdict.operations.empty());
  CHECK(std::is_sorted(verdict.operations.begin(), verdict.operations.end()));
  CHECK(verdict.operations.back() < made.history.operations.size());
  const std::vector<Link>& chain = verdict.reason.chain;
  for (const Link& link : chain) CHECK(is_true(link, made));
  const bool fits_no_order = verdict.reason.contradiction == Contradiction::unfitting;
  for (std::size_t i = 1; i < chain.size() && !fits_no_order; ++i) {
    CHECK(chain[i - 1].after == chain[i].before);
  }
  if (verdict.reason.contradiction == Contradiction::cycle) {
    CHECK(chain.front().before == chain.back().after);
  }
  if (verdict.reason.contradiction == Contradiction::outdated) {
    CHECK(chain.front().after == verdict.reason.newer);
    CHECK(chain.back().after == verdict.reason.read);
  }
}

// What the evidence of a search leaves out is not needed: alone it is violated, too. (That of
// registers objects to the last of several ways in which reads may have come by their values.)
void check_evidence(const Pair& pair, const RandomHistory& made, const Verdict& verdict) {
  const bool searched = verdict.reason.contradiction == Contradiction::none ||
                        verdict.reason.contradiction == Contradiction::unfitting;
  if (!searched || !made.options.version_order.empty()) return;
  History evidence = made.history;
  evidence.operations.clear();
  for (const std::size_t operation : verdict.operations) {
    evidence.operations.push_back(made.history.operations[operation]);
  }
  CHECK_FALSE(brute_force(pair.twin, evidence, made.options));
}

void compare(const Pair& pair, const RandomHistory& made, bool holds, std::uint64_t seed,
             Tally& tally) {
  const Verdict verdict = check::find_model(pair.model)->check(made.history, made.options);
  INFO(replay_text(made, seed, "session guarantees agree with their twin on random histories"));
  INFO(pair.model << (made.options.version_order.empty() ? "" : ", order known") << ": "
                  << verdict.why);
  CHECK(verdict.answer == (holds ? Answer::holds : Answer::violated));
  ++tally[verdict.answer];
  if (verdict.answer != Answer::violated) return;
  check_reason(verdict, made);
  check_evidence(pair, made, verdict);
}

// Of four guarantees alone hardly a history breaks monotonic writes; but none never.
void check_tally(const std::string& what, const Tally& tally, int violated_least) {
  INFO(what);
  if (seed_to_replay() != 0) return;
  CHECK(tally.at(Answer::holds) > violated_least);
  CHECK((tally.contains(Answer::violated) ? tally.at(Answer::violated) : 0) >= violated_least);
}

void compare_in_any_order(std::uint64_t count, const Shape& shape, int violated_least) {
  for (const Pair& pair : kPairs) {
    for (const ObjectType object : check::find_model(pair.model)->objects) {
      Tally tally;
      for_seeds(1, count, [&](std::uint64_t seed) {
        const RandomHistory made = random_history(seed, object, shape);
        compare(pair, made, brute_force(pair.twin, made.history, made.options), seed, tally);
      });
      check_tally(std::string(pair.model) + ", " + std::string(name_of(object)), tally,
                  violated_least);
    }
  }
}

// Registers have floors; for other objects it is the definition with one order only.
void compare_in_known_order(std::uint64_t count, const Shape& shape, int violated_least) {
  for (const Pair& pair : kPairs) {
    for (const ObjectType object :
         {ObjectType::reg, ObjectType::counter, ObjectType::set, ObjectType::log}) {
      Tally tally;
      for_seeds(1, count, [&](std::uint64_t seed) {
        RandomHistory made = random_history(seed, object, shape);
        made.options.version_order = random_version_order(made.history, seed);
        const auto twin = object == ObjectType::reg ? floors_hold : brute_force;
        compare(pair, made, twin(pair.twin, made.history, made.options), seed, tally);
      });
      check_tally(std::string(pair.model) + ", order known, " + std::string(name_of(object)), tally,
                  violated_least);
    }
  }
}

const Shape kTold{.operations_max = 6, .values_max = 9, .unknown = {1, 12}};

}  // namespace

TEST_CASE("session guarantees agree with their twin on random histories") {
  compare_in_any_order(400, {.operations_max = 5, .processes_max = 3}, 1);
  compare_in_known_order(1000, {.operations_max = 6, .processes_max = 3}, 10);
}

TEST_CASE("session guarantees agree with their twin on very many random histories", "[full]") {
  compare_in_any_order(6000, {.operations_max = 5, .processes_max = 3}, 10);
  compare_in_any_order(400, {.operations_max = 7, .processes_max = 3}, 1);
  compare_in_known_order(10000, {.operations_max = 7, .processes_max = 3}, 100);
  compare_in_known_order(10000, kTold, 100);
}

// --- pairs of files ---

namespace {

struct FilePair {
  std::string name;
  const char* model;
  ObjectType object = ObjectType::reg;
  history::Value initial = history::kNoValue;
};

const std::vector<FilePair> kFiles{
    {"read_your_writes_two_orders", "read-your-writes"},
    {"read_your_writes_start", "read-your-writes", ObjectType::reg, 0},
    {"read_your_writes_log", "read-your-writes", ObjectType::log},
    {"monotonic_reads_back_and_forth", "monotonic-reads"},
    {"monotonic_reads_counter", "monotonic-reads", ObjectType::counter},
    {"monotonic_reads_set", "monotonic-reads", ObjectType::set},
    {"monotonic_writes_cas", "monotonic-writes"},
    {"monotonic_writes_log", "monotonic-writes", ObjectType::log},
    {"writes_follow_reads_circle", "writes-follow-reads"},
    {"writes_follow_reads_log", "writes-follow-reads", ObjectType::log},
};

bool twin_holds(const FilePair& pair, const History& history, const Options& options) {
  const auto at = std::find_if(kPairs.begin(), kPairs.end(), [&](const Pair& entry) {
    return std::string(entry.model) == pair.model;
  });
  REQUIRE(at != kPairs.end());
  return brute_force(at->twin, history, options);
}

void check_file(const FilePair& pair, const std::string& end, Answer expected) {
  const History history = history_of_file(pair.name + end, pair.object);
  Options options;
  options.object = pair.object;
  options.initial = pair.initial;
  const Verdict verdict = check::find_model(pair.model)->check(history, options);
  INFO(pair.name << end << ": " << verdict.why);
  CHECK(verdict.answer == expected);
  CHECK(twin_holds(pair, history, options) == (expected == Answer::holds));
}

}  // namespace

TEST_CASE("session guarantees accept and reject each pair of files") {
  for (const FilePair& pair : kFiles) {
    check_file(pair, "_ok.jsonl", Answer::holds);
    check_file(pair, "_bad.jsonl", Answer::violated);
  }
}

// --- what they say ---

namespace {

Operation write(std::int64_t process, std::int32_t key, history::Value value) {
  Operation op;
  op.process = process;
  op.key = key;
  op.function = history::Function::write;
  op.argument = value;
  op.returned = 0;
  op.outcome = history::Outcome::ok;
  return op;
}

Operation read(std::int64_t process, std::int32_t key, history::Value value) {
  Operation op = write(process, key, history::kNoValue);
  op.function = history::Function::read;
  op.result = value;
  return op;
}

Verdict verdict_on(const char* model, std::vector<Operation> operations,
                   const Options& options = {}) {
  History history;
  history.operations = std::move(operations);
  history.key_names = {{"x", true}, {"y", true}};
  for (std::size_t i = 0; i < history.operations.size(); ++i) {
    history.operations[i].called = history.operations[i].returned = static_cast<std::int64_t>(i);
  }
  return check::find_model(model)->check(history, options);
}

constexpr std::size_t kNone = check::kNoOperation;

Options with_order(std::vector<std::vector<std::uint32_t>> order) {
  Options options;
  options.version_order = std::move(order);
  return options;
}

}  // namespace

TEST_CASE("who finds the start after its own write is told by both") {
  const Verdict verdict =
      verdict_on("read-your-writes", {write(0, 0, 1), read(0, 0, history::kNoValue)});
  CHECK(verdict.operations == std::vector<std::size_t>{0, 1});
  CHECK(verdict.reason.contradiction == Contradiction::outdated);
  CHECK(verdict.reason.chain ==
        std::vector<Link>{{kNone, 0, Because::start, kNone}, {0, 1, Because::process, kNone}});
  CHECK(
      verdict.why ==
      "Process 0 read null from x, although process 0's write of 1 to x had already replaced that, "
      "in whatever order the versions came.");
}

TEST_CASE("two versions that each come before the other are told by the reads that say so") {
  const Verdict verdict =
      verdict_on("monotonic-reads",
                 {write(0, 0, 1), write(1, 0, 2), read(2, 0, 1), read(2, 0, 2), read(2, 0, 1)});
  CHECK(verdict.operations == std::vector<std::size_t>{0, 1, 2, 3, 4});
  CHECK(verdict.reason.contradiction == Contradiction::cycle);
  CHECK(verdict.reason.chain ==
        std::vector<Link>{{0, 1, Because::replaced, 3}, {1, 0, Because::replaced, 4}});
}

TEST_CASE("writes that follow what was read in a circle are told over all keys") {
  const Verdict verdict = verdict_on(
      "writes-follow-reads", {read(0, 1, 1), write(0, 0, 1), read(1, 0, 1), write(1, 1, 1)});
  CHECK(verdict.reason.chain == std::vector<Link>{{1, 2, Because::read, kNone},
                                                  {2, 3, Because::process, kNone},
                                                  {3, 0, Because::read, kNone},
                                                  {0, 1, Because::process, kNone}});
}

TEST_CASE("where the order is known a read below its floor is told with what raised the floor") {
  const std::vector<Operation> operations{write(0, 0, 1), write(0, 1, 2), read(1, 1, 2),
                                          read(1, 0, history::kNoValue)};
  const Options options = with_order({{0}, {1}});
  const Verdict verdict = verdict_on("monotonic-writes", operations, options);
  CHECK(verdict.answer == Answer::violated);
  CHECK(verdict.reason.read == 3);
  CHECK(verdict.reason.newer == 0);
  CHECK(verdict.reason.chain == std::vector<Link>{{kNone, 0, Because::start, kNone},
                                                  {0, 1, Because::process, kNone},
                                                  {1, 2, Because::read, kNone},
                                                  {2, 3, Because::process, kNone}});
  CHECK(verdict.why.ends_with(", by the order the system gave the versions."));
  for (const char* model : {"read-your-writes", "monotonic-reads", "writes-follow-reads"}) {
    CHECK(verdict_on(model, operations, options).answer == Answer::holds);
  }
  // Clients alone cannot tell.
  const Verdict in_any_order = verdict_on("monotonic-writes", operations);
  CHECK(in_any_order.answer == Answer::holds);
  CHECK(in_any_order.why ==
        "Nothing that was found contradicts the order of any process's writes, which is rarely "
        "visible alone, in whatever order the versions came.");
}

TEST_CASE("what had led to a write over several processes is seen with it") {
  const std::vector<Operation> operations{write(0, 0, 1),
                                          read(1, 0, 1),
                                          write(1, 1, 2),
                                          read(2, 1, 2),
                                          write(2, 1, 3),
                                          read(3, 1, 3),
                                          read(3, 0, history::kNoValue)};
  const Verdict verdict = verdict_on("writes-follow-reads", operations, with_order({{0}, {2, 4}}));
  CHECK(verdict.answer == Answer::violated);
  CHECK(verdict.operations == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6});
  CHECK(verdict.reason.chain.size() == 7);
}

TEST_CASE("a system that had one process's writes in another order broke monotonic writes") {
  const std::vector<Operation> operations{write(0, 0, 1), write(0, 0, 2)};
  const Verdict verdict = verdict_on("monotonic-writes", operations, with_order({{1, 0}}));
  CHECK(verdict.reason.chain ==
        std::vector<Link>{{1, 0, Because::order, kNone}, {0, 1, Because::process, kNone}});
}

TEST_CASE("a search without a budget is undecided, and says how far it came") {
  Options options;
  options.object = ObjectType::log;
  options.steps_max = 1;
  std::vector<Operation> operations;
  for (std::int64_t i = 0; i < 3; ++i) {
    operations.push_back(write(i, 0, i));
    operations.back().function = history::Function::append;
  }
  operations.push_back(read(3, 0, history::kNoValue));
  operations.back().results = std::vector<history::Value>{2, 1};
  const Verdict verdict = verdict_on("monotonic-reads", operations, options);
  CHECK(verdict.answer == Answer::undecided);
  CHECK(verdict.why ==
        "No answer within 1 steps; at best 1 of 3 updates were put in an order; a larger budget "
        "may find one.");
}

TEST_CASE("long histories have their session guarantees decided") {
  for (const bool stale : {false, true}) {
    std::vector<Operation> operations;
    for (std::int64_t i = 0; i < 5000; ++i) {
      operations.push_back(write(i % 5, static_cast<std::int32_t>(i % 2), i));
      const bool old = stale && i == 4000;
      const auto of = [&](std::int64_t value) { return value < 0 ? history::kNoValue : value; };
      operations.push_back(read(i % 5, static_cast<std::int32_t>(i % 2), of(old ? i - 1000 : i)));
    }
    for (const Pair& pair : kPairs) {
      const bool broken = stale && (pair.twin == Session::monotonic_reads ||
                                    pair.twin == Session::read_your_writes);
      const Verdict verdict = verdict_on(pair.model, operations);
      INFO(pair.model << " " << verdict.why);
      CHECK(verdict.answer == (broken ? Answer::violated : Answer::holds));
    }
  }
}

TEST_CASE("a read of a long history that misses its own update is found, whatever the type") {
  for (const ObjectType object : {ObjectType::log, ObjectType::counter, ObjectType::set}) {
    Options options;
    options.object = object;
    std::vector<Operation> operations;
    std::vector<history::Value> shown;
    for (std::int64_t i = 1; i <= 60; ++i) {
      operations.push_back(write(i % 4, 0, i));
      const bool log = object == ObjectType::log;
      operations.back().function = log ? history::Function::append : history::Function::add;
      if (i != 30) shown.push_back(i);
      operations.push_back(read(i % 4, 0, i < 4 ? i * (i + 1) / 2 : 3));
      if (object != ObjectType::counter) operations.back().results = shown;
    }
    const Verdict verdict = verdict_on("read-your-writes", operations, options);
    INFO(name_of(object) << " " << verdict.why << " " << verdict.work);
    CHECK(verdict.answer == Answer::violated);
    CHECK(verdict.operations.size() <= 61);
  }
}

TEST_CASE("a long history of which one process sees less than before is found out") {
  for (const ObjectType object : {ObjectType::log, ObjectType::set}) {
    Options options;
    options.object = object;
    std::vector<Operation> operations;
    std::vector<history::Value> shown;
    for (std::int64_t i = 1; i <= 60; ++i) {
      operations.push_back(write(i % 4, 0, i));
      const bool log = object == ObjectType::log;
      operations.back().function = log ? history::Function::append : history::Function::add;
      shown.push_back(i);
      for (const std::int64_t process : {i % 4, std::int64_t{4}}) {
        operations.push_back(read(process, 0, 0));
        operations.back().results = shown;
        if (process == 4 && i == 50) operations.back().results->pop_back();
        if (process == 4 && i == 50) operations.back().results->pop_back();
      }
    }
    const Verdict verdict = verdict_on("monotonic-reads", operations, options);
    INFO(name_of(object) << " " << verdict.why << " " << verdict.work);
    CHECK(verdict.answer == Answer::violated);
    CHECK(verdict.operations.size() <= 120);
  }
}

TEST_CASE("logs, sets and counters of some length have their session guarantees decided") {
  for (const ObjectType object : {ObjectType::log, ObjectType::counter, ObjectType::set}) {
    Options options;
    options.object = object;
    std::vector<Operation> operations;
    std::vector<history::Value> shown;
    for (std::int64_t i = 1; i <= 100; ++i) {
      operations.push_back(write(i % 4, 0, i));
      const bool log = object == ObjectType::log;
      operations.back().function = log ? history::Function::append : history::Function::add;
      shown.push_back(i);
      operations.push_back(read(i % 4, 0, i * (i + 1) / 2));
      if (object != ObjectType::counter) operations.back().results = shown;
    }
    for (const Pair& pair : kPairs) {
      const Verdict verdict = verdict_on(pair.model, operations, options);
      INFO(pair.model << " " << name_of(object) << " " << verdict.why << " " << verdict.work);
      CHECK(verdict.answer == Answer::holds);
    }
  }
}

}  // namespace caplab::test
