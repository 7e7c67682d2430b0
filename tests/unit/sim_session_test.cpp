// A session against the straight run: wherever stepping, seeking, forking and commands lead, World,
// Log and fingerprint are those of playing its scenario from the start.
#include "engine/sim/session.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tests/scenarios.h"

using namespace caplab;
using namespace caplab::test;

namespace {

constexpr Time kEnd{seconds(6).us};

Scenario random_scenario(std::uint64_t seed) {
  Rng rng(seed, 0);
  Shape shape;
  if (rng.chance({1, 3}))
    shape.protocol = primary_backup::Config{primary_backup::Mode::synchronous};
  if (rng.chance({1, 3})) shape.type = object::ObjectType::log;
  const std::vector<Level> levels = levels_of(shape.protocol);
  Scenario scenario;
  scenario.system = make_system(shape);
  scenario.system.loss = {1, 100};
  scenario.system.duplication = {1, 100};
  scenario.end = kEnd;
  scenario.seed = seed;
  const Level level = levels[static_cast<std::size_t>(rng.below(levels.size()))];
  scenario.script = draw_requests(scenario.system, {level, Time{}, kEnd, milliseconds(20)}, rng);
  for (int i = 0; i < 3; ++i) {
    draw_fault(scenario.system, static_cast<FaultKind>(rng.below(kFaultKinds)), Time{}, kEnd, rng,
               scenario.script);
  }
  sort_by_time(scenario.script);
  return scenario;
}

Command random_command(const System& system, Rng& rng) {
  if (rng.chance({1, 2})) {
    const auto client = client_node(system, static_cast<int>(rng.below(client_count(system))));
    const auto operation = static_cast<std::uint16_t>(rng.below(system.operations.size()));
    return Call{client, operation, Key{0}, rng.between(1, 50), rng.between(1, 50)};
  }
  if (rng.chance({1, 4})) return Heal{};
  std::vector<TimedCommand> drawn;
  while (drawn.empty()) {
    draw_fault(system, static_cast<FaultKind>(rng.below(kFaultKinds)), Time{}, kEnd, rng, drawn);
  }
  return drawn.front().command;
}

struct Played {
  World world;
  Log log;
};

// The same number of events from the start, in one go. Time may have passed since the last.
Played straight_run(const Session& session) {
  Played played{make_world(session.scenario()), {}};
  while (played.world.steps < session.world().steps) {
    REQUIRE(step(session.scenario(), played.world, played.log));
  }
  REQUIRE(played.world.now <= session.now());
  REQUIRE(session.now() <= next_time(session.scenario(), played.world));
  played.world.now = session.now();
  return played;
}

void require_straight(const Session& session) {
  const Played played = straight_run(session);
  REQUIRE(session.world() == played.world);
  REQUIRE(session.log() == played.log);
  REQUIRE(fingerprint(session.world(), session.log()) == fingerprint(played.world, played.log));
}

void require_sound_checkpoints(const Session& session) {
  World world = make_world(session.scenario());
  Log log;
  for (const Checkpoint& checkpoint : session.checkpoints()) {
    while (world.steps < checkpoint.world.steps) REQUIRE(step(session.scenario(), world, log));
    REQUIRE(checkpoint.world == world);
    REQUIRE(checkpoint.mark == mark(log));
  }
}

Time random_time(Rng& rng) { return Time{rng.between(0, kEnd.us + 1'000'000)}; }

Time time_nearby(const Session& session, Rng& rng) {
  return std::max(Time{}, Time{session.now().us + rng.between(-300'000, 300'000)});
}

// One thing that somebody at the page could do.
void do_something(Session& session, Rng& rng) {
  switch (rng.below(8)) {
    case 0: session.seek(random_time(rng)); return;
    case 1:
      for (std::uint64_t i = rng.below(600); i > 0; --i) session.step();
      return;
    case 2:
      for (std::uint64_t i = rng.below(20); i > 0; --i) session.step_back();
      return;
    case 3: session.run(random_time(rng)); return;
    case 4: session.run(random_time(rng), rng.below(700)); return;
    case 5: session.apply(random_command(session.scenario().system, rng)); return;
    case 6: session.seek(time_nearby(session, rng)); return;
    case 7: session.seek(session.now()); return;
  }
}

void play_at_random(std::uint64_t seed, int turns) {
  Rng rng(seed, 7);
  Session session(random_scenario(seed));
  for (int turn = 0; turn < turns; ++turn) {
    CAPTURE(seed, turn);
    do_something(session, rng);
    require_straight(session);
  }
  require_sound_checkpoints(session);
}

}  // namespace

TEST_CASE("whatever is done to a session, it stays equal to the straight run") {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) play_at_random(seed, 25);
}

TEST_CASE("whatever is done to many sessions, they stay equal to the straight run", "[full]") {
  for (std::uint64_t seed = 100; seed < 200; ++seed) play_at_random(seed, 40);
}

TEST_CASE("every checkpoint of a session is the straight run at that event") {
  Session session(random_scenario(21));
  session.run(kEnd);
  CHECK(session.checkpoints().size() >= 3);
  require_sound_checkpoints(session);
}

TEST_CASE("a session steps over every event, there and back") {
  Session session(random_scenario(22));
  std::vector<std::uint64_t> prints{fingerprint(session.world(), session.log())};
  while (session.step()) prints.push_back(fingerprint(session.world(), session.log()));
  REQUIRE(session.at_end());
  REQUIRE(prints.size() > 600);
  for (std::size_t i = prints.size() - 1; i > prints.size() - 300; --i) {
    REQUIRE(fingerprint(session.world(), session.log()) == prints[i]);
    REQUIRE(session.step_back());
  }
  session.seek(Time{0});
  while (session.step_back()) {
  }
  CHECK(session.world().steps == 0);
  CHECK(fingerprint(session.world(), session.log()) == prints[0]);
  CHECK(session.log() == Log{});
}

TEST_CASE("seeking ends where everything up to that time has happened, and nothing later") {
  Session session(random_scenario(23));
  Rng rng(1, 0);
  for (int i = 0; i < 60; ++i) {
    const Time at{rng.between(0, kEnd.us)};
    session.seek(at);
    REQUIRE(session.now() == at);
    REQUIRE(next_time(session.scenario(), session.world()) > at);
    for (const Event& event : session.log().events) REQUIRE(event.at <= at);
  }
}

TEST_CASE("seeking past the end stops at the end") {
  Session session(random_scenario(24));
  session.seek(Time{kEnd.us + 1});
  CHECK(session.now() == kEnd);
  CHECK(session.at_end());
  CHECK_FALSE(session.step());
}

TEST_CASE("running takes as many events as it may and says how many") {
  Session session(random_scenario(25));
  CHECK(session.run(kEnd, 10) == 10);
  CHECK(session.world().steps == 10);
  CHECK(session.run(session.now(), 0) == 0);
  const std::uint64_t rest = session.run(kEnd);
  CHECK(session.world().steps == 10 + rest);
  CHECK(session.run(kEnd) == 0);
}

TEST_CASE("a fork goes its own way") {
  Session session(random_scenario(26));
  session.run(Time{seconds(2).us});
  Session fork = session;
  fork.apply(Crash{replica_node(1)});
  fork.run(kEnd);
  require_straight(fork);
  CHECK(session.now() == Time{seconds(2).us});
  require_straight(session);
  session.run(kEnd);
  require_straight(session);
  CHECK_FALSE(session.log() == fork.log());
}

TEST_CASE("a fork that does the same stays the same") {
  Session session(random_scenario(27));
  session.run(Time{seconds(3).us});
  Session fork = session;
  session.run(kEnd);
  while (fork.step()) {
  }
  fork.run(kEnd);
  CHECK(fork.world() == session.world());
  CHECK(fork.log() == session.log());
}

TEST_CASE("a command happens one microsecond from now and becomes part of the script") {
  Session session(random_scenario(28));
  session.seek(Time{seconds(2).us});
  const std::size_t commands = session.scenario().script.size();
  session.apply(Crash{replica_node(2)});
  CHECK(session.now() == Time{seconds(2).us + 1});
  CHECK(session.scenario().script.size() == commands + 1);
  CHECK_FALSE(session.world().nodes[2].up);
  CHECK(std::is_sorted(session.scenario().script.begin(), session.scenario().script.end(),
                       [](const TimedCommand& a, const TimedCommand& b) { return a.at < b.at; }));

  SECTION("so it happens again after going back") {
    session.seek(Time{seconds(1).us});
    CHECK(session.world().nodes[2].up);
    session.seek(Time{seconds(2).us + 1});
    CHECK_FALSE(session.world().nodes[2].up);
  }
  SECTION("and a second one follows it") {
    session.apply(Restart{replica_node(2)});
    CHECK(session.world().nodes[2].up);
    CHECK(session.now() == Time{seconds(2).us + 2});
    require_straight(session);
  }
}

TEST_CASE("a command in the past drops no other command, only what came of them") {
  Session session(random_scenario(29));
  session.run(kEnd);
  const std::size_t commands = session.scenario().script.size();
  session.seek(Time{seconds(1).us});
  session.apply(Heal{});
  CHECK(session.scenario().script.size() == commands + 1);
  session.run(kEnd);
  require_straight(session);
  require_sound_checkpoints(session);
}

TEST_CASE("a command at the very end changes nothing") {
  Session session(random_scenario(30));
  session.run(kEnd);
  const Log before = session.log();
  session.apply(Heal{});
  CHECK(session.log() == before);
  require_straight(session);
}

TEST_CASE("a copied world steps to where the original steps") {
  const Scenario scenario = random_scenario(31);
  World world = make_world(scenario);
  Log log;
  Rng rng(2, 0);
  for (int i = 0; i < 20; ++i) {
    for (std::uint64_t steps = rng.below(200); steps > 0; --steps) step(scenario, world, log);
    World copy = world;
    Log copied_log = log;
    for (int steps = 0; steps < 50; ++steps) {
      step(scenario, world, log);
      step(scenario, copy, copied_log);
    }
    REQUIRE(copy == world);
    REQUIRE(copied_log == log);
  }
}
