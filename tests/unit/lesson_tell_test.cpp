// Sentences are read off the run: the same harm done in another way is told in another way.
#include "engine/lesson/tell.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/lesson/tell_cause.h"
#include "engine/sim/story.h"
#include "tests/unit/course_lesson.h"
#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::lesson;
using namespace caplab::testing;

namespace {

Lesson with_currency() {
  Lesson lesson = small_lesson();
  lesson.prose.entries["currency"] = "€";
  return lesson;
}

std::string told(const Lesson& lesson, const std::string& id, const Run& run) {
  const Criterion rule = criterion(lesson, id);
  const std::optional<Harm> harm = find_harm(rule, run);
  REQUIRE(harm.has_value());
  return text_of(tell_harm(lesson, rule, run, *harm));
}

Run played_at(Level withdraw, Level balance, std::vector<TimedCommand> script) {
  System system = small_bank(withdraw);
  system.stores[0].nouns.money = "€{amount}";
  system.operations[kBalance].level = balance;
  return played(system, std::move(script));
}

Criterion of_rule(Op operation, object::Rule rule) {
  Criterion criterion;
  criterion.side = Side::safety;
  criterion.measure = Measure::rule;
  criterion.operation = operation;
  criterion.rule = rule;
  return criterion;
}

std::string told_of(const Criterion& criterion, const Run& run) {
  const std::optional<Harm> harm = find_harm(criterion, run);
  REQUIRE(harm.has_value());
  return text_of(tell_harm(with_currency(), criterion, run, *harm));
}

TimedCommand call_of(std::int64_t ms, NodeId client, Op operation, std::int32_t item,
                     std::int64_t amount = 0) {
  return {at_ms(ms),
          Call{.client = client, .operation = operation, .amount = amount, .item = item}};
}

// What may be reserved: one of each, or so many of each.
System booking(object::ObjectType type, object::Content initial) {
  System system = small_bank(Level::one);
  system.stores[0].type = type;
  system.stores[0].initial = std::move(initial);
  system.operations[kBalance].verb = object::Verb::look;
  system.operations[kWithdraw].verb = object::Verb::reserve;
  system.operations[kWithdraw].then.reset();
  system.operations[kDeposit].verb = object::Verb::release;
  return system;
}

const std::string kOverdraft = "safety.withdraw.overdraft";
const std::string kStale = "safety.show.stale";

}  // namespace

TEST_CASE("an overdraft behind a cut is told by the cut") {
  const std::string both =
      told(with_currency(), kOverdraft,
           played_at(Level::one, Level::one,
                     {cut_at(2000, site_of(kSouth)), call_at(3000, kAnn, kWithdraw, 80),
                      call_at(3200, kBob, kWithdraw, 80)}));
  CHECK(both ==
        "Bob paid out €80 it could not see was gone: Ann had paid out €80 at 3.002 s, and South "
        "was cut off. Together €160 left an account that held €100.");
}

TEST_CASE("a cut in one direction, or one that is over, is told as such") {
  constexpr std::uint32_t kAll = (1U << 6) - 1;
  const NodeSet south = site_of(kSouth);
  const Cut into_south{NodeSet{kAll & ~south.bits}, south, false};
  const std::string one_way = told(with_currency(), kOverdraft,
                                   played_at(Level::one, Level::one,
                                             {{at_ms(2000), into_south},
                                              call_at(3000, kAnn, kWithdraw, 80),
                                              call_at(3200, kBob, kWithdraw, 80)}));
  CHECK(one_way.find("and nothing got into South.") != std::string::npos);
  const std::string over = told(with_currency(), kOverdraft,
                                played_at(Level::one, Level::one,
                                          {cut_at(2990, south), call_at(3000, kAnn, kWithdraw, 80),
                                           heal_at(3050), call_at(3100, kBob, kWithdraw, 80)}));
  CHECK(over.find("and South had been cut off until 3.050 s.") != std::string::npos);
}

TEST_CASE("an overdraft by two at once is told as a race") {
  const std::string text =
      told(with_currency(), kOverdraft,
           played_at(Level::quorum, Level::one,
                     {call_at(3000, kAnn, kWithdraw, 80), call_at(3003, kBob, kWithdraw, 70)}));
  CHECK(text ==
        "Bob paid out €70 that was gone: Ann was paying out €80 at the same time, and each had "
        "read the balance before the other changed it. Together €150 left an account that held "
        "€100.");
}

TEST_CASE("an overdraft because news travels is told by the copy that had not heard") {
  const std::string text =
      told(with_currency(), kOverdraft,
           played_at(Level::one, Level::one,
                     {call_at(3000, kAnn, kWithdraw, 80), call_at(3006, kBob, kWithdraw, 80)}));
  CHECK(text.find("Ann had paid out €80 at 3.002 s, and Copy South had not heard of it yet.") !=
        std::string::npos);
}

TEST_CASE("an overdraft because a payment was written over is told by what replaced it") {
  const std::string text =
      told(with_currency(), kOverdraft,
           played_at(Level::one, Level::one,
                     {call_at(3000, kAnn, kWithdraw, 80), cut_at(3001, site_of(kNorth)),
                      call_at(4000, kBob, kWithdraw, 20), heal_at(5000),
                      call_at(8000, kAnn, kWithdraw, 20)}));
  CHECK(text ==
        "Ann paid out €20 that was gone: Ann had paid out €80 at 3.002 s, but Bob, which did not "
        "know of it, wrote a later balance over it at 4.002 s. Together €120 left an account that "
        "held €100.");
}

TEST_CASE("a cut that was over before is not blamed") {
  const std::string text =
      told(with_currency(), kOverdraft,
           played_at(Level::one, Level::one,
                     {cut_at(1000, site_of(kSouth)), heal_at(1500),
                      call_at(3000, kAnn, kWithdraw, 80), call_at(3006, kBob, kWithdraw, 80)}));
  CHECK(text.find("had not heard of it yet") != std::string::npos);
  CHECK(text.find("cut off") == std::string::npos);
}

TEST_CASE("an overdraft by a wrong clock is told by the clock") {
  const std::string text = told(with_currency(), kOverdraft,
                                played_at(Level::quorum, Level::one,
                                          {{at_ms(0), SkewClock{kSouth, milliseconds(-400), 0}},
                                           call_at(3000, kAnn, kWithdraw, 10),
                                           call_at(3200, kBob, kWithdraw, 80),
                                           call_at(3400, kAnn, kWithdraw, 80)}));
  CHECK(text ==
        "Ann paid out €80 it could not see was gone: Bob had paid out €80 at 3.242 s, but the "
        "clock of Copy South was 400 ms behind, so an older balance counted as newer. Together "
        "€170 left an account that held €100.");
}

TEST_CASE("of several payments the one that was not seen is named") {
  const Run run =
      played_at(Level::one, Level::one,
                {call_at(1000, kBob, kWithdraw, 30), cut_at(2000, site_of(kSouth)),
                 call_at(3000, kAnn, kWithdraw, 20), call_at(3300, kBob, kWithdraw, 5),
                 call_at(3600, kAnn, kWithdraw, 15), call_at(3900, kBob, kWithdraw, 60)});
  // Bob's copy has seen 30 and 5 go, but not Ann's 20 and 15.
  const std::string text = told(with_currency(), kOverdraft, run);
  CHECK(text.find("Bob paid out €60") == 0);
  CHECK(text.find("Ann had paid out €15") != std::string::npos);
  CHECK(text.find("Together €130 left") != std::string::npos);
}

TEST_CASE("one payment alone that was more than there was is told without another") {
  const Lesson lesson = with_currency();
  HandMade made;
  made.run.scenario.system.stores[0].nouns.money = "€{amount}";
  made.add(kAnn, kWithdraw, 3000, 3002, 150);
  const Criterion rule = criterion(lesson, kOverdraft);
  const std::optional<Harm> harm = find_harm(rule, made.run);
  REQUIRE(harm.has_value());
  CHECK(text_of(tell_harm(lesson, rule, made.run, *harm)) ==
        "Ann paid out €150, though €100 is all that can have been in the account.");
}

TEST_CASE("a stale balance is told by what it missed") {
  const std::string text =
      told(with_currency(), kStale,
           played_at(Level::one, Level::quorum,
                     {cut_at(2000, site_of(kNorth)), call_at(3000, kAnn, kWithdraw, 80),
                      call_at(3500, kBob, kBalance)}));
  CHECK(text ==
        "Bob was shown €100 as if it were current: Ann had taken out €80 at 3.002 s, and North "
        "was cut off.");
}

TEST_CASE("fragments point to operations and moments, and together are the sentence") {
  const Lesson lesson = with_currency();
  const Run run = played_at(Level::one, Level::one,
                            {cut_at(2000, site_of(kSouth)), call_at(3000, kAnn, kWithdraw, 80),
                             call_at(3200, kBob, kWithdraw, 80)});
  const Criterion rule = criterion(lesson, kOverdraft);
  const Harm harm = *find_harm(rule, run);
  const std::vector<Fragment> fragments = tell_harm(lesson, rule, run, harm);
  REQUIRE(fragments.size() > 4);
  CHECK(fragments.front() == Fragment{"Bob", harm.operations.back(), at_ms(3200)});
  bool points_to_cut = false;
  for (const Fragment& fragment : fragments) {
    if (fragment.at == at_ms(2000)) points_to_cut = fragment.text == "South was cut off";
  }
  CHECK(points_to_cut);
}

TEST_CASE("the lesson's own wording goes first, and may leave names out") {
  Lesson lesson = with_currency();
  lesson.prose.entries["tell.overdraft.cut"] = "{who} gave {amount} away; {unknown} {other}!";
  lesson.prose.entries["currency"] = "{amount} crowns";
  Run run = played_at(Level::one, Level::one,
                      {cut_at(2000, site_of(kSouth)), call_at(3000, kAnn, kWithdraw, 80),
                       call_at(3200, kBob, kWithdraw, 80)});
  run.scenario.system.stores[0].nouns.money = "{amount} crowns";
  CHECK(told(lesson, kOverdraft, run) == "Bob gave 80 crowns away; {unknown} Ann!");
}

TEST_CASE("misses of the other sides have their sentences") {
  const Lesson lesson = with_currency();
  const Run run =
      played_at(Level::quorum, Level::one,
                {cut_at(2000, site_of(kSouth)), call_at(5000, kBob, kWithdraw, 80),
                 call_at(6000, kAnn, kWithdraw, 80), call_at(8000, kBob, kBalance), heal_at(9000)});
  const auto text = [&](const std::string& id, std::uint32_t op) {
    const Criterion rule = criterion(lesson, id);
    return text_of(tell_miss(lesson, rule, run, {1, OpId{op}, at_ms(9000)}));
  };
  CHECK(text("availability.withdraw.useful", 0) ==
        "Bob asked for \"withdraw €80\" at 5.000 s and was refused while South was cut off.");
  CHECK(text("latency.show.p99", 1) ==
        "Ann waited 42.0 ms for \"withdraw €80\" at 6.000 s, with "
        "nothing broken.");
  CHECK(text("repair.all.converge", 0).find("The copies agreed ") == 0);
}

TEST_CASE("an untrue no is told by what makes it untrue") {
  using object::ObjectType;
  using object::Verb;
  const struct {
    ObjectType type;
    Verb verb;
    std::string truth;
  } cases[] = {{ObjectType::account, Verb::withdraw, "at least €100 was there"},
               {ObjectType::stock, Verb::reserve, "at least one was left"},
               {ObjectType::seat, Verb::reserve, "nobody can have had it"},
               {ObjectType::lock, Verb::acquire, "nobody else can have held it"},
               {ObjectType::matching, Verb::request, "it cannot have been requested before"}};
  const Lesson lesson = with_currency();
  for (const auto& [type, verb, truth] : cases) {
    HandMade made;
    StoreSpec& store = made.run.scenario.system.stores[0];
    store.type = type;
    if (type != ObjectType::account) store.initial = object::Records{};
    Operation& declined = made.add(kAnn, kWithdraw, 3000, 3002, 50);
    declined.request.verb = verb;
    declined.answer.accepted = false;
    const Criterion rule = criterion(lesson, "availability.withdraw.useful");
    const std::string text = text_of(tell_miss(lesson, rule, made.run, {1, OpId{0}, at_ms(3002)}));
    INFO(text);
    CHECK(text.find(" and was declined, though " + truth + ".") != std::string::npos);
  }
}

TEST_CASE("what a copy had heard is not told as unheard") {
  const Run run = played_at(Level::one, Level::one,
                            {call_at(1000, kAnn, kWithdraw, 80), call_at(1004, kBob, kBalance),
                             call_at(5000, kBob, kBalance)});
  const Operation& paid = run.log.operations[0];
  REQUIRE(paid.returned < at_ms(1004));
  CHECK(why_unseen(run, run.log.operations[2], paid).cause == Cause::unheard);
  CHECK(why_unseen(run, run.log.operations[3], paid).cause == Cause::known);
}

TEST_CASE("what is claimed twice is told by what each was told, and in the lesson's own noun") {
  System system = booking(object::ObjectType::seat, object::Records{});
  system.stores[0].nouns.item = "place";
  const Run run = played(system, {cut_at(1000, site_of(kSouth)), call_of(3000, kAnn, kWithdraw, 4),
                                  call_of(3100, kBob, kWithdraw, 4)});
  CHECK(told_of(of_rule(kWithdraw, object::Rule::one_customer), run) ==
        "Place 4 was confirmed to Ann and Bob. Ann was told at 3.002 s that place 4 was reserved, "
        "Bob was told at 3.102 s that place 4 was reserved, and South was cut off.");
}

TEST_CASE("of those before the last, the one is named that the last had not seen") {
  const object::Records two{{.stamp = {}, .amount = 2, .item = 1, .verb = object::Verb::restock}};
  const Run run = played(booking(object::ObjectType::stock, two),
                         {call_of(1000, kAnn, kWithdraw, 1), cut_at(2000, site_of(kSouth)),
                          call_of(3000, kBob, kWithdraw, 1), call_of(3100, kAnn, kWithdraw, 1)});
  CHECK(told_of(of_rule(kWithdraw, object::Rule::one_customer), run)
            .find(". Bob was told at 3.002 s that article 1 was reserved, Ann was told at") !=
        std::string::npos);
}

TEST_CASE("a reply without its post is told by the post that its reader did not know of") {
  System system = small_bank(Level::one);
  system.operations[kWrite] = system.operations[kRecord];
  system.operations[kWrite].verb = object::Verb::reply;
  const Run run = played(system, {cut_at(500, site_of(kNorth)), call_at(1000, kAnn, kRecord, 7),
                                  call_of(2000, kBob, kWrite, 7, 70), call_at(3000, kEve, kView)});
  CHECK(told_of(of_rule(kView, object::Rule::reply_with_post), run) ==
        "A reply shows without its post: Eve saw 70, not the 7 that it answers. Ann was told at "
        "1.002 s that 7 was entered, Eve looked at 3.002 s, and North was cut off.");
}

TEST_CASE("money paid beyond cover names the payment before, and amounts have their currency") {
  const Run run = played_at(Level::one, Level::one,
                            {cut_at(2000, site_of(kSouth)), call_at(3000, kAnn, kWithdraw, 80),
                             call_at(3200, kBob, kWithdraw, 80)});
  CHECK(told_of(of_rule(kWithdraw, object::Rule::paid_within), run) ==
        "Money was paid out beyond what was put in: €60 of Bob's €80. Ann was told at 3.002 s that "
        "€80 was paid, Bob was told at 3.202 s that €80 was paid, and South was cut off.");
}

TEST_CASE("half a transfer is told by what became of the other half, and the cut that it met") {
  HandMade made;
  made.run.world = played(small_bank(Level::one), {}).world;
  made.run.scenario.system.stores[0].nouns.money = "€{amount}";
  made.add(kAnn, kWithdraw, 3000, 3040).request = {object::Verb::transfer, 30, 0, 1, kAnn};
  Operation& half = made.add(kAnn, kWithdraw, 3040, 3540, 30, Outcome::fail);
  half.request = {object::Verb::transfer_in, 30, 0, 0, kAnn};
  half.key = Key{1};
  made.fault(3050, cut_at(3050, site_of(kNorth)).command);
  CHECK(told_of(of_rule(kWithdraw, object::Rule::transfer_whole), made.run) ==
        "€30 left account 0 and never came to account 1. Ann was told at 3.040 s that €30 was "
        "taken off, but the other half was refused at 3.540 s while North was cut off.");
}

TEST_CASE("a mail about what was taken back names who has it, and the cut between the two") {
  System system = booking(object::ObjectType::seat, object::Records{});
  system.stores[1].type = object::ObjectType::effect;
  system.stores[1].initial = object::Records{};
  system.operations[kRecord].verb = object::Verb::email;
  system.operations[kView].verb = object::Verb::look;
  system.operations[kWithdraw].then = kRecord;
  const Run run = played(system, {cut_at(1000, site_of(kSouth)), call_of(3000, kAnn, kWithdraw, 4),
                                  call_of(3100, kBob, kWithdraw, 4), heal_at(5000)});
  const std::string text = told_of(of_rule(kRecord, object::Rule::effect_stands), run);
  INFO(text);
  CHECK(text.find("The email about seat 4 had gone out to Bob and cannot be taken back. Ann was "
                  "told at 3.002 s that seat 4 was reserved, Bob was told at ") == 0);
  CHECK(text.find(" that it was sent, and South was cut off.") != std::string::npos);
}

TEST_CASE("amounts are money where accounts are, and in the log that follows them") {
  using object::ObjectType;
  for (const StoreSpec& store : testing::course_lesson("bank").system.stores) {
    const bool money = store.type == ObjectType::account || store.type == ObjectType::log;
    CHECK(store.nouns.money == (money ? "€{amount}" : ""));
  }
  for (const StoreSpec& store : testing::course_lesson("feed").system.stores) {
    if (store.type == ObjectType::log) CHECK(store.nouns.money.empty());
  }
}

TEST_CASE("a lesson's own noun for an object's items is used in calls too") {
  const System system = testing::lesson_in("tests/lessons/keycard").system;
  const auto access =
      std::find_if(system.operations.begin(), system.operations.end(),
                   [](const OperationSpec& spec) { return spec.verb == object::Verb::access; });
  REQUIRE(access != system.operations.end());
  Call call{.operation = static_cast<std::uint16_t>(access - system.operations.begin())};
  call.item = 3;
  CHECK(call_text(system, call) == access->name + " card 3");
  CHECK(object::item_text(object::ObjectType::seat, 4, {.item = "chair {number}", .money = {}}) ==
        "chair 4");
}
