// The linearizability checker against its brute-force twin, on random histories and on every pair
// of files.
#include "engine/check/linearizable.h"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/history/reader.h"
#include "engine/history/writer.h"
#include "tests/unit/known_histories.h"
#include "tests/unit/linearizable_brute_force.h"
#include "tests/unit/random_history.h"

namespace caplab::test {
namespace {

using check::Answer;
using check::FailedCas;
using check::NullRead;
using check::Options;
using check::Verdict;
using history::History;
using history::ObjectType;
using history::Operation;
using history::Outcome;

// --- evidence ---

bool is_evidence(const Verdict& verdict, std::size_t operation) {
  return std::find(verdict.operations.begin(), verdict.operations.end(), operation) !=
         verdict.operations.end();
}

// Only the evidence binds: every other operation may have had no effect. An effect comes between
// call and return, which the twin can only be told by trying all subsets of those operations.
History with_only(const History& history, const std::vector<std::size_t>& kept,
                  std::uint32_t took_effect) {
  History binding = history;
  binding.operations.clear();
  for (std::size_t i = 0; i < history.operations.size(); ++i) {
    Operation op = history.operations[i];
    const bool binds = std::find(kept.begin(), kept.end(), i) != kept.end();
    const bool has_effect = op.accepted && op.outcome != Outcome::fail && !is_read(op.function);
    const bool took = (took_effect >> i & 1U) != 0;
    if (binds || (has_effect && took)) binding.operations.push_back(std::move(op));
  }
  return binding;
}

bool proves(const History& history, const Options& options, const std::vector<std::size_t>& kept) {
  const std::uint32_t subsets = 1U << history.operations.size();
  for (std::uint32_t took_effect = 0; took_effect < subsets; ++took_effect) {
    const History binding = with_only(history, kept, took_effect);
    if (linearizable_brute_force(binding, options)) return false;
  }
  return true;
}

bool is_minimal(const History& history, const Options& options, const Verdict& verdict) {
  for (const std::size_t operation : verdict.core) {
    std::vector<std::size_t> fewer = verdict.core;
    std::erase(fewer, operation);
    if (proves(history, options, fewer)) return false;
  }
  return true;
}

void check_evidence(const History& history, const Options& options, const Verdict& verdict) {
  CHECK(std::is_sorted(verdict.operations.begin(), verdict.operations.end()));
  CHECK(std::includes(verdict.operations.begin(), verdict.operations.end(), verdict.core.begin(),
                      verdict.core.end()));
  CHECK(proves(history, options, verdict.core));
  CHECK(is_minimal(history, options, verdict));
  CHECK(is_evidence(verdict, verdict.stuck));
  CHECK_FALSE(verdict.found.empty());
  CHECK_FALSE(verdict.why.empty());
}

// --- random histories ---

struct Tally {
  int holds = 0;
  int violated = 0;
};

void compare_with_twin(std::uint64_t seed, ObjectType type, const Shape& shape,
                       const std::string& test, Tally& tally) {
  const RandomHistory made = random_history(seed, type, shape);
  const bool holds = linearizable_brute_force(made.history, made.options);
  const Verdict verdict = check::check_linearizable(made.history, made.options);
  INFO(replay_text(made, seed, test));
  INFO(verdict.why);
  CHECK(verdict.answer == (holds ? Answer::holds : Answer::violated));
  if (made.truthful) CHECK(holds);
  (holds ? tally.holds : tally.violated)++;
  if (verdict.answer == Answer::violated) check_evidence(made.history, made.options, verdict);
}

void compare_many(std::uint64_t count, const Shape& shape, const std::string& test) {
  for (const std::string_view name : history::object_type_names()) {
    Tally tally;
    for_seeds(1, count, [&](std::uint64_t seed) {
      compare_with_twin(seed, *history::find_object_type(name), shape, test, tally);
    });
    INFO(name << ": " << tally.holds << " hold, " << tally.violated << " are violated");
    if (seed_to_replay() != 0) continue;
    // Neither answer is rare: a checker that always says the same would be found out.
    CHECK(tally.holds * 10 > tally.violated);
    CHECK(tally.violated * 10 > tally.holds);
  }
}

}  // namespace

TEST_CASE("linearizable agrees with its twin on random histories") {
  compare_many(400, Shape{}, "linearizable agrees with its twin on random histories");
}

TEST_CASE("linearizable agrees with its twin on many random histories", "[full]") {
  compare_many(15'000, Shape{}, "linearizable agrees with its twin on many random histories");
}

TEST_CASE("linearizable agrees with its twin where most outcomes are unknown", "[full]") {
  const Shape shape{.operations_max = 6, .keys_max = 1, .values_max = 2, .unknown = {1, 2}};
  compare_many(15'000, shape, "linearizable agrees with its twin where most outcomes are unknown");
}

TEST_CASE("linearizable agrees with its twin on longer histories of few values", "[full]") {
  const Shape shape{
      .operations_max = 9, .processes_max = 6, .keys_max = 1, .values_max = 2, .unknown = {1, 3}};
  compare_many(3'000, shape, "linearizable agrees with its twin on longer histories of few values");
}

// --- pairs of files ---

namespace {

std::string file_text(const std::string& name) {
  std::ifstream file(std::string(CAPLAB_SOURCE_DIR) + "/tests/histories/" + name);
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Pair {
  std::string name;
  ObjectType object = ObjectType::reg;
  history::Value initial = history::kNoValue;
  FailedCas failed_cas = FailedCas::mismatch;
  NullRead null_read = NullRead::match;
};

const std::vector<Pair> kPairs{
    {.name = "register_stale_read"},
    {.name = "register_new_then_old"},
    {.name = "register_equal_times"},
    {.name = "register_line_order"},
    {.name = "register_unknown_write_is_read_late"},
    {.name = "register_unknown_write_happens_once"},
    {.name = "register_never_ended"},
    {.name = "register_failed_write"},
    {.name = "register_failed_cas_mismatch"},
    {.name = "register_failed_cas_absent", .failed_cas = FailedCas::absent},
    {.name = "register_cas_declined", .failed_cas = FailedCas::absent},
    {.name = "register_null_read_match"},
    {.name = "register_null_read_any", .null_read = NullRead::any},
    {.name = "register_cas_race"},
    {.name = "register_unknown_cas"},
    {.name = "register_two_keys"},
    {.name = "register_initial_value", .initial = 7},
    {.name = "register_value_written_twice"},
    {.name = "register_words"},
    {.name = "counter_lost_add", .object = ObjectType::counter},
    {.name = "counter_unknown_add", .object = ObjectType::counter},
    {.name = "counter_many_unknown", .object = ObjectType::counter},
    {.name = "set_removed_comes_back", .object = ObjectType::set},
    {.name = "set_unknown_add", .object = ObjectType::set},
    {.name = "log_lost_append", .object = ObjectType::log},
    {.name = "log_two_orders", .object = ObjectType::log},
    {.name = "log_unknown_append", .object = ObjectType::log},
    {.name = "kv_append_order", .object = ObjectType::kv},
    {.name = "kv_put_hides", .object = ObjectType::kv},
    {.name = "kv_same_text_in_other_pieces", .object = ObjectType::kv},
    {.name = "kv_unknown_append", .object = ObjectType::kv},
    {.name = "account_double_withdrawal", .object = ObjectType::account, .initial = 100},
    {.name = "account_false_decline", .object = ObjectType::account, .initial = 100},
    {.name = "account_debited_without_cash", .object = ObjectType::account, .initial = 100},
};

void check_file(const Pair& pair, const std::string& name, Answer expected) {
  const auto history = history::read_history(file_text(name), name, pair.object);
  INFO(name);
  INFO((history ? "" : history.error().message));
  REQUIRE(history.ok());
  Options options;
  options.object = pair.object;
  options.initial = pair.initial;
  options.failed_cas = pair.failed_cas;
  options.null_read = pair.null_read;
  const Verdict verdict = check::check_linearizable(*history, options);
  INFO(verdict.why);
  CHECK(verdict.answer == expected);
  CHECK(linearizable_brute_force(*history, options) == (expected == Answer::holds));
  if (verdict.answer == Answer::violated) check_evidence(*history, options, verdict);
}

}  // namespace

TEST_CASE("objects checked one by one and all as one have the same verdict") {
  const Shape shape{.operations_max = 14, .processes_max = 5, .values_max = 3};
  std::array<int, 2> answers{};
  for (const ObjectType type : {ObjectType::reg, ObjectType::kv, ObjectType::counter,
                                ObjectType::set, ObjectType::log, ObjectType::account}) {
    for_seeds(7000, 300, [&](std::uint64_t seed) {
      RandomHistory made = random_history(seed, type, shape);
      INFO(replay_text(made, seed, "objects checked one by one and all as one*"));
      const Answer split = check_linearizable(made.history, made.options).answer;
      made.options.split = false;
      CHECK(check_linearizable(made.history, made.options).answer == split);
      ++answers[split == Answer::holds ? 0 : 1];
    });
  }
  if (seed_to_replay() == 0) CHECK((answers[0] > 300 && answers[1] > 300));
}

TEST_CASE("linearizable accepts and rejects each pair of files") {
  for (const Pair& pair : kPairs) {
    check_file(pair, pair.name + "_ok.jsonl", Answer::holds);
    check_file(pair, pair.name + "_bad.jsonl", Answer::violated);
  }
}

// --- what it says ---

namespace {

Operation write(std::int64_t process, std::int64_t called, std::int64_t returned,
                history::Value value) {
  Operation op;
  op.process = process;
  op.function = history::Function::write;
  op.argument = value;
  op.called = called;
  op.returned = returned;
  op.outcome = Outcome::ok;
  return op;
}

Operation read(std::int64_t process, std::int64_t called, std::int64_t returned,
               history::Value value) {
  Operation op = write(process, called, returned, history::kNoValue);
  op.function = history::Function::read;
  op.result = value;
  return op;
}

Verdict verdict_on(std::vector<Operation> operations, Options options = {}) {
  History history;
  history.operations = std::move(operations);
  return check::check_linearizable(history, options);
}

}  // namespace

TEST_CASE("a stale read is told by the two writes and the read") {
  const Verdict verdict = verdict_on({write(0, 0, 10, 1), write(0, 20, 30, 2), read(2, 25, 35, 2),
                                      read(1, 40, 50, 1), read(2, 60, 70, 2)});
  CHECK(verdict.answer == Answer::violated);
  CHECK(verdict.operations == std::vector<std::size_t>{0, 1, 3});
  CHECK(verdict.stuck == 3);
  CHECK(verdict.found == std::vector<std::string>{"2"});
  CHECK(verdict.why ==
        "In every order of these 3 operations that respects time, the register holds 2 at that "
        "point, but process 1 read 1.");
}

TEST_CASE("a value from nowhere is told by its read alone") {
  const Verdict verdict = verdict_on({write(0, 0, 10, 1), read(1, 20, 30, 9)});
  CHECK(verdict.operations == std::vector<std::size_t>{1});
  CHECK(verdict.why ==
        "No order of the other operations explains that process 1 read 9: the register starts "
        "with null.");
}

TEST_CASE("a budget that runs out leaves the history undecided, the same every time") {
  Options options;
  options.steps_max = 3;
  const std::vector<Operation> operations{write(0, 0, 90, 1), write(1, 0, 90, 2),
                                          write(2, 0, 90, 3), read(3, 100, 110, 1)};
  const Verdict verdict = verdict_on(operations, options);
  CHECK(verdict.answer == Answer::undecided);
  CHECK(verdict.why ==
        "No answer within 3 steps: the longest order that was tried has 1 of the 4 operations; a "
        "larger budget may find one.");
  CHECK(verdict == verdict_on(operations, options));
  CHECK(verdict_on(operations).answer == Answer::holds);
}

TEST_CASE("a key that is violated counts, even where another stays undecided") {
  std::vector<Operation> operations{read(9, 0, 10, 7)};
  for (std::int64_t i = 0; i < 12; ++i) {
    operations.push_back(write(i, 20, 90, i % 6));
    operations.back().key = 1;
  }
  for (std::int64_t i = 0; i < 12; ++i) {
    operations.push_back(read(i, 100, 110, i % 2));
    operations.back().key = 1;
  }
  Options options;
  options.steps_max = 40;
  CHECK(verdict_on(operations, options).answer == Answer::violated);
  operations.erase(operations.begin());
  CHECK(verdict_on(operations, options).answer == Answer::undecided);
}

TEST_CASE("evidence without a budget is the whole key, and still evidence") {
  Options options;
  options.explain_steps_max = 0;
  const Operation written = write(0, 0, 10, 1);
  const Verdict verdict = verdict_on({written, written, read(1, 20, 30, 9)}, options);
  CHECK(verdict.answer == Answer::violated);
  CHECK(verdict.operations == std::vector<std::size_t>{0, 1, 2});
}

TEST_CASE("evidence of many operations still says where the best order ends") {
  std::vector<Operation> operations;
  for (std::int64_t i = 0; i < 20; ++i) {
    operations.push_back(write(i, i * 10, i * 10 + 5, 1));
    operations.back().function = history::Function::add;
  }
  operations.push_back(read(30, 300, 310, 19));
  Options options;
  options.object = ObjectType::counter;
  const Verdict verdict = verdict_on(operations, options);
  CHECK(verdict.operations.size() == 21);
  CHECK(verdict.stuck == 20);
  CHECK(verdict.why ==
        "No order of these 21 operations respects time and explains every result: the best order "
        "ends before process 30 read 19.");
}

TEST_CASE("a history without operations holds") { CHECK(verdict_on({}).answer == Answer::holds); }

TEST_CASE("histories longer than one word of bits are decided") {
  for (const bool stale : {false, true}) {
    std::vector<Operation> operations;
    for (std::int64_t i = 0; i < 1000; ++i) {
      operations.push_back(write(i % 5, i * 10, i * 10 + 25, i));
      operations.push_back(read(5 + i % 5, i * 10 + 3, i * 10 + 28, stale && i == 700 ? 600 : i));
    }
    const Verdict verdict = verdict_on(operations);
    CHECK(verdict.answer == (stale ? Answer::violated : Answer::holds));
    CHECK(verdict.operations.size() == (stale ? 3 : 0));
  }
}

TEST_CASE("linearizable agrees with 701 exhaustive verdicts") {
  const std::vector<KnownHistory> known = known_histories("random");
  REQUIRE(known.size() == 701);
  std::size_t operations = 0;
  for (const KnownHistory& entry : known) {
    operations += entry.history.operations.size();
    Options options;
    options.initial = 0;
    const Verdict verdict = check::check_linearizable(entry.history, options);
    INFO(entry.id << ": " << verdict.why);
    CHECK((verdict.answer == Answer::holds) == entry.verdicts.at("LIN"));
  }
  CHECK(operations == 5414);
}

}  // namespace caplab::test
