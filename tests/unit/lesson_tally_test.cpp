// Marks from runs made by hand, so that every number can be reckoned.
#include "engine/lesson/tally.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/sim/metrics.h"
#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::lesson;
using namespace caplab::testing;

namespace {

Tally tally_of(const Lesson& lesson, const std::string& id) {
  for (std::size_t i = 0; i < lesson.rubric.size(); ++i) {
    if (lesson.rubric[i].id == id) return Tally(lesson, i);
  }
  FAIL("no criterion " << id);
  return Tally(lesson, 3);
}

Lesson with_limit(const std::string& id, std::int64_t limit) {
  Lesson lesson = small_lesson();
  for (Criterion& rule : lesson.rubric) {
    if (rule.id == id) rule.limit = limit;
  }
  return lesson;
}

void cut_between(HandMade& made, std::int64_t from, std::int64_t to) {
  made.fault(from, Cut{site_of(kSouth), site_of(kNorth), true});
  made.fault(to, Heal{});
}

const std::string kUseful = "availability.withdraw.useful";
const std::string kWorst = "availability.show.worst";
const std::string kUnknown = "repair.withdraw.unknown";
const std::string kLate = "repair.view.late";
const std::string kP99 = "latency.show.p99";
const std::string kConverge = "repair.all.converge";

}  // namespace

TEST_CASE("useful: requests count from the cut until ten seconds after the mending") {
  HandMade made;
  cut_between(made, 1000, 2000);
  made.add(kAnn, kWithdraw, 999, 1005, 1, Outcome::fail);     // before: does not count
  made.add(kAnn, kWithdraw, 1000, 1005, 1, Outcome::fail);    // due
  made.add(kAnn, kWithdraw, 1500, 1505, 1);                   // due, useful
  made.add(kAnn, kWithdraw, 12000, 12005, 1);                 // due, useful
  made.add(kAnn, kWithdraw, 12001, 12005, 1, Outcome::fail);  // after
  made.add(kAnn, kWithdraw, 11000, -1, 1);                    // never returned: unknown to us
  made.add(kBob, kBalance, 1500, 1505, 1, Outcome::fail);     // another operation
  Tally tally = tally_of(small_lesson(), kUseful);
  tally.add(made.run, 5);
  const Mark mark = tally.mark();
  CHECK(mark.samples == 3);
  CHECK(mark.value == 666);
  CHECK(tally.first_miss() == Miss{5, OpId{1}, at_ms(1005)});
}

TEST_CASE("useful: the limit is met exactly or not at all") {
  for (const auto& [limit, pass] : {std::pair{666, true}, std::pair{667, false}}) {
    HandMade made;
    cut_between(made, 1000, 2000);
    made.add(kAnn, kWithdraw, 1000, 1005, 1, Outcome::fail);
    made.add(kAnn, kWithdraw, 1500, 1505, 1);
    made.add(kAnn, kWithdraw, 1600, 1605, 1);
    Tally tally = tally_of(with_limit(kUseful, limit), kUseful);
    tally.add(made.run, 1);
    CHECK(tally.mark().pass == pass);
  }
}

TEST_CASE("useful: the interval knows that the requests of one run share its cut") {
  const auto marked = [](bool together) {
    Tally tally = tally_of(small_lesson(), kUseful);
    for (int run = 0; run < 60; ++run) {
      HandMade made;
      cut_between(made, 1000, 2000);
      for (int i = 0; i < 10; ++i) {
        const bool refused = together ? run % 2 == 0 : i % 2 == 0;
        made.add(kAnn, kWithdraw, 1100 + i, 1200, 1, refused ? Outcome::fail : Outcome::ok);
      }
      tally.add(made.run, run + 1);
    }
    return tally.mark();
  };
  const Mark apart = marked(false);
  const Mark together = marked(true);
  CHECK(apart.value == 500);
  CHECK(together.value == 500);
  CHECK(apart.samples == together.samples);
  CHECK(apart.low == share(300, 600, 1000).low);
  CHECK(together.low == share(30, 60, 1000).low);
  CHECK(together.high == share(30, 60, 1000).high);
}

TEST_CASE("useful: nothing due is nothing measured, and no pass") {
  HandMade made;
  made.add(kAnn, kWithdraw, 1500, 1505, 1);
  Tally tally = tally_of(small_lesson(), kUseful);
  tally.add(made.run, 1);
  const Mark mark = tally.mark();
  CHECK(mark.samples == 0);
  CHECK_FALSE(mark.pass);
}

TEST_CASE("accepted: a truthful no is an answer, and still not what was asked for") {
  HandMade made;
  cut_between(made, 1000, 2000);
  made.add(kAnn, kWithdraw, 1000, 1005, 300).answer.accepted = false;  // 100 is there
  made.add(kAnn, kWithdraw, 1100, 1105, 1);
  made.add(kAnn, kWithdraw, 1200, 1205, 1, Outcome::unknown);
  Lesson lesson = small_lesson();
  Tally useful = tally_of(lesson, kUseful);
  useful.add(made.run, 1);
  CHECK(useful.mark().value == 666);
  for (Criterion& rule : lesson.rubric) {
    if (rule.id == kUseful) rule.measure = Measure::accepted;
  }
  Tally accepted = tally_of(lesson, kUseful);
  accepted.add(made.run, 1);
  CHECK(accepted.mark().samples == 3);
  CHECK(accepted.mark().value == 333);
  CHECK(accepted.first_miss() == Miss{1, OpId{0}, at_ms(1005)});
}

TEST_CASE("traffic: the mean over runs, with its interval") {
  Lesson lesson = with_limit(kConverge, 2000);
  for (Criterion& rule : lesson.rubric) {
    if (rule.id == kConverge) rule.measure = Measure::traffic;
  }
  Tally tally = tally_of(lesson, kConverge);
  for (int i = 0; i < 2; ++i) {
    HandMade made;
    made.run.world.bytes = i == 0 ? 1500 : 2501;
    tally.add(made.run, i + 1);
  }
  const Mark mark = tally.mark();
  CHECK(mark.samples == 2);
  CHECK(mark.value == 2001);  // rounded up
  CHECK_FALSE(mark.pass);
  CHECK(mark.low <= 2000);
  CHECK(mark.high >= 2001);
  CHECK(tally.first_miss()->run == 2);
}

TEST_CASE("worst: the client that was served worst counts, over all runs") {
  Tally tally = tally_of(small_lesson(), kWorst);
  for (int run = 1; run <= 2; ++run) {
    HandMade made;
    cut_between(made, 1000, 2000);
    made.shows(kAnn, 1100, 1105, 100);
    made.add(kAnn, kBalance, 1200, 1205, 0, Outcome::fail);
    made.add(kBob, kBalance, 1200, 1205, 0, run == 2 ? Outcome::fail : Outcome::unknown);
    made.shows(kBob, 1300, 1305, 100);
    made.add(kBob, kBalance, 1400, 1405, 0, Outcome::fail);
    tally.add(made.run, run);
  }
  const Mark mark = tally.mark();
  CHECK(mark.samples == 6);
  CHECK(mark.value == 333);
  CHECK(tally.first_miss() == Miss{1, OpId{2}, at_ms(1205)});
}

TEST_CASE("unknown: per 1,000 confirmed, rounded up, priced") {
  Lesson lesson = with_limit(kUnknown, 333);
  for (Criterion& rule : lesson.rubric) rule.price = rule.id == kUnknown ? 15 : 0;
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 1);
  made.add(kAnn, kWithdraw, 30, 40, 1);
  made.add(kAnn, kWithdraw, 50, 60, 1).answer.accepted = false;
  made.add(kAnn, kWithdraw, 70, 80, 1, Outcome::unknown);
  made.add(kAnn, kWithdraw, 70, 80, 1, Outcome::fail);
  Tally tally = tally_of(lesson, kUnknown);
  tally.add(made.run, 1);
  const Mark mark = tally.mark();
  CHECK(mark.value == 334);  // 1 for 3 confirmed
  CHECK_FALSE(mark.pass);    // 333.3 is more than 333
  CHECK(mark.cost == 5000);
  CHECK(mark.low <= 334);
  CHECK(mark.high > 334);
  CHECK(tally.first_miss() == Miss{1, OpId{3}, at_ms(80)});
}

TEST_CASE("unknown: none confirmed is never good enough") {
  HandMade made;
  made.add(kAnn, kWithdraw, 70, 80, 1, Outcome::unknown);
  Tally tally = tally_of(small_lesson(), kUnknown);
  tally.add(made.run, 1);
  const Mark mark = tally.mark();
  CHECK(mark.value == kNever.us);
  CHECK_FALSE(mark.pass);
}

TEST_CASE("late: per 1,000 answers") {
  HandMade made;
  made.add(kAnn, kRecord, 10, 20, 80);
  made.lists(kEve, 1000, 1010, {});
  made.lists(kEve, 1100, 1110, {OpId{0}});
  made.lists(kEve, 1200, 1210, {OpId{0}});
  made.add(kEve, kView, 1300, 1310, 0, Outcome::fail);  // no answer at all
  Tally tally = tally_of(small_lesson(), kLate);
  tally.add(made.run, 3);
  const Mark mark = tally.mark();
  CHECK(mark.samples == 3);
  CHECK(mark.value == 334);
  CHECK(tally.first_miss() == Miss{3, OpId{1}, at_ms(1010)});
}

TEST_CASE("p99: the site with the longest wait counts, given up or not") {
  HandMade made;
  for (int i = 0; i < 200; ++i) made.shows(kBob, 10 * i, 10 * i + 4, 100);
  for (int i = 0; i < 100; ++i) made.shows(kAnn, 10 * i, 10 * i + (i < 98 ? 2 : 9), 100);
  made.add(kAnn, kBalance, 5000, 7000, 0, Outcome::unknown);
  Tally tally = tally_of(small_lesson(), kP99);
  tally.add(made.run, 1);
  const Mark mark = tally.mark();
  CHECK(mark.value == 9000);
  CHECK(mark.samples == 101);
  CHECK(mark.pass);
  CHECK(mark.high == 2'000'000);
  CHECK(tally.first_miss() == Miss{1, OpId{300}, at_ms(7000)});
}

TEST_CASE("p99: every site that makes such requests must have made enough") {
  Lesson lesson = small_lesson();
  Tally tally = tally_of(lesson, kP99);
  const auto add_many = [&](NodeId client) {
    HandMade made;
    for (int i = 0; i < kFaultFreeOperations; ++i) made.shows(client, i, i + 1, 100);
    tally.add(made.run, 1);
  };
  CHECK_FALSE(tally.enough());
  add_many(kAnn);  // the lesson's workload asks for balances at South only
  CHECK_FALSE(tally.enough());
  add_many(kBob);
  CHECK(tally.enough());
  CHECK(tally_of(lesson, kUseful).enough());
}

TEST_CASE("p99: requests that follow others are waited for as well") {
  Lesson lesson = small_lesson();
  lesson.rubric[5].operation = kRecord;
  Tally tally = tally_of(lesson, kP99);
  HandMade made;
  for (int i = 0; i < kFaultFreeOperations; ++i) made.add(kBob, kRecord, i, i + 1, 100);
  tally.add(made.run, 1);
  CHECK_FALSE(tally.enough());
  for (Operation& op : made.run.log.operations) op.client = kAnn;
  tally.add(made.run, 2);
  CHECK(tally.enough());
}

TEST_CASE("converge: the 95th percentile over runs; what never agrees is worse than any limit") {
  const auto add_runs = [](Tally& tally, int good, int never) {
    for (int i = 0; i < good + never; ++i) {
      HandMade made;
      cut_between(made, 1000, 2000);
      made.stores(1500, kNorth, 20, 9);
      if (i < good) {
        made.stores(2100, kSouth, 20, 9);
        made.stores(2000 + 10 * i, kEast, 20, 9);
      }
      tally.add(made.run, i + 1);
    }
  };
  Tally good = tally_of(small_lesson(), kConverge);
  add_runs(good, 100, 0);
  CHECK(good.mark().value == 940'000);
  CHECK(good.mark().pass);
  Tally few_never = tally_of(small_lesson(), kConverge);
  add_runs(few_never, 96, 4);
  CHECK(few_never.mark().pass);
  Tally many_never = tally_of(small_lesson(), kConverge);
  add_runs(many_never, 90, 10);
  CHECK(many_never.mark().value == kNever.us);
  CHECK_FALSE(many_never.mark().pass);
  CHECK(many_never.first_miss() == Miss{91, kNoOp, at_ms(2000)});
}
