// What masters do not promise must be seen to break, each beside a run in which something stronger
// holds: acknowledged writes lose to others, reads are not of the latest, money is paid twice.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/sim/story.h"
#include "tests/swarm.h"

using namespace caplab;
using namespace caplab::test;
using object::ObjectType;
using object::Verb;

namespace {

constexpr Time kEnd{seconds(12).us};
constexpr primary_backup::Config kPrimary{.mode = primary_backup::Mode::asynchronous};

struct Play {
  World world;
  Log log;
};

struct Wish {
  Duration at;
  int client = 0;
  Verb verb = Verb::read;
  std::int64_t amount = 0;
};

// Site 1 is cut off from second 2 to second 6.
Play play_cut(const Shape& shape, Level level, const std::vector<Wish>& wishes) {
  Scenario scenario;
  scenario.system = make_system(shape);
  scenario.end = kEnd;
  const NodeSet side = nodes_at(scenario.system, SiteId{0});
  const NodeSet others{all_nodes(scenario.system).bits & ~side.bits};
  scenario.script.push_back({Time{seconds(2).us}, Cut{side, others, true}});
  scenario.script.push_back({Time{seconds(6).us}, Heal{}});
  for (const Wish& wish : wishes) {
    scenario.script.push_back(call_at(Time{wish.at.us}, client_node(scenario.system, wish.client),
                                      operation_of(scenario.system, wish.verb, level),
                                      wish.amount));
  }
  sort_by_time(scenario.script);
  Play played{make_world(scenario), {}};
  run(scenario, played.world, played.log, kEnd);
  return played;
}

bool accepted(const Operation& operation) {
  return operation.outcome == Outcome::ok && operation.answer.accepted;
}

int count_not_linearizable(const ProtocolConfig& protocol, Level level) {
  int broken = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Rng rng(seed, 0);
    Scenario scenario;
    scenario.system = make_system({.protocol = protocol, .type = ObjectType::reg});
    scenario.seed = seed;
    scenario.end = kEnd;
    const Demand demand{level, Time{seconds(3).us}, Time{seconds(6).us}, milliseconds(300),
                        3,     milliseconds(60)};
    scenario.script = draw_requests(scenario.system, demand, rng);
    const check::Verdict verdict = verdict_on(scenario, run_all(scenario, false));
    CHECK(verdict.answer != check::Answer::undecided);
    broken += verdict.answer == check::Answer::violated ? 1 : 0;
  }
  return broken;
}

}  // namespace

// Under one primary the side that cannot reach it is not acknowledged, and nothing is taken back.
TEST_CASE("two masters acknowledge two writes, one loses, and stays as a conflict until resolved") {
  const std::vector<Wish> writes{{seconds(4), 0, Verb::write, 10},
                                 {seconds(4), 1, Verb::write, 20},
                                 {seconds(9), 0, Verb::read, 0},
                                 {seconds(9), 2, Verb::read, 0}};
  const Shape masters{.protocol = multi_master::Config{}, .type = ObjectType::reg};
  std::vector<Wish> resolved = writes;
  resolved.push_back({seconds(10), 1, Verb::resolve, 50});
  resolved.push_back({seconds(11), 2, Verb::read, 0});
  const Play kept = play_cut(masters, Level::local, resolved);
  const std::vector<Operation>& ops = kept.log.operations;
  CHECK(accepted(ops[0]));
  CHECK(accepted(ops[1]));
  const std::optional<object::Number> winner = object::number_of(ops[2].answer.shown.content);
  CHECK((winner == 10 || winner == 20));
  CHECK(object::number_of(ops[3].answer.shown.content) == winner);
  CHECK(ops[2].answer.conflicts == 1);
  CHECK(ending_text(ops[2]) == std::to_string(winner.value_or(0)) + ", in conflict with 1 more");
  CHECK(ops[3].answer.conflicts == 1);
  CHECK(object::number_of(ops[5].answer.shown.content) == 50);
  CHECK(ops[5].answer.conflicts == 0);

  const Shape primary{.protocol = kPrimary, .type = ObjectType::reg};
  const Play ruled = play_cut(primary, Level::primary, writes);
  CHECK(accepted(ruled.log.operations[0]));
  CHECK_FALSE(accepted(ruled.log.operations[1]));
  CHECK(object::number_of(ruled.log.operations[2].answer.shown.content) == 10);
}

// The loser was acknowledged and is not shown any more: last write wins loses it for good, here a
// conflict remembers it.
TEST_CASE("what loses at a master is still in its tree, at a quorum it is gone") {
  const std::vector<Wish> writes{{seconds(4), 0, Verb::write, 10},
                                 {seconds(4), 1, Verb::write, 20}};
  const Play kept =
      play_cut({.protocol = multi_master::Config{}, .type = ObjectType::reg}, Level::local, writes);
  const auto& master = std::get<multi_master::State>(kept.world.nodes[2].stores[0]);
  std::vector<object::Number> leaves;
  for (const object::RevisionTree::Leaf& leaf : master.durable.trees[0]->leaves) {
    leaves.push_back(std::get<object::Number>(leaf.version.content));
  }
  std::sort(leaves.begin(), leaves.end());
  CHECK(leaves == std::vector<object::Number>{10, 20});
  const Play gone =
      play_cut({.protocol = quorum::Config{}, .type = ObjectType::reg}, Level::one, writes);
  CHECK(accepted(gone.log.operations[0]));
  CHECK(accepted(gone.log.operations[1]));
  for (std::size_t i = 1; i < 3; ++i) {
    CHECK(versions_of(gone.world.nodes[i].stores[0])[0] ==
          versions_of(gone.world.nodes[0].stores[0])[0]);
  }
}

TEST_CASE("masters pay the same money twice, and the winner's books forget one of the payments") {
  const std::vector<Wish> wishes{{seconds(4), 0, Verb::withdraw, 80},
                                 {seconds(4), 1, Verb::withdraw, 70},
                                 {seconds(9), 2, Verb::balance, 0}};
  const Play twice = play_cut({.protocol = multi_master::Config{}}, Level::local, wishes);
  CHECK(accepted(twice.log.operations[0]));
  CHECK(accepted(twice.log.operations[1]));
  const auto shown = object::number_of(twice.log.operations[2].answer.shown.content);
  CHECK((shown == 20 || shown == 30));
  const Play once = play_cut({.protocol = quorum::Config{}}, Level::serial, wishes);
  CHECK_FALSE(accepted(once.log.operations[0]));
  CHECK(accepted(once.log.operations[1]));
  CHECK(object::number_of(once.log.operations[2].answer.shown.content) == 30);
}

// Site 1 builds on its own last revision and nobody writes elsewhere, so nothing is in conflict.
// But where the others hear only of its latest three revisions, they cannot tell that what they
// show is an ancestor of them. (CouchDB documentation, "/{db}/_revs_limit"; couchdb-user,
// "Recommended rev_limit value", 2014: a low limit takes for granted that replication is never
// interrupted.)
TEST_CASE("masters that forget revisions too soon call a conflict what is none") {
  std::vector<Wish> wishes{{seconds(1), 0, Verb::write, 10}};
  for (int i = 0; i < 5; ++i) wishes.push_back({milliseconds(2500 + 300 * i), 0, Verb::write, i});
  wishes.push_back({seconds(11), 2, Verb::read, 0});
  multi_master::Config config;
  const Play remembered =
      play_cut({.protocol = config, .type = ObjectType::reg}, Level::local, wishes);
  CHECK(remembered.log.operations.back().answer.conflicts == 0);
  config.revisions_kept = 3;
  const Play forgot = play_cut({.protocol = config, .type = ObjectType::reg}, Level::local, wishes);
  CHECK(forgot.log.operations.back().answer.conflicts == 1);
  for (const Play* play : {&remembered, &forgot}) {
    CHECK(object::number_of(play->log.operations.back().answer.shown.content) == 4);
  }
}

TEST_CASE("a master shows old values, a primary never") {
  CHECK(count_not_linearizable(multi_master::Config{}, Level::local) > 0);
  CHECK(count_not_linearizable(kPrimary, Level::primary) == 0);
}
