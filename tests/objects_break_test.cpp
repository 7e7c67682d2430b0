// Objects of every type through a world: what a cut or a skewed clock breaks at ONE, what it costs
// to make up for it, and that at SERIAL it does not happen.
#include <catch2/catch_test_macros.hpp>

#include "engine/object/claims.h"
#include "engine/object/lock.h"
#include "engine/object/reconcile.h"
#include "engine/sim/story.h"
#include "engine/sim/told.h"
#include "tests/scenarios.h"

using namespace caplab;
using namespace caplab::test;
using object::Conflict;
using object::ObjectType;
using object::Remedy;
using object::Rule;
using object::Verb;

namespace {

constexpr std::int32_t kSeat = 12;

// Three replicas at three sites, a client at each; the first site is cut off from 1 s to 6 s.
struct Play {
  Scenario scenario;
  Level level;
  World world;
  Log log;

  Play(const Shape& shape, Level at, bool cut = true) : level(at) {
    scenario.system = make_system(shape);
    scenario.end = Time{seconds(20).us};
    if (!cut) return;
    const NodeSet side = nodes_at(scenario.system, SiteId{0});
    const NodeSet others{all_nodes(scenario.system).bits & ~side.bits};
    scenario.script.push_back({Time{seconds(1).us}, Cut{side, others, true}});
    scenario.script.push_back({Time{seconds(6).us}, Heal{}});
  }

  struct About {
    std::int32_t item = 0;
    std::int64_t amount = 0;
    std::int64_t expected = 0;
    int key = 0;
  };

  void call(int second, int client, Verb verb, About about = {0, 0, 0, 0}) {
    scenario.script.push_back(
        {Time{seconds(second).us}, Call{.client = client_node(scenario.system, client),
                                        .operation = operation_of(scenario.system, verb, level),
                                        .key = id_of<Key>(static_cast<std::size_t>(about.key)),
                                        .amount = about.amount,
                                        .expected = about.expected,
                                        .item = about.item}});
  }

  void run() {
    sort_by_time(scenario.script);
    world = make_world(scenario);
    caplab::run(scenario, world, log, scenario.end);
  }

  bool accepted(std::size_t op) const {
    return log.operations[op].outcome == Outcome::ok && log.operations[op].answer.accepted;
  }

  object::Reconciliation reconciled() const {
    const StoreSpec& store = scenario.system.stores[0];
    const std::vector<object::Told> told = told_on(scenario.system, log, StoreId{0});
    const std::vector<object::Content> settled = settled_on(scenario.system, world, StoreId{0});
    const std::vector<std::string> names = node_names(scenario.system);
    INFO(story(scenario.system, log));
    REQUIRE_FALSE(settled.empty());  // all is quiet
    return object::reconcile({store.type, told, settled, names, initial_number(store)},
                             store.conflict);
  }

  // The rules that are broken, each as often as it is.
  std::vector<Rule> broken() const {
    std::vector<Rule> rules;
    for (const object::Breach& breach : reconciled().broken) rules.push_back(breach.rule);
    return rules;
  }

  const object::Content& held() const { return versions_of(world.nodes[0].stores[0])[0].content; }
};

Shape of(ObjectType type, Conflict conflict = Conflict::natural, object::Number initial = 0) {
  return {.type = type, .initial = initial, .conflict = conflict};
}

Play seat_on_both_sides(Conflict conflict, Level level) {
  Play play(of(ObjectType::seat, conflict), level);
  play.call(4, 0, Verb::reserve, {kSeat, 0, 0, 0});
  play.call(5, 1, Verb::reserve, {kSeat, 0, 0, 0});
  play.run();
  return play;
}

}  // namespace

TEST_CASE("a seat is sold twice at ONE on both sides of a cut, and costs one cancelled booking") {
  for (const Conflict conflict : {Conflict::natural, Conflict::unite, Conflict::first}) {
    const Play play = seat_on_both_sides(conflict, Level::one);
    CHECK(play.accepted(0));
    CHECK(play.accepted(1));
    const object::Reconciliation result = play.reconciled();
    REQUIRE(result.broken.size() == 1);
    CHECK(result.broken[0].sentence == "seat 12 was confirmed to c1 and c2");
    CHECK(result.compensations.size() == 1);
    CHECK(object::count_of(result, Remedy::cancelled_booking) == 1);
    CHECK(result.compensations[0].who == client_node(play.scenario.system, 1));
    const bool decided = conflict != Conflict::unite;
    CHECK(object::holder_of(play.held(), kSeat, conflict) ==
          (decided ? client_node(play.scenario.system, 0) : kNobody));
  }
}

TEST_CASE("under last_write the first customer's booking is gone without a trace") {
  const Play play = seat_on_both_sides(Conflict::last_write, Level::one);
  CHECK(std::get<object::Records>(play.held()).size() == 1);
  const object::Reconciliation result = play.reconciled();
  REQUIRE(object::count_of(result, Remedy::cancelled_booking) == 1);
  CHECK(result.compensations[0].who == client_node(play.scenario.system, 0));
}

TEST_CASE("at SERIAL the cut-off side sells no seat") {
  const Play play = seat_on_both_sides(Conflict::unite, Level::serial);
  CHECK_FALSE(play.accepted(0));
  CHECK(play.accepted(1));
  CHECK(play.reconciled() == object::Reconciliation{});
}

TEST_CASE("the loser's release, asked for like any other, puts the seat right under unite") {
  Play play(of(ObjectType::seat, Conflict::unite), Level::one);
  play.call(4, 0, Verb::reserve, {kSeat, 0, 0, 0});
  play.call(5, 1, Verb::reserve, {kSeat, 0, 0, 0});
  play.call(12, 1, Verb::release, {kSeat, 0, 0, 0});
  play.run();
  CHECK(play.accepted(2));
  CHECK(object::holder_of(play.held(), kSeat, Conflict::unite) ==
        client_node(play.scenario.system, 0));
}

TEST_CASE("both sides of a cut hand out a lock and work under the same token; at SERIAL not") {
  for (const Level level : {Level::one, Level::serial}) {
    Play play(of(ObjectType::lock), level);
    for (const int client : {0, 1}) {
      play.call(3, client, Verb::acquire);
      play.call(5, client, Verb::work);
    }
    play.run();
    const std::vector<Rule> broken = play.broken();
    CHECK(broken ==
          (level == Level::one ? std::vector<Rule>{Rule::one_holder} : std::vector<Rule>{}));
    CHECK(play.reconciled().beyond_repair.size() == broken.size());
  }
}

TEST_CASE("a holder whose lease has run out does harm only where nobody looks at tokens") {
  for (const Verb work : {Verb::work, Verb::work_unchecked}) {
    Play play(of(ObjectType::lock), Level::serial, false);
    play.call(1, 0, Verb::acquire, {0, seconds(2).us, 0, 0});
    play.call(5, 1, Verb::acquire, {0, seconds(10).us, 0, 0});
    play.call(6, 1, work);
    play.call(7, 0, work);
    play.run();
    CHECK(play.accepted(1));
    CHECK(play.accepted(3) == (work == Verb::work_unchecked));
    CHECK(play.broken().size() == (work == Verb::work ? 0 : 1));
  }
}

TEST_CASE("a clock that is ahead ends another's lease early") {
  for (const Duration ahead : {Duration{}, seconds(20)}) {
    Play play(of(ObjectType::lock), Level::serial, false);
    play.scenario.script.push_back({Time{}, SkewClock{replica_node(1), ahead, 0}});
    play.call(1, 0, Verb::acquire, {0, seconds(10).us, 0, 0});
    play.call(3, 1, Verb::acquire, {0, seconds(10).us, 0, 0});
    play.run();
    CHECK(play.accepted(0));
    CHECK(play.accepted(1) == (ahead > Duration{}));
  }
}

TEST_CASE("more of a stock goes out at ONE than there is; at SERIAL not") {
  for (const Level level : {Level::one, Level::serial}) {
    Play play(of(ObjectType::stock, Conflict::natural, 2), level);
    for (const int second : {3, 4}) {
      play.call(second, 0, Verb::reserve);
      play.call(second, 1, Verb::reserve);
    }
    play.run();
    const object::Reconciliation result = play.reconciled();
    CHECK(object::count_of(result, Remedy::cancelled_booking) == (level == Level::one ? 2 : 0));
  }
}

TEST_CASE("a lot is awarded twice at ONE; at SERIAL once") {
  for (const Level level : {Level::one, Level::serial}) {
    Play play(of(ObjectType::auction), level);
    for (const int client : {0, 1}) {
      play.call(3, client, Verb::bid, {3, 50 + client, 0, 0});
      play.call(5, client, Verb::award, {3, 0, 0, 0});
    }
    play.run();
    const std::vector<Rule> broken = play.broken();
    CHECK(broken.empty() == (level == Level::serial));
    if (level == Level::one) CHECK(broken.front() == Rule::one_customer);
  }
}

TEST_CASE("at ONE somebody is let in after the revoke on the other side was acknowledged") {
  for (const Level level : {Level::one, Level::quorum}) {
    Play play(of(ObjectType::permission), level);
    play.scenario.script.push_back({Time{}, Heal{}});
    play.call(0, 1, Verb::grant, {1, 0, 0, 0});
    play.call(3, 1, Verb::revoke, {1, 0, 0, 0});
    play.call(5, 0, Verb::access, {1, 0, 0, 0});
    play.run();
    CHECK(play.accepted(1));
    CHECK(play.accepted(2) == (level == Level::one));
    CHECK(play.broken().empty() == (level == Level::quorum));
  }
}

TEST_CASE("a backup lets somebody in whom the primary has shut out, the primary itself does not") {
  for (const Level level : {Level::any, Level::primary}) {
    Shape shape = of(ObjectType::permission);
    shape.protocol = primary_backup::Config{primary_backup::Mode::asynchronous};
    Play play(shape, level, false);
    const NodeSet primary = nodes_of({replica_node(0)});
    const NodeSet backup = nodes_of({replica_node(1)});
    play.call(1, 0, Verb::grant, {1, 0, 0, 0});
    play.scenario.script.push_back(
        {Time{seconds(2).us}, SlowLink{primary, backup, seconds(1), seconds(9)}});
    play.call(3, 0, Verb::revoke, {1, 0, 0, 0});
    play.scenario.script.push_back(
        {Time{milliseconds(3500).us},
         Call{.client = client_node(play.scenario.system, 1),
              .operation = operation_of(play.scenario.system, Verb::access, level),
              .item = 1}});
    play.run();
    CHECK(play.accepted(1));
    CHECK(play.broken() ==
          (level == Level::any ? std::vector<Rule>{Rule::no_access} : std::vector<Rule>{}));
  }
}

TEST_CASE("at ONE a driver gets a rider on each side of the cut; one of them needs a rematch") {
  for (const Level level : {Level::one, Level::serial}) {
    Play play(of(ObjectType::matching, Conflict::earliest), level);
    play.call(0, 0, Verb::request, {7, 1, 0, 0});
    play.call(0, 1, Verb::request, {8, 1, 0, 0});
    play.call(3, 0, Verb::match, {7, 4, 0, 0});
    play.call(4, 1, Verb::match, {8, 4, 0, 0});
    play.run();
    const object::Reconciliation result = play.reconciled();
    CHECK(object::count_of(result, Remedy::rematch) == (level == Level::one ? 1 : 0));
  }
}

TEST_CASE("a trip is charged on both sides of a cut, unless the charge carries a key") {
  for (const std::int64_t key : {std::int64_t{0}, std::int64_t{99}}) {
    Play play(of(ObjectType::payment), Level::one);
    play.call(0, 0, Verb::authorise, {7, 40, 0, 0});
    play.call(3, 0, Verb::charge, {7, 30, key, 0});
    play.call(4, 1, Verb::charge, {7, 30, key, 0});
    play.run();
    CHECK(play.accepted(1));
    CHECK(play.accepted(2));
    const object::Reconciliation result = play.reconciled();
    CHECK(object::count_of(result, Remedy::refund) == (key == 0 ? 1 : 0));
    if (key == 0) CHECK(result.broken[0].sentence == "charged twice for trip 7");
  }
}

namespace {

Play transfer_of_30() {
  Shape shape = of(ObjectType::account, Conflict::natural, 100);
  shape.extras = true;
  shape.keys = 2;
  Play play(shape, Level::quorum, false);
  play.call(2, 0, Verb::transfer, {1, 30, 0, 0});
  return play;
}

// The same, with `side` cut off for some seconds once the first half is acknowledged.
Play half_a_transfer(NodeSet side) {
  Play whole = transfer_of_30();
  whole.run();
  Play half = transfer_of_30();
  const Time first_half = whole.log.operations[0].returned + microseconds(1);
  const NodeSet others{all_nodes(half.scenario.system).bits & ~side.bits};
  half.scenario.script.push_back({first_half, Cut{side, others, true}});
  half.scenario.script.push_back({first_half + seconds(5), Heal{}});
  half.run();
  return half;
}

object::Number held_by(const Play& play, std::size_t key) {
  const auto& versions = versions_of(play.world.nodes[0].stores[0]);
  return std::get<object::Number>(versions[key].content);
}

}  // namespace

TEST_CASE("a transfer is whole in a whole network") {
  Play play = transfer_of_30();
  play.run();
  REQUIRE(play.log.operations.size() == 2);
  CHECK(play.reconciled() == object::Reconciliation{});
  CHECK(held_by(play, 0) == 70);
  CHECK(held_by(play, 1) == 130);
}

TEST_CASE("a transfer whose second half is refused leaves money on no account: one refund") {
  const Play play = half_a_transfer(nodes_at(transfer_of_30().scenario.system, SiteId{0}));
  REQUIRE(play.log.operations.size() == 2);
  CHECK(play.log.operations[1].outcome == Outcome::fail);
  CHECK(held_by(play, 0) + held_by(play, 1) == 170);
  const object::Reconciliation result = play.reconciled();
  REQUIRE(result.broken.size() == 1);
  CHECK(result.broken[0].sentence == "30 left account 0 and never came to account 1");
  CHECK(object::count_of(result, Remedy::refund) == 1);
}

TEST_CASE("a transfer whose second half is unknown is not blamed on anybody") {
  const Play play = half_a_transfer(nodes_of({client_node(transfer_of_30().scenario.system, 0)}));
  REQUIRE(play.log.operations.size() == 2);
  CHECK(play.log.operations[1].outcome == Outcome::unknown);
  CHECK(held_by(play, 0) + held_by(play, 1) == 170);
  CHECK(play.broken().empty());
}

TEST_CASE("a reply is seen without its post at ONE while the post is still under way") {
  int broken = 0;
  for (const Level level : {Level::one, Level::quorum}) {
    Shape shape = of(ObjectType::log);
    shape.extras = true;
    Play play(shape, level, false);
    // The first site's posts are late at the third; the second site's reply is not.
    const NodeSet first = nodes_of({replica_node(0)});
    const NodeSet third = nodes_of({replica_node(2)});
    play.scenario.script.push_back({Time{}, SlowLink{first, third, seconds(1), seconds(9)}});
    play.call(2, 0, Verb::append, {0, 3, 0, 0});
    play.scenario.script.push_back(
        {Time{milliseconds(2300).us},
         Call{.client = client_node(play.scenario.system, 1),
              .operation = operation_of(play.scenario.system, Verb::reply, level),
              .amount = 5,
              .item = 3}});
    play.scenario.script.push_back(
        {Time{milliseconds(2600).us},
         Call{.client = client_node(play.scenario.system, 2),
              .operation = operation_of(play.scenario.system, Verb::read, level)}});
    play.run();
    const std::vector<Rule> rules = play.broken();
    if (level == Level::one) CHECK(rules == std::vector<Rule>{Rule::reply_with_post});
    if (level == Level::quorum) CHECK(rules.empty());
    broken += rules.empty() ? 0 : 1;
  }
  CHECK(broken == 1);
}

TEST_CASE("a log under last_write loses acknowledged entries, united it does not") {
  for (const Conflict conflict : {Conflict::last_write, Conflict::unite}) {
    Play play(of(ObjectType::log, conflict), Level::one);
    play.call(3, 0, Verb::append, {0, 3, 0, 0});
    play.call(4, 1, Verb::append, {0, 4, 0, 0});
    play.run();
    const object::Reconciliation result = play.reconciled();
    CHECK(object::count_of(result, Remedy::apology) == (conflict == Conflict::unite ? 0 : 1));
  }
}

TEST_CASE("a booking's email follows it, and stays when the booking is cancelled") {
  Play play(of(ObjectType::seat), Level::one);
  System& system = play.scenario.system;
  const StoreId mail = add_store(system, "mail", of(ObjectType::effect));
  for (std::size_t i = 0; i < system.operations.size(); ++i) {
    const OperationSpec& spec = system.operations[i];
    const bool sends = spec.store == mail && spec.verb == Verb::email && spec.level == Level::one;
    if (!sends) continue;
    system.operations[operation_of(system, Verb::reserve, Level::one)].then =
        static_cast<std::uint16_t>(i);
  }
  play.call(4, 0, Verb::reserve, {kSeat, 0, 0, 0});
  play.call(5, 1, Verb::reserve, {kSeat, 0, 0, 0});
  play.run();
  const std::vector<object::Told> seats = told_on(system, play.log, StoreId{0});
  const std::vector<object::Told> mails = told_on(system, play.log, mail);
  const std::vector<std::string> names = node_names(system);
  REQUIRE(mails.size() == 2);
  const object::Reconciliation result =
      object::reconcile({ObjectType::seat, seats, {}, names, 0}, Conflict::first, mails);
  REQUIRE(result.beyond_repair.size() == 1);
  CHECK(result.beyond_repair[0].sentence ==
        "the email about seat 12 had gone out to c2 and cannot be taken back");
}

TEST_CASE("the story tells calls on every type in words") {
  const Play play = seat_on_both_sides(Conflict::first, Level::one);
  const std::string text = story(play.scenario.system, play.log);
  CHECK(text.find("c1 calls reserve.one seat 12 at one") != std::string::npos);
  CHECK(text.find("r1's seat has changed (reserve.one seat 12, #0)") != std::string::npos);
}
