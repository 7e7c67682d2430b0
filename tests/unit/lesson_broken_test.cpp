// Rules of typed objects asked of whole runs: a seat that two people got, likes that were counted
// twice, a write that an older one replaced.
#include "engine/lesson/broken.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/lesson/measure.h"
#include "engine/lesson/tally.h"
#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::lesson;
using namespace caplab::testing;

namespace {

enum More : std::uint16_t { kReserve = 7, kLike, kOther, kMail };  // the last two: a test adds them

// The small bank's sites with seats, and with likes of the type.
lesson::Lesson hall(Level level, object::ObjectType likes = object::ObjectType::counter) {
  lesson::Lesson lesson = small_lesson();
  System& system = lesson.system;
  system = small_bank(level);
  system.stores.push_back({.name = "seats",
                           .type = object::ObjectType::seat,
                           .protocol = quorum::Config{},
                           .keys = 1,
                           .initial = object::Records{}});
  system.stores.push_back({.name = "likes",
                           .type = likes,
                           .protocol = crdt::Config{},
                           .keys = 1,
                           .initial = initial_content(crdt::Config{}, likes, 0)});
  system.operations.push_back({.name = "reserve",
                               .store = StoreId{3},
                               .verb = object::Verb::reserve,
                               .level = level,
                               .then = std::nullopt});
  system.operations.push_back({.name = "like",
                               .store = StoreId{4},
                               .verb = object::Verb::add,
                               .level = Level::local,
                               .then = std::nullopt});
  return lesson;
}

Criterion asked_of(std::uint16_t operation, Measure measure, Side side = Side::safety) {
  Criterion criterion;
  criterion.side = side;
  criterion.measure = measure;
  criterion.operation = operation;
  return criterion;
}

TimedCommand reserve_at(std::int64_t ms, NodeId client, std::int32_t seat) {
  Call call{.client = client, .operation = kReserve};
  call.item = seat;
  return {at_ms(ms), call};
}

TimedCommand like_at(std::int64_t ms, NodeId client, std::int64_t amount) {
  return {at_ms(ms), Call{.client = client, .operation = kLike, .key = Key{0}, .amount = amount}};
}

// Bob's site is cut off, and Ann and he both want seat 4.
Run sold_in_a_cut(Level level) {
  return played(hall(level).system,
                {cut_at(1000, site_of(kSouth)), reserve_at(3000, kAnn, 4),
                 reserve_at(3100, kBob, 4), reserve_at(3200, kBob, 5), heal_at(5000)});
}

}  // namespace

TEST_CASE("a seat that both sides of a cut sold has one buyer too many") {
  const Run run = sold_in_a_cut(Level::one);
  const Criterion once = asked_of(kReserve, Measure::rule);
  const std::vector<Broken> broken = broken_promises(once, run);
  REQUIRE(broken.size() == 1);
  CHECK(broken[0].operations == std::vector<OpId>{OpId{0}, OpId{1}});
  CHECK(broken[0].given_way == std::vector<OpId>{OpId{1}});
  CHECK(broken[0].sentence.find("Ann and Bob") != std::string::npos);
  CHECK(examine(once, run) == check::Answer::violated);
  CHECK(find_harm(once, run)->operations == broken[0].operations);
  CHECK(broken_promises(once, sold_in_a_cut(Level::serial)).empty());
}

TEST_CASE("of what was confirmed, those count who had to give way, and each has its price") {
  lesson::Lesson lesson = hall(Level::one);
  Criterion once = asked_of(kReserve, Measure::rule, Side::repair);
  once.limit = 300;
  once.price = 40;
  lesson.rubric.push_back(once);
  Tally tally(lesson, lesson.rubric.size() - 1);
  tally.add(sold_in_a_cut(Level::one), 1);
  tally.add(sold_in_a_cut(Level::serial), 2);
  const Mark mark = tally.mark();
  CHECK(mark.samples == 4);  // three at one, and at serial Ann's
  CHECK(mark.value == 250);
  CHECK(mark.pass);
  CHECK(tally.spent() == 40);
  CHECK(tally.first_miss()->op == OpId{1});
}

TEST_CASE("a second charge counts whether its client heard of it or not") {
  lesson::Lesson lesson = hall(Level::one);
  lesson.system.stores[3].type = object::ObjectType::payment;
  lesson.system.operations[kReserve].verb = object::Verb::charge;
  OperationSpec authorise = lesson.system.operations[kReserve];
  authorise.verb = object::Verb::authorise;
  lesson.system.operations.push_back(authorise);
  Criterion once = asked_of(kReserve, Measure::rule, Side::repair);
  once.rule = object::Rule::charged_once;
  lesson.rubric.push_back(once);
  const auto pay_at = [](std::int64_t ms, NodeId client, std::uint16_t operation) -> TimedCommand {
    return {at_ms(ms), Call{client, operation, Key{0}, 5, 0, 1}};
  };
  Run run = played(lesson.system,
                   {pay_at(500, kAnn, kOther), cut_at(1000, site_of(kSouth)),
                    pay_at(2000, kAnn, kReserve), pay_at(3000, kBob, kReserve), heal_at(5000)});
  for (const Outcome heard : {Outcome::ok, Outcome::unknown}) {
    run.log.operations[2].outcome = heard;
    Tally tally(lesson, lesson.rubric.size() - 1);
    tally.add(run, 1);
    const Mark mark = tally.mark();
    CHECK(mark.samples == 2);
    CHECK(mark.value == 500);
    CHECK(tally.first_miss()->op == OpId{2});
  }
}

TEST_CASE("a mail that follows two operations may be wrong about either, and only about its own") {
  System system = hall(Level::one).system;
  StoreSpec boxes = system.stores[3];
  StoreSpec mails = system.stores[3];
  boxes.name = "boxes";
  mails.name = "mails";
  mails.type = object::ObjectType::effect;
  system.stores.push_back(boxes);
  system.stores.push_back(mails);
  OperationSpec reserve_box = system.operations[kReserve];
  reserve_box.store = StoreId{5};
  system.operations.push_back(reserve_box);
  system.operations.push_back({.name = "mail",
                               .store = StoreId{6},
                               .verb = object::Verb::email,
                               .level = Level::one,
                               .then = std::nullopt});
  system.operations[kReserve].then = kMail;
  system.operations[kOther].then = kMail;
  Call box{.client = kAnn, .operation = kOther};
  box.item = 4;
  const TimedCommand ann_reserves_box{at_ms(3000), box};
  box.client = kBob;
  const Run run = played(system, {cut_at(1000, site_of(kSouth)),
                                  reserve_at(2000, kBob, 4),
                                  ann_reserves_box,
                                  {at_ms(3100), box},
                                  heal_at(5000)});
  REQUIRE(run.log.operations.size() == 6);
  Criterion stands = asked_of(kMail, Measure::rule);
  stands.rule = object::Rule::effect_stands;
  const std::vector<Broken> broken = broken_promises(stands, run);
  REQUIRE(broken.size() == 1);
  CHECK(broken[0].operations == std::vector<OpId>{OpId{2}, OpId{4}, OpId{5}});
}

TEST_CASE("a counter counts one person twice, a set does not") {
  const std::vector<TimedCommand> taps{
      like_at(1000, kAnn, 1), {at_ms(2000), Move{kAnn, SiteId{1}}}, like_at(3000, kAnn, 1)};
  const Criterion right = asked_of(kLike, Measure::miscounted);
  const Run counted = played(hall(Level::one).system, taps);
  const std::vector<Broken> broken = miscounted(right, counted);
  REQUIRE(broken.size() == 1);
  CHECK(broken[0].sentence == "the copies agree on 2, and 1 person counts");
  CHECK(miscounted(right, played(hall(Level::one, object::ObjectType::set).system, taps)).empty());
}

TEST_CASE("who likes and takes it back at the same time may count or not") {
  const Criterion right = asked_of(kLike, Measure::miscounted);
  Run run = played(hall(Level::one, object::ObjectType::set).system,
                   {like_at(1000, kAnn, 1), like_at(2000, kAnn, 1)});
  Operation& taken_back = run.log.operations[1];
  taken_back.request.verb = object::Verb::remove;
  REQUIRE(miscounted(right, run).size() == 1);
  taken_back.called = run.log.operations[0].returned;
  CHECK(miscounted(right, run).empty());
}

TEST_CASE("a write is lost when an older one wins by its clock, not when a later one replaces it") {
  const System system = small_bank(Level::quorum);
  const Criterion kept = asked_of(kWrite, Measure::lost);
  const std::vector<TimedCommand> writes{call_at(1000, kAnn, kWrite, 1),
                                         call_at(3000, kBob, kWrite, 2)};
  CHECK_FALSE(find_harm(kept, played(system, writes)));
  std::vector<TimedCommand> skewed = writes;
  skewed.insert(skewed.begin(), {Time{}, SkewClock{kNorth, seconds(5), 0}});
  const std::optional<Harm> harm = find_harm(kept, played(system, skewed));
  REQUIRE(harm);
  CHECK(harm->operations == std::vector<OpId>{OpId{0}, OpId{1}});
}

TEST_CASE("a write is not lost to one that is unknown: that may have taken effect later") {
  const System system = small_bank(Level::quorum);
  Run run = played(system, {{Time{}, SkewClock{kNorth, seconds(5), 0}},
                            call_at(1000, kAnn, kWrite, 1),
                            call_at(3000, kBob, kWrite, 2)});
  const Criterion kept = asked_of(kWrite, Measure::lost);
  REQUIRE(find_harm(kept, run));
  run.log.operations[0].outcome = Outcome::unknown;
  CHECK_FALSE(find_harm(kept, run));
}

TEST_CASE("a write is lost to a compare-and-set that was accepted though its value was gone") {
  System system = small_bank(Level::one);
  system.operations[kWrite].verb = object::Verb::compare_and_set;
  const auto set_at = [](std::int64_t ms, NodeId client, std::int64_t expected,
                         std::int64_t amount) -> TimedCommand {
    return {at_ms(ms), Call{client, kWrite, Key{0}, amount, expected}};
  };
  const Criterion kept = asked_of(kWrite, Measure::lost);
  const Run one_by_one = played(system, {set_at(1000, kAnn, 7, 20), set_at(3000, kBob, 20, 30)});
  CHECK_FALSE(find_harm(kept, one_by_one));
  const Run both = played(system, {cut_at(500, site_of(kSouth)), set_at(1000, kAnn, 7, 20),
                                   set_at(3000, kBob, 7, 30), heal_at(5000)});
  const std::optional<Harm> harm = find_harm(kept, both);
  REQUIRE(harm);
  CHECK(harm->operations == std::vector<OpId>{OpId{0}, OpId{1}});
  CHECK(harm->at == both.log.operations[1].returned);
}
