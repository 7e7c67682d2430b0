// Which model implies which: on every random history, and the histories that show what does not
// follow. A checker that is too strict or too lax for its place among the others is found here.
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/check/models.h"
#include "tests/unit/random_history.h"

namespace caplab::test {
namespace {

using check::Answer;
using check::Model;
using check::Options;
using history::History;
using history::ObjectType;
using history::Operation;

struct Implication {
  const char* stronger;
  const char* weaker;
};

// Bounded staleness with both bounds 0. The session guarantees ask one order of the versions of
// all, which causal convergence has, and causal consistency, causal memory and PRAM have not.
constexpr std::array kTrue{
    Implication{"linearizable", "sequential"},
    Implication{"linearizable", "bounded-staleness"},
    Implication{"linearizable", "converged"},
    Implication{"sequential", "causal-memory"},
    Implication{"sequential", "causal-convergence"},
    Implication{"causal-memory", "causal"},
    Implication{"causal-memory", "pram"},
    Implication{"causal-convergence", "causal"},
    Implication{"causal-convergence", "read-your-writes"},
    Implication{"causal-convergence", "monotonic-reads"},
    Implication{"causal-convergence", "monotonic-writes"},
    Implication{"causal-convergence", "writes-follow-reads"},
};

// Whether each process's operations follow each other by the clock, too. Linearizable asks only the
// clock, and to it operations that touch in one moment are concurrent, even those of one process.
bool clock_knows_processes(const History& history) {
  std::map<std::int64_t, std::int64_t> returned;
  for (const Operation& op : history.operations) {
    const auto last = returned.find(op.process);
    if (last != returned.end() && last->second >= op.called) return false;
    returned[op.process] = op.returned;
  }
  return true;
}

Answer answer(const char* model, const History& history, const Options& options) {
  return check::find_model(model)->check(history, options).answer;
}

void compare_all(const RandomHistory& made, std::uint64_t seed, std::map<std::string, int>& held) {
  INFO(replay_text(made, seed, "stronger models imply weaker ones on random histories"));
  std::map<std::string_view, Answer> answers;
  for (const Model& model : check::models()) {
    if (!check::is_defined(model, made.options.object)) continue;
    answers[model.name] = model.check(made.history, made.options).answer;
    CHECK(answers[model.name] != Answer::undecided);
  }
  for (const Implication& implication : kTrue) {
    if (!answers.contains(implication.stronger) || !answers.contains(implication.weaker)) continue;
    if (answers[implication.stronger] != Answer::holds) continue;
    const bool by_process = std::string_view(implication.weaker) == "sequential";
    if (by_process && !clock_knows_processes(made.history)) continue;
    INFO(implication.stronger << " implies " << implication.weaker);
    CHECK(answers[implication.weaker] == Answer::holds);
    ++held[implication.stronger];
  }
}

void compare_all(std::uint64_t count, const Shape& shape) {
  std::map<std::string, int> held;
  for (const std::string_view name : history::object_type_names()) {
    for_seeds(1, count, [&](std::uint64_t seed) {
      RandomHistory made = random_history(seed, *history::find_object_type(name), shape);
      made.options.versions_max = 0;
      made.options.staleness_max = 0;
      compare_all(made, seed, held);
    });
  }
  if (seed_to_replay() != 0) return;
  for (const Implication& implication : kTrue) {
    CHECK(held[implication.stronger] > static_cast<int>(count / 2));
  }
}

}  // namespace

TEST_CASE("stronger models imply weaker ones on random histories") {
  compare_all(300, {.operations_max = 6});
  compare_all(300, {.operations_max = 8, .processes_max = 3, .values_max = 9, .unknown = {1, 20}});
}

TEST_CASE("stronger models imply weaker ones on very many random histories", "[full]") {
  compare_all(10000, {.operations_max = 7});
  compare_all(5000, {.operations_max = 9, .processes_max = 3, .values_max = 9, .unknown = {1, 20}});
}

// --- what does not follow ---

namespace {

// "wx1 rx2" writes 1 to x and then reads 2 from it; "." waits. What stands in one column of the
// processes is concurrent, and everything starts with 0.
History history_of(const std::vector<std::string>& processes) {
  History history;
  history.key_names = {{"x", true}, {"y", true}, {"z", true}};
  const std::size_t columns = 8;
  for (std::size_t column = 0; column < columns; ++column) {
    for (std::size_t process = 0; process < processes.size(); ++process) {
      const std::string& line = processes[process];
      if (column * 4 >= line.size() || line[column * 4] == '.') continue;
      Operation op;
      op.process = static_cast<std::int64_t>(process);
      const bool writes = line[column * 4] == 'w';
      op.function = writes ? history::Function::write : history::Function::read;
      op.key = line[column * 4 + 1] - 'x';
      (writes ? op.argument : op.result) = line[column * 4 + 2] - '0';
      op.called = static_cast<std::int64_t>(column * 10);
      op.returned = op.called + 5;
      op.outcome = history::Outcome::ok;
      history.operations.push_back(op);
    }
  }
  return history;
}

struct Example {
  std::vector<std::string> processes;
  std::vector<const char*> holds;
  std::vector<const char*> violated;
};

const std::vector<Example> kExamples{
    // A stale read.
    {{"wx1 wx2", ".   .   rx1"},
     {"sequential", "causal-memory", "causal-convergence", "monotonic-reads"},
     {"linearizable", "bounded-staleness", "converged"}},
    // Both see the other's write come after their own.
    {{"wx1 rx2", "wx2 rx1"},
     {"causal-memory", "pram", "causal", "monotonic-reads", "monotonic-writes",
      "writes-follow-reads"},
     {"causal-convergence", "sequential", "read-your-writes"}},
    // The second process knows of both writes to x before it reads z, but finds z untouched.
    {{"wz1 wx1 wy1", "wx2 rz0 ry1 rx2"},
     {"causal-convergence", "causal", "read-your-writes", "monotonic-reads", "monotonic-writes",
      "writes-follow-reads"},
     {"pram", "causal-memory", "sequential"}},
    // Each reads the other's later write.
    {{"rx2 wx1", "rx1 wx2"}, {"pram", "read-your-writes"}, {"causal", "writes-follow-reads"}},
    {{"ry2 wx1", "rx1 wy2"},
     {"pram", "read-your-writes", "monotonic-reads", "monotonic-writes"},
     {"causal", "writes-follow-reads"}},
    // A process goes from its own write to the other's and back: each step alone is allowed.
    {{"wx2 rx1 rx2", "wx1"},
     {"causal", "read-your-writes", "monotonic-reads"},
     {"pram", "causal-memory"}},
    // An answer arrives before its question.
    {{"wx1 wy1", "ry1 rx0"},
     {"read-your-writes", "monotonic-reads", "monotonic-writes", "writes-follow-reads"},
     {"causal", "pram"}},
    // Monotonic writes and writes follow reads say nothing where reads are not monotonic.
    {{"wx1", "rx1 rx0"},
     {"read-your-writes", "monotonic-writes", "writes-follow-reads"},
     {"monotonic-reads", "pram"}},
    {{"wx1 rx0"},
     {"monotonic-reads", "monotonic-writes", "writes-follow-reads"},
     {"read-your-writes", "pram"}},
};

}  // namespace

TEST_CASE("no model implies one that it is not known to imply") {
  Options options;
  options.initial = 0;
  options.versions_max = 0;
  for (const Example& example : kExamples) {
    const History history = history_of(example.processes);
    INFO(example.processes.front());
    for (const char* model : example.holds) {
      INFO(model);
      CHECK(answer(model, history, options) == Answer::holds);
    }
    for (const char* model : example.violated) {
      INFO(model);
      CHECK(answer(model, history, options) == Answer::violated);
    }
  }
}

TEST_CASE("bounded staleness without any staleness is still not linearizable") {
  // The write is not acknowledged yet: it may be seen, and then not be seen.
  History history = history_of({"wx1", ".   rx1", ".   .   rx0"});
  history.operations.front().returned = 90;
  Options options;
  options.initial = 0;
  options.versions_max = 0;
  CHECK(answer("bounded-staleness", history, options) == Answer::holds);
  CHECK(answer("linearizable", history, options) == Answer::violated);
}

}  // namespace caplab::test
