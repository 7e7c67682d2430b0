// Budgets of steps: whatever runs out, no verdict becomes wrong, no more work is done, and what is
// undecided says so. For every model and every type of object.
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <initializer_list>
#include <map>
#include <string>

#include "tests/unit/every_model.h"
#include "tests/unit/random_history.h"

namespace caplab::test {
namespace {

using check::Answer;
using check::Model;
using check::Options;
using check::Verdict;
using history::Function;
using history::History;
using history::ObjectType;
using history::Operation;
using history::Outcome;

constexpr std::array<std::int64_t, 6> kBudgets{1, 10, 100, 1'000, 10'000, 100'000};

// Hard: values repeat, much is concurrent and unknown.
constexpr Shape kHard{
    .operations_max = 24, .processes_max = 5, .keys_max = 2, .values_max = 2, .unknown = {1, 3}};

// Whether the budget is used up is asked between steps of a search, and one such step may look at
// each pair of operations.
std::int64_t work_max(const History& history, std::int64_t budget) {
  const auto size = static_cast<std::int64_t>(history.operations.size());
  return budget + size * size + 8;
}

Verdict decide_within(std::int64_t budget, const Model& model, const RandomHistory& made) {
  Options options = with_bound(model, made.options);
  options.steps_max = budget;
  options.explain_steps_max = budget;
  return check::decide(model, made.history, options);
}

void compare_budgets(const Model& model, const RandomHistory& made,
                     std::map<Answer, int>& smallest) {
  Answer certain = Answer::undecided;
  for (const std::int64_t budget : kBudgets) {
    const Verdict verdict = decide_within(budget, model, made);
    INFO("budget " << budget << ", work " << verdict.work << ": " << verdict.why);
    CHECK(verdict.work <= work_max(made.history, budget));
    if (budget == kBudgets.front()) ++smallest[verdict.answer];
    if (verdict.answer == Answer::undecided) {
      CHECK(verdict.why.starts_with("No answer"));
      CHECK(certain == Answer::undecided);
    } else if (certain != Answer::undecided) {
      CHECK(verdict.answer == certain);
    }
    certain = verdict.answer;
  }
}

Operation operation(std::int64_t process, Function function, history::Value value) {
  Operation op;
  op.process = process;
  op.function = function;
  (history::is_read(function) ? op.result : op.argument) = value;
  op.called = 0;
  op.returned = 1;
  op.outcome = Outcome::ok;
  return op;
}

// Many processes write few values again and again, and two read in an order that cannot be.
History many_writes(int processes, int each) {
  History history;
  for (int turn = 0; turn < each; ++turn) {
    for (int process = 0; process < processes; ++process) {
      Operation op = operation(process, Function::write, (turn + process) % 3);
      op.called = 10 * turn;
      op.returned = 10 * turn + 9;
      history.operations.push_back(op);
      op = operation(process + processes, Function::read, (2 * turn + process * turn) % 3);
      op.called = 10 * turn;
      op.returned = 10 * turn + 9;
      history.operations.push_back(op);
    }
  }
  return history;
}

}  // namespace

TEST_CASE("no budget makes a verdict wrong, or is overdrawn") {
  for_every_model([](const Model& model, ObjectType object) {
    std::map<Answer, int> smallest;
    for_seeds(1, 25, [&](std::uint64_t seed) {
      const RandomHistory made = random_history(seed, object, kHard);
      INFO(pair_text(model, object));
      INFO(replay_text(made, seed, "no budget makes a verdict wrong, or is overdrawn"));
      compare_budgets(model, made, smallest);
    });
    INFO(pair_text(model, object));
    // The smallest budget is one that runs out; only, nothing converges for certain where so many
    // outcomes are unknown, so there is nothing to decide.
    const bool decides = model.name != "converged";
    if (decides && seed_to_replay() == 0) CHECK(smallest[Answer::undecided] > 0);
  });
}

TEST_CASE("no budget makes a verdict wrong on very many histories", "[full]") {
  for_every_model([](const Model& model, ObjectType object) {
    std::map<Answer, int> smallest;
    for_seeds(1000, 300, [&](std::uint64_t seed) {
      const RandomHistory made = random_history(seed, object, kHard);
      INFO(pair_text(model, object));
      INFO(replay_text(made, seed, "no budget makes a verdict wrong on very many histories"));
      compare_budgets(model, made, smallest);
    });
  });
}

TEST_CASE("a long hard history ends within its budget") {
  const History history = many_writes(8, 12);
  for (const Model& model : check::models()) {
    for (const std::int64_t budget : kBudgets) {
      Options options = with_bound(model, {});
      options.initial = 0;
      options.steps_max = budget;
      const Verdict verdict = check::decide(model, history, options);
      INFO(model.name << ", budget " << budget << ", work " << verdict.work);
      CHECK(verdict.work <= work_max(history, budget));
      if (verdict.answer == Answer::undecided) CHECK(verdict.why.starts_with("No answer"));
    }
  }
}

// Every value is written once and read twice, by the next process and the one after.
History told_onwards(int processes, int each) {
  History history;
  for (int turn = 0; turn < processes * each; ++turn) {
    for (const int reader : {0, 1, 2}) {
      const Function function = reader == 0 ? Function::write : Function::read;
      Operation op = operation((turn + reader) % processes, function, turn);
      op.called = 10 * turn + 2 * reader;
      op.returned = op.called + 1;
      history.operations.push_back(op);
    }
  }
  return history;
}

TEST_CASE("the work of one judgement or one choice is within the budget, too") {
  constexpr std::int64_t at_once = 60;  // the writes that one read may have found count at once
  struct Case {
    ObjectType object;
    History history;
  };
  const Case told{ObjectType::reg, told_onwards(10, 40)};
  const Case wide{ObjectType::reg, many_writes(150, 1)};
  Case counted{ObjectType::counter, many_writes(150, 1)};
  for (Operation& op : counted.history.operations) {
    if (op.function == Function::write) op.function = Function::add;
    if (op.function == Function::read) op.result = 1000;
  }
  // None of the first 150 that may come next fits.
  Case refused{ObjectType::account, many_writes(75, 1)};
  for (Operation& op : refused.history.operations) {
    op.function = Function::withdraw;
    op.argument = 5;
  }
  refused.history.operations.push_back(operation(1000, Function::deposit, 750));
  for (const Case* given : std::initializer_list<const Case*>{&told, &wide, &counted, &refused}) {
    for (const Model& model : check::models()) {
      if (!check::is_defined(model, given->object) || model.name == "bounded-staleness") continue;
      for (const std::int64_t budget : {10, 100, 700, 2000, 2500, 4000, 6000, 9000}) {
        const Options options{.object = given->object, .initial = 0, .steps_max = budget};
        const Verdict verdict = check::decide(model, given->history, options);
        INFO(model.name << ", " << name_of(given->object) << ", budget " << budget);
        CHECK(verdict.work <= budget + at_once);
      }
    }
  }
}

TEST_CASE("what is undecided says how far it came") {
  const History history = many_writes(4, 3);
  Options options;
  options.initial = 0;
  options.steps_max = 20;
  const auto why = [&](const char* model) {
    return check::decide(*check::find_model(model), history, options).why;
  };
  CHECK(why("linearizable")
            .starts_with("No answer within 20 steps: the longest order that was tried has "));
  CHECK(why("linearizable").find(" of the 24 operations; a larger budget") != std::string::npos);
  CHECK(why("sequential").starts_with("No answer within 20 steps: the longest order"));
  CHECK(why("causal").starts_with("No answer within 20 steps: the writer of "));
  CHECK(why("causal").find(" of the 12 values that were found") != std::string::npos);
}

TEST_CASE("memory is bounded with the budget") {
  History history;
  for (int i = 0; i < 50'000; ++i) {
    Operation op = operation(i, i % 2 == 0 ? Function::write : Function::read, i / 2);
    op.called = 2 * i;
    op.returned = 2 * i + 1;
    history.operations.push_back(op);
  }
  for (const char* model : {"causal", "causal-convergence", "causal-memory", "pram"}) {
    const Verdict verdict = check::decide(*check::find_model(model), history, {});
    INFO(model);
    CHECK(verdict.answer == Answer::undecided);
    CHECK(verdict.why.find("more memory than it may use") != std::string::npos);
  }
  CHECK(check::decide(*check::find_model("linearizable"), history, {}).answer == Answer::holds);
  for (Operation& op : history.operations) {
    if (op.function == Function::write) op.function = Function::add;
    if (op.function == Function::read) op.results.emplace();
  }
  const Options sets{.object = ObjectType::set};
  for (const Model& model : check::models()) {
    if (!check::is_defined(model, ObjectType::set)) continue;
    const Verdict verdict = check::decide(model, history, with_bound(model, sets));
    INFO(model.name);
    CHECK(verdict.answer == Answer::undecided);
    CHECK(verdict.why.find("more memory than it may use") != std::string::npos);
  }
}

TEST_CASE("looking at a history for each of many processes is work, too") {
  History history;
  for (int i = 0; i < 5'000; ++i) {
    history.operations.push_back(operation(i, i % 2 == 0 ? Function::add : Function::read, 1));
  }
  const Options options{.object = ObjectType::counter, .steps_max = 20'000};
  const Verdict verdict = check::decide(*check::find_model("pram"), history, options);
  CHECK(verdict.answer == Answer::undecided);
  CHECK(verdict.work <= work_max(history, 20'000));
}

}  // namespace caplab::test
