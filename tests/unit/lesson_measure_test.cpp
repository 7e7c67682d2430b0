// What counts as harm, on logs made by hand: each measure is shown a run that does it and one that
// only nearly does.
#include "engine/lesson/measure.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/lesson/answers.h"
#include "engine/lesson/books.h"
#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::lesson;
using namespace caplab::testing;
using check::Answer;

namespace {

const Criterion kOverdraft = criterion(small_lesson(), "safety.withdraw.overdraft");
const Criterion kStale = criterion(small_lesson(), "safety.show.stale");
const Criterion kLost = criterion(small_lesson(), "safety.record.lost");

Operation& promised(Operation& read) {
  read.level = Level::quorum;
  return read;
}

std::vector<OpId> ids(std::initializer_list<std::uint32_t> numbers) {
  std::vector<OpId> all;
  for (const std::uint32_t number : numbers) all.push_back(OpId{number});
  return all;
}

}  // namespace

TEST_CASE("overdraft: two payments that the account does not cover, at the return of the second") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 80);
  made.add(kBob, kWithdraw, 12, 30, 80);
  CHECK(examine(kOverdraft, made.run) == Answer::violated);
  CHECK(find_harm(kOverdraft, made.run) == Harm{at_ms(30), ids({0, 1})});
}

TEST_CASE("overdraft: money that was not certainly paid out is none") {
  for (const Outcome outcome : {Outcome::unknown, Outcome::fail}) {
    HandMade made;
    made.add(kAnn, kWithdraw, 10, 20, 80);
    made.add(kBob, kWithdraw, 12, 30, 80, outcome);
    CHECK(examine(kOverdraft, made.run) == Answer::holds);
  }
  HandMade declined;
  declined.add(kAnn, kWithdraw, 10, 20, 80);
  declined.add(kBob, kWithdraw, 12, 30, 80).answer.accepted = false;
  CHECK(examine(kOverdraft, declined.run) == Answer::holds);
  HandMade under_way;
  under_way.add(kAnn, kWithdraw, 10, 20, 80);
  under_way.add(kBob, kWithdraw, 12, -1, 80);
  CHECK(examine(kOverdraft, under_way.run) == Answer::holds);
}

TEST_CASE("overdraft: exactly everything is covered, and deposits cover") {
  HandMade all;
  all.add(kAnn, kWithdraw, 10, 20, 80);
  all.add(kBob, kWithdraw, 12, 30, 20);
  CHECK(examine(kOverdraft, all.run) == Answer::holds);
  HandMade paid_in;
  paid_in.add(kEve, kDeposit, 5, 40, 60, Outcome::unknown);
  paid_in.add(kAnn, kWithdraw, 10, 20, 80);
  paid_in.add(kBob, kWithdraw, 12, 30, 80);
  CHECK(examine(kOverdraft, paid_in.run) == Answer::holds);
  HandMade too_late;
  too_late.add(kAnn, kWithdraw, 10, 20, 80);
  too_late.add(kBob, kWithdraw, 12, 30, 80);
  too_late.add(kEve, kDeposit, 31, 40, 60);
  CHECK(find_harm(kOverdraft, too_late.run)->at == at_ms(30));
}

TEST_CASE("overdraft: every account by itself, told by its own payments") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 80);
  made.add(kBob, kWithdraw, 12, 30, 80).key = Key{1};
  CHECK(examine(kOverdraft, made.run) == Answer::holds);
  made.add(kBob, kWithdraw, 40, 50, 30).key = Key{1};
  CHECK(find_harm(kOverdraft, made.run) == Harm{at_ms(50), ids({1, 2})});
}

TEST_CASE("stale: a read that promised to be current and missed what was acknowledged before") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 80);
  promised(made.shows(kBob, 30, 40, 100));
  CHECK(examine(kStale, made.run) == Answer::violated);
  CHECK(find_harm(kStale, made.run) == Harm{at_ms(40), ids({0, 1})});
}

TEST_CASE("stale: a read that promised nothing, overlapped, or may have seen an unknown is none") {
  HandMade weak;
  weak.add(kAnn, kWithdraw, 10, 20, 80);
  weak.shows(kBob, 30, 40, 100);
  CHECK(examine(kStale, weak.run) == Answer::holds);
  HandMade overlapping;
  overlapping.add(kAnn, kWithdraw, 10, 35, 80);
  promised(overlapping.shows(kBob, 30, 40, 100));
  CHECK(examine(kStale, overlapping.run) == Answer::holds);
  HandMade unknown;
  unknown.add(kAnn, kWithdraw, 10, 20, 80, Outcome::unknown);
  promised(unknown.shows(kBob, 30, 40, 100));
  promised(unknown.shows(kBob, 50, 60, 20));
  CHECK(examine(kStale, unknown.run) == Answer::holds);
  promised(unknown.shows(kBob, 70, 80, 100));
  CHECK(find_harm(kStale, unknown.run)->at == at_ms(80));
}

TEST_CASE("stale: going back in time is stale even where nothing was acknowledged") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, -1, 80);
  promised(made.shows(kBob, 30, 40, 20));
  promised(made.shows(kEve, 50, 60, 100));
  CHECK(find_harm(kStale, made.run) == Harm{at_ms(60), ids({2})});
}

TEST_CASE("stale: no read is blamed where the payments alone contradict each other") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 80);
  made.add(kBob, kWithdraw, 12, 30, 80);
  promised(made.shows(kEve, 50, 60, 20));
  CHECK(examine(kStale, made.run) == Answer::holds);
  CHECK(examine(kOverdraft, made.run) == Answer::violated);
}

TEST_CASE("stale: a contradiction that comes later excuses no read") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 60);
  promised(made.shows(kBob, 30, 40, 100));
  made.add(kBob, kWithdraw, 50, 60, 60);
  promised(made.shows(kEve, 70, 80, 40));
  CHECK(examine(kStale, made.run) == Answer::violated);
  CHECK(find_harm(kStale, made.run) == Harm{at_ms(40), ids({0, 1})});
}

TEST_CASE("stale: a read is judged by what was known when it was answered") {
  HandMade under_way;
  under_way.add(kAnn, kWithdraw, 10, 20, 60);
  under_way.add(kBob, kWithdraw, 30, 90, 60);
  promised(under_way.shows(kEve, 40, 50, 100));
  CHECK(find_harm(kStale, under_way.run) == Harm{at_ms(50), ids({0, 2})});
  HandMade true_then;
  true_then.add(kAnn, kWithdraw, 10, 20, 60, Outcome::unknown);
  promised(true_then.shows(kEve, 30, 40, 40));
  true_then.add(kBob, kWithdraw, 50, 60, 60);
  CHECK(examine(kStale, true_then.run) == Answer::holds);
}

TEST_CASE("stale: a declined withdrawal promises nothing about the balance") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 80).answer.accepted = false;
  promised(made.shows(kEve, 50, 60, 100));
  CHECK(examine(kStale, made.run) == Answer::holds);
}

TEST_CASE("stale: a false no beside it does not excuse a read") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 80).answer.accepted = false;
  made.add(kAnn, kWithdraw, 25, 30, 10);
  promised(made.shows(kEve, 50, 60, 100));
  CHECK(find_harm(kStale, made.run) == Harm{at_ms(60), ids({1, 2})});
}

TEST_CASE("stale: what was missed is what came after the version that was shown") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 10);
  made.add(kAnn, kWithdraw, 30, 40, 10);
  Operation& read = promised(made.shows(kEve, 50, 60, 90));
  read.answer.shown.stamp = made.run.log.operations[0].answer.shown.stamp;
  CHECK(find_harm(kStale, made.run) == Harm{at_ms(60), ids({1, 2})});
}

TEST_CASE("stale: a budget that runs out is undecided, not an answer") {
  HandMade made;
  for (int i = 0; i < 12; ++i) {
    made.add(kAnn, kWithdraw, 10, -1, 1 << (i % 5), Outcome::unknown);
    promised(made.shows(kBob, 30, 40 + i, 100 - i));
  }
  CHECK(examine(kStale, made.run, 3) == Answer::undecided);
}

TEST_CASE("lost: an acknowledged entry that no copy has at the end") {
  lesson::Run run = played(small_bank(Level::one), {call_at(100, kAnn, kWithdraw, 30)});
  REQUIRE(run.log.operations.size() == 2);
  CHECK(examine(kLost, run) == Answer::holds);
  for (Node& node : run.world.nodes) {
    if (auto* state = std::get_if<quorum::State>(&node.stores[index(kHistory)])) {
      state->durable.versions[0].content = object::Entries{};
    }
  }
  CHECK(find_harm(kLost, run) == Harm{run.scenario.end, ids({1})});
  run.log.operations[1].outcome = Outcome::unknown;
  CHECK(examine(kLost, run) == Answer::holds);
}

TEST_CASE("lost: an entry that scrolled off a full log is not lost") {
  lesson::Run run = played(small_bank(Level::one), {call_at(100, kAnn, kWithdraw, 30)});
  const std::int64_t entered = run.log.operations[1].answer.shown.stamp.time.us;
  const auto fill_logs = [&](std::int64_t first_us) {
    object::Entries entries;
    for (std::size_t i = 0; i < object::kLogEntriesMax; ++i) {
      const auto at = LocalTime{first_us + static_cast<std::int64_t>(i)};
      entries.push_back({{at, kNorth}, 1, OpId{1000}});
    }
    for (Node& node : run.world.nodes) {
      if (auto* state = std::get_if<quorum::State>(&node.stores[index(kHistory)])) {
        state->durable.versions[0].content = entries;
      }
    }
  };
  fill_logs(entered + 1);
  CHECK(examine(kLost, run) == Answer::holds);
  fill_logs(entered - 5);
  CHECK(examine(kLost, run) == Answer::violated);
}

TEST_CASE("an answer is useful if it came and is true") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 80);
  made.add(kAnn, kWithdraw, 30, 40, 80, Outcome::fail);
  made.add(kAnn, kWithdraw, 50, 60, 80, Outcome::unknown);
  made.add(kAnn, kWithdraw, 70, -1, 80);
  const System& system = made.run.scenario.system;
  const auto useful = [&](std::size_t op) {
    return is_useful(system, made.run.log, made.run.log.operations[op]);
  };
  CHECK(useful(0));
  CHECK_FALSE(useful(1));
  CHECK_FALSE(useful(2));
  CHECK_FALSE(useful(3));
}

TEST_CASE("a balance is late if it shows more than can be there") {
  HandMade made;
  made.add(kAnn, kWithdraw, 1000, 2000, 80);
  made.shows(kBob, 2400, 2500, 100);
  made.shows(kBob, 2600, 2700, 100);
  made.shows(kBob, 2600, 2700, 20);
  const auto missed = [&](std::size_t op) {
    return missed_by(made.run.scenario.system, made.run.log, made.run.log.operations[op],
                     milliseconds(500));
  };
  CHECK(missed(1) == kNoOp);  // within the grace
  CHECK(missed(2) == OpId{0});
  CHECK(missed(3) == kNoOp);
}

TEST_CASE("a balance is late if it shows less than must be there") {
  HandMade made;
  made.add(kAnn, kDeposit, 1000, 2000, 80);
  made.add(kAnn, kWithdraw, 1000, -1, 30);
  made.shows(kBob, 2400, 2500, 70);
  made.shows(kBob, 2600, 2700, 70);
  made.shows(kBob, 2600, 2700, 150);
  const auto missed = [&](std::size_t op) {
    return missed_by(made.run.scenario.system, made.run.log, made.run.log.operations[op],
                     milliseconds(500));
  };
  CHECK(missed(2) == kNoOp);  // within the grace
  CHECK(missed(3) == OpId{0});
  CHECK(missed(4) == kNoOp);
}

TEST_CASE("a balance that misses only what is within the grace is not late") {
  HandMade made;
  made.add(kAnn, kWithdraw, 1000, 2000, 30);
  made.add(kAnn, kWithdraw, 2100, 2400, 30);
  made.shows(kBob, 2600, 2700, 70);
  CHECK(missed_by(made.run.scenario.system, made.run.log, made.run.log.operations[2],
                  milliseconds(500)) == kNoOp);
}

TEST_CASE("a balance that a deposit under way may explain is not late") {
  HandMade made;
  made.add(kAnn, kWithdraw, 1000, 2000, 80);
  made.add(kEve, kDeposit, 2500, -1, 80);
  made.shows(kBob, 2600, 2700, 100);
  CHECK(missed_by(made.run.scenario.system, made.run.log, made.run.log.operations[2],
                  milliseconds(500)) == kNoOp);
}

TEST_CASE("a list is late if it lacks an old entry, and not if that has scrolled off") {
  HandMade made;
  made.add(kAnn, kRecord, 1000, 1100, 80);
  made.add(kAnn, kRecord, 1200, 1300, 80);
  made.lists(kEve, 1700, 1800, {OpId{0}});
  made.lists(kEve, 1900, 2000, {OpId{0}});
  made.lists(kEve, 1900, 2000, {OpId{0}, OpId{1}});
  made.lists(kEve, 1900, 2000, {});
  const auto missed = [&](std::size_t op) {
    return missed_by(made.run.scenario.system, made.run.log, made.run.log.operations[op],
                     milliseconds(500));
  };
  CHECK(missed(2) == kNoOp);
  CHECK(missed(3) == OpId{1});
  CHECK(missed(4) == kNoOp);
  CHECK(missed(5) == OpId{1});
  object::Entries full(object::kLogEntriesMax, {{LocalTime{9'000'000}, kNorth}, 1, OpId{99}});
  made.run.log.operations[5].answer.shown.content = full;
  CHECK(missed(5) == kNoOp);
}

TEST_CASE("a register is late by its version, whatever its value") {
  HandMade made;
  made.add(kAnn, kWrite, 1000, 1100, 5);
  Operation& read = made.add(kBob, kRead, 2000, 2100);
  read.answer.shown = {{LocalTime{500}, kNorth}, kNoOp, object::Number{5}};
  const auto missed = [&] {
    return missed_by(made.run.scenario.system, made.run.log, made.run.log.operations[1],
                     milliseconds(500));
  };
  CHECK(missed() == OpId{0});
  made.run.log.operations[1].answer.shown.stamp = made.run.log.operations[0].answer.shown.stamp;
  CHECK(missed() == kNoOp);
}

TEST_CASE("a register is late by what was written after it, whatever the clocks said") {
  HandMade made;
  made.add(kAnn, kWrite, 1000, 1100, 5).answer.shown.stamp.time = LocalTime{9'000'000};
  made.add(kBob, kWrite, 1200, 1300, 6);
  const object::Version shown = made.run.log.operations[0].answer.shown;
  made.add(kBob, kRead, 2000, 2100).answer.shown = shown;
  const auto missed = [&] {
    return missed_by(made.run.scenario.system, made.run.log, made.run.log.operations[2],
                     milliseconds(500));
  };
  CHECK(missed() == OpId{1});
  made.run.log.operations[1].called = at_ms(1050);  // at the same time: either may be the later
  CHECK(missed() == kNoOp);
  made.run.log.operations[1].called = at_ms(1200);
  made.run.log.operations[0].outcome = Outcome::unknown;
  CHECK(missed() == kNoOp);
}
