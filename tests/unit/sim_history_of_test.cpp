// From a log to the history that checkers read.
#include "engine/sim/history_of.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/check/linearizable.h"
#include "engine/object/verb_words.h"
#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::testing;
using history::Function;

namespace {

history::History of_store(const HandMade& made, StoreId store) {
  const System& system = made.run.scenario.system;
  return history_of(system, made.run.log, operations_on(system, made.run.log, store));
}

}  // namespace

TEST_CASE("operations keep their times, arguments and results") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 80);
  made.shows(kBob, 15, 25, 20);
  made.add(kEve, kDeposit, 30, 40, 5);
  const history::History history = of_store(made, kAccount);
  REQUIRE(history.operations.size() == 3);
  const auto& withdraw = history.operations[0];
  CHECK(withdraw.function == Function::withdraw);
  CHECK(withdraw.argument == 80);
  CHECK(withdraw.called == 10'000);
  CHECK(withdraw.returned == 20'000);
  CHECK(withdraw.outcome == history::Outcome::ok);
  CHECK(history.operations[1].function == Function::balance);
  CHECK(history.operations[1].result == 20);
  CHECK(history.operations[2].function == Function::deposit);
}

TEST_CASE("only the operations of the store are in it, and declined is not accepted") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 80).answer.accepted = false;
  made.add(kAnn, kRecord, 20, 30, 80);
  const history::History account = of_store(made, kAccount);
  REQUIRE(account.operations.size() == 1);
  CHECK_FALSE(account.operations[0].accepted);
  CHECK(of_store(made, kHistory).operations.size() == 1);
}

TEST_CASE("each client has its process, and one of its own for every overlapping call") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 50, 1);
  made.add(kBob, kWithdraw, 15, 25, 1);
  made.add(kAnn, kWithdraw, 20, 30, 1);
  made.add(kAnn, kWithdraw, 35, 45, 1);
  made.add(kAnn, kWithdraw, 50, 60, 1);
  const history::History history = of_store(made, kAccount);
  std::vector<std::int64_t> processes;
  for (const auto& op : history.operations) processes.push_back(op.process);
  CHECK(processes == std::vector<std::int64_t>{0, 1, 3, 3, 0});
}

TEST_CASE("a process does not call again after an unknown outcome") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 1, Outcome::unknown);
  made.add(kAnn, kWithdraw, 30, 40, 1);
  made.add(kBob, kWithdraw, 30, -1, 1);
  made.add(kBob, kWithdraw, 50, 60, 1);
  const history::History history = of_store(made, kAccount);
  CHECK(history.operations[0].returned == history::kNotReturned);
  CHECK(history.operations[1].process != history.operations[0].process);
  CHECK(history.operations[2].outcome == history::Outcome::unknown);
  CHECK(history.operations[3].process != history.operations[2].process);
}

TEST_CASE("entries of a log go by the operation that made them, those of the start by place") {
  HandMade made;
  object::Entries initial{{{LocalTime{1}, kNorth}, 5, kNoOp}, {{LocalTime{2}, kNorth}, 5, kNoOp}};
  made.run.scenario.system.stores[index(kHistory)].initial = initial;
  made.add(kAnn, kRecord, 10, 20, 80);
  made.add(kBob, kRecord, 10, 20, 80);
  made.lists(kEve, 30, 40, {OpId{0}, OpId{1}});
  auto& shown = std::get<object::Entries>(made.run.log.operations[2].answer.shown.content);
  shown.insert(shown.begin(), initial.begin() + 1, initial.end());
  const history::History history = of_store(made, kHistory);
  CHECK(history.operations[0].argument == 0);
  CHECK(history.operations[1].argument == 1);
  CHECK(history.operations[2].results == std::vector<history::Value>{-2, 0, 1});
  CHECK(initial_values(made.run.scenario.system.stores[index(kHistory)]) ==
        std::vector<history::Value>{-1, -2});
}

TEST_CASE("a real run of one client is linearizable under every level") {
  for (const Level level : {Level::one, Level::quorum, Level::all, Level::serial}) {
    const lesson::Run run = played(
        small_bank(level), {call_at(100, kAnn, kWithdraw, 30), call_at(900, kAnn, kBalance),
                            call_at(1700, kAnn, kDeposit, 5), call_at(2500, kAnn, kBalance)});
    const System& system = run.scenario.system;
    check::Options options;
    options.object = history_type(object::ObjectType::account).value();
    options.initial = 100;
    const auto history = history_of(system, run.log, operations_on(system, run.log, kAccount));
    REQUIRE(history.operations.size() == 4);
    CHECK(history.operations[1].result == 70);
    CHECK(check::check_linearizable(history, options).answer == check::Answer::holds);
    options.initial = 99;
    CHECK(check::check_linearizable(history, options).answer == check::Answer::violated);
  }
}

TEST_CASE("a type whose promises are told by invariants has no model to be checked against") {
  CHECK(history_type(object::ObjectType::reg) == history::ObjectType::reg);
  CHECK(history_type(object::ObjectType::account) == history::ObjectType::account);
  CHECK(history_type(object::ObjectType::log) == history::ObjectType::log);
  CHECK(history_type(object::ObjectType::counter) == history::ObjectType::counter);
  CHECK(history_type(object::ObjectType::set) == history::ObjectType::set);
  for (const object::ObjectType type :
       {object::ObjectType::seat, object::ObjectType::lock, object::ObjectType::text,
        object::ObjectType::presence, object::ObjectType::matching}) {
    CHECK_FALSE(history_type(type));
  }
}
