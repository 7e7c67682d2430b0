// What the scene says of copies and answers is what the log says: fresh, stale, in conflict.
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/small_bank.h"
#include "tests/unit/web_bank.h"
#include "web/knowledge.h"
#include "web/scene_view.h"

using namespace caplab;
using namespace caplab::testing;
using web::App;
using web::Health;
using web::is_stale_answer;

namespace {

Health health_at(App& app, std::int64_t ms, std::size_t replica) {
  seek(*app.stage, at_ms(ms));
  return view_scene(app).replicas[replica].health;
}

}  // namespace

TEST_CASE("before anything is written all copies are up to date") {
  App app = open_bank();
  for (const web::ReplicaView& replica : view_scene(app).replicas) {
    CHECK(replica.health == Health::fresh);
    CHECK(replica.stores.front().value == "\u20ac100");
    CHECK(replica.stores.front().as_of == "start");
  }
}

TEST_CASE("two sides that both paid are in conflict until they are mended") {
  App app = open_bank(R"("choose":"withdraw:one")");
  for (std::size_t replica = 0; replica < 3; ++replica) {
    CHECK(health_at(app, 2900, replica) == Health::fresh);
    CHECK(health_at(app, 3400, replica) == Health::conflict);
    CHECK(health_at(app, 7400, replica) == Health::fresh);
  }
}

TEST_CASE("a copy beyond the cut is stale once the others have acknowledged a write") {
  App app = open_bank(R"("choose":"withdraw:quorum")");
  CHECK(health_at(app, 2900, 1) == Health::fresh);
  CHECK(health_at(app, 3400, 1) == Health::stale);
  CHECK(health_at(app, 3400, 0) == Health::fresh);
  CHECK(health_at(app, 3400, 2) == Health::fresh);
  CHECK(health_at(app, 7400, 1) == Health::fresh);
}

TEST_CASE("a copy that is down is shown as down") {
  App app = open_bank();
  go_to_run(app);
  command(app, R"({"do":"crash","node":"r1"})");
  CHECK(view_scene(app).replicas[0].health == Health::crashed);
}

TEST_CASE("a write that its client was not told of makes nobody stale") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, -1, 80);
  made.stores(20, kNorth, 20, 15);
  const Log& log = made.run.log;
  const System system = small_bank(Level::one);
  const object::Version old{{}, kNoOp, object::Number{100}};
  CHECK_FALSE(web::misses_acknowledged(log, system, web::knowledge_of(log), kAccount, Key{0}, old,
                                       at_ms(500)));
}

TEST_CASE("an answer is stale when it lacks what was acknowledged before it was asked for") {
  App app = open_bank(R"("choose":"withdraw:quorum,show-balance:one")");
  seek(*app.stage, at_ms(5000));
  const Log& log = app.stage->session.log();
  int stale = 0;
  for (const Operation& operation : log.operations) {
    if (!is_stale_answer(log, app.lesson.system, operation)) continue;
    ++stale;
    CHECK(operation.client == NodeId{4});  // machine B, beyond the cut
    CHECK(operation.called > at_ms(3000));
  }
  CHECK(stale == 1);
}

TEST_CASE("a client shows what it last saw, and what it asks for") {
  App app = open_bank(R"("choose":"withdraw:one")");
  seek(*app.stage, at_ms(400));
  web::SceneView view = view_scene(app);
  CHECK(view.clients[0].bubble == "\u20ac100");
  CHECK_FALSE(view.clients[1].called);
  seek(*app.stage, at_ms(3000));
  CHECK(view_scene(app).clients[0].bubble == "\u20ac80?");
  seek(*app.stage, at_ms(3400));
  CHECK(view_scene(app).clients[0].bubble == "paid");
}

TEST_CASE("a line is cut, mended, and awake while it is used") {
  App app = open_bank();
  const auto cut_lines = [&](std::int64_t ms) {
    seek(*app.stage, at_ms(ms));
    int cut = 0;
    for (const web::LinkView& link : view_scene(app).links) cut += link.cut_there && link.cut_back;
    return cut;
  };
  CHECK(cut_lines(900) == 0);
  CHECK(cut_lines(1100) == 2);
  CHECK(cut_lines(6000) == 0);
  seek(*app.stage, at_ms(200));
  for (const web::LinkView& link : view_scene(app).links) CHECK(link.wake == 0);
  seek(*app.stage, at_ms(301));
  float awake = 0;
  for (const web::LinkView& link : view_scene(app).links) awake = std::max(awake, link.wake);
  CHECK(awake > 0);
}

TEST_CASE("who decides is who takes itself for the primary, not who once was") {
  App app = open_bank();
  System& system = app.lesson.system;
  system.stores[0].protocol = primary_backup::Config{};
  app.stage.emplace(Scenario{.system = system,
                             .script = {{at_ms(100), Promote{NodeId{1}, StoreId{0}}}},
                             .end = at_ms(2000),
                             .seed = 1});
  const auto leads = [&](std::size_t replica) { return view_scene(app).replicas[replica].leads; };
  CHECK(leads(0));
  CHECK_FALSE(leads(1));
  seek(*app.stage, at_ms(100));
  INFO("until the former primary hears of it there are two");
  CHECK(leads(0));
  CHECK(leads(1));
  seek(*app.stage, at_ms(2000));
  CHECK_FALSE(leads(0));
  CHECK(leads(1));
}

TEST_CASE("the home of a key is who decides there") {
  App app = open_bank();
  System& system = app.lesson.system;
  system.stores[0].protocol = home_region::Config{.homes = {NodeId{2}}};
  app.stage.emplace(Scenario{.system = system, .script = {}, .end = at_ms(1000), .seed = 1});
  CHECK_FALSE(view_scene(app).replicas[0].leads);
  CHECK(view_scene(app).replicas[2].leads);
}
