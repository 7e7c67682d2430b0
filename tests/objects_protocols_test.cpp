// One seat, two customers, one on each side of a cut, under every protocol: where one place decides
// it is sold once, where every copy decides for itself it is sold twice and somebody's booking must
// be cancelled afterwards.
#include <catch2/catch_test_macros.hpp>

#include "engine/object/or_set.h"
#include "engine/object/reconcile.h"
#include "engine/sim/told.h"
#include "tests/scripted_play.h"

using namespace caplab;
using namespace caplab::test;
using object::Conflict;
using object::ObjectType;
using object::Verb;

namespace {

constexpr std::int32_t kSeat = 12;

struct Case {
  ProtocolConfig protocol;
  Level level;
};

void ask(Play& play, std::int64_t ms, NodeId client, Verb verb, Level level, std::int32_t item) {
  Call call{.client = client, .operation = operation_of(play.scenario.system, verb, level)};
  call.item = item;
  play.add(at_ms(ms), call);
}

// Cuts the third site off from 1 s to 8 s.
void cut_third(Play& play) {
  const NodeSet third = nodes_of({kR3, kC3});
  const NodeSet others{all_nodes(play.scenario.system).bits & ~third.bits};
  play.add(at_ms(1000), Cut{third, others, true});
  play.add(at_ms(8000), Heal{});
}

bool accepted(const Play& play, std::size_t number) {
  return play.result(number).outcome == Outcome::ok && play.result(number).answer.accepted;
}

Play both_reserve(const Case& of) {
  Play play({.protocol = of.protocol, .type = ObjectType::seat});
  cut_third(play);
  ask(play, 5000, kC1, Verb::reserve, of.level, kSeat);
  ask(play, 6000, kC3, Verb::reserve, of.level, kSeat);
  play.run();
  return play;
}

object::Reconciliation reconciled(const Play& play) {
  const System& system = play.scenario.system;
  const std::vector<object::Told> told = told_on(system, play.log, StoreId{0});
  const std::vector<object::Content> settled = settled_on(system, play.world, StoreId{0});
  const std::vector<std::string> names = node_names(system);
  REQUIRE_FALSE(settled.empty());
  return object::reconcile({ObjectType::seat, told, settled, names, 0}, Conflict::natural);
}

}  // namespace

TEST_CASE("objects: where one place decides, a seat is sold once on two sides of a cut") {
  const Case cases[] = {
      {primary_backup::Config{}, Level::primary}, {raft::Config{}, Level::leader},
      {quorum::Config{}, Level::serial},          {home_region::Config{}, Level::home},
      {outbox::Config{}, Level::delivered},       {cache::Config{}, Level::fresh}};
  for (const Case& of : cases) {
    INFO(protocol_name(of.protocol));
    const Play play = both_reserve(of);
    CHECK(accepted(play, 0));
    CHECK_FALSE(accepted(play, 1));
  }
}

TEST_CASE("objects: where every copy decides, a seat is sold twice and one booking is cancelled") {
  const Case cases[] = {{quorum::Config{}, Level::one},
                        {crdt::Config{}, Level::local},
                        {multi_master::Config{}, Level::local}};
  for (const Case& of : cases) {
    INFO(protocol_name(of.protocol));
    const Play play = both_reserve(of);
    CHECK(accepted(play, 0));
    CHECK(accepted(play, 1));
    const object::Reconciliation result = reconciled(play);
    CHECK(object::count_of(result, object::Remedy::cancelled_booking) == 1);
    CHECK(result.compensations.size() == 1);
  }
}

TEST_CASE("objects: an outbox notes a reservation that home declines later") {
  const Play play = both_reserve({outbox::Config{}, Level::queued});
  CHECK(accepted(play, 0));
  CHECK(accepted(play, 1));
  CHECK(object::count_of(reconciled(play), object::Remedy::cancelled_booking) == 1);
}

TEST_CASE(
    "objects: an old copy lets somebody in who was shut out, the place that decides does not") {
  const Case cases[] = {{cache::Config{}, Level::cached},
                        {cache::Config{}, Level::fresh},

                        {home_region::Config{}, Level::any},
                        {home_region::Config{}, Level::home}};
  for (const Case& of : cases) {
    INFO(protocol_name(of.protocol) << " " << name_of(of.level));
    Play play({.protocol = of.protocol, .type = ObjectType::permission});
    const Level writes = levels_of(of.protocol).back();
    ask(play, 2000, kC1, Verb::grant, writes, 1);
    ask(play, 4000, kC3, Verb::access, of.level, 1);
    play.add(at_ms(4500), SlowLink{nodes_of({kR1, kR2}), nodes_of({kR3}), seconds(1), seconds(9)});
    ask(play, 5000, kC1, Verb::revoke, writes, 1);
    ask(play, 5200, kC3, Verb::access, of.level, 1);
    play.run();
    const bool old = of.level == Level::cached || of.level == Level::any;
    CHECK(accepted(play, 1));
    CHECK(accepted(play, 3) == old);
  }
}

TEST_CASE("objects: a cart under last-write loses what the other side put in, united it does not") {
  for (const Conflict conflict : {Conflict::last_write, Conflict::unite}) {
    Play play({.type = ObjectType::set, .conflict = conflict});
    cut_third(play);
    play.call(at_ms(5000), kC1, Verb::add, Level::one, 7);
    play.call(at_ms(6000), kC3, Verb::add, Level::one, 8);
    play.run();
    const auto& cart = std::get<object::OrSet>(play.copy(kR1).content);
    CHECK(play.copy(kR1) == play.copy(kR3));
    CHECK(object::contains(cart, 7) == (conflict == Conflict::unite));
    CHECK(object::contains(cart, 8));
  }
}
