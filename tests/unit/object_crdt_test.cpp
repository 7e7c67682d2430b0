// The replicated types as objects: what requests do to them, versions of them merge by the same
// laws as all others, a difference is as good as the whole, and what clients saw becomes a history.
#include "engine/object/crdt.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/base/rng.h"
#include "engine/sim/history_of.h"
#include "engine/sim/story.h"
#include "engine/sim/world.h"
#include "tests/scenarios.h"

using namespace caplab;
using namespace caplab::object;

namespace {

constexpr ObjectType kTypes[] = {ObjectType::log, ObjectType::counter, ObjectType::set,
                                 ObjectType::text, ObjectType::presence};

Request random_request(ObjectType type, Rng& rng) {
  if (type == ObjectType::log) return {Verb::append, rng.between(1, 9), 0};
  if (type == ObjectType::counter) return {Verb::add, rng.between(-5, 9), 0};
  if (type == ObjectType::set) {
    return {rng.chance({1, 3}) ? Verb::remove : Verb::add, rng.between(1, 3), 0};
  }
  if (type == ObjectType::presence) return {Verb::move, rng.between(0, 9), rng.between(0, 2)};
  if (rng.chance({1, 4})) return {Verb::erase, rng.between(0, 6), 0};
  return {Verb::insert, rng.between('a', 'z'), rng.between(0, 6)};
}

// Three replicas of one object, each with its writer, that edit and merge.
std::vector<Version> random_versions(ObjectType type, Rng& rng) {
  std::vector<Version> replicas(3, Version{{}, kNoOp, empty_content(type)});
  const std::int64_t steps = rng.between(1, 25);
  for (std::int64_t step = 1; step <= steps; ++step) {
    const auto at = static_cast<std::size_t>(rng.below(3));
    Version& mine = replicas[at];
    if (rng.chance({1, 4})) {
      merge(mine, replicas[static_cast<std::size_t>(rng.below(3))]);
      continue;
    }
    const LocalTime time =
        std::max(LocalTime{rng.between(1, 20)}, mine.stamp.time + microseconds(1));
    const Stamp stamp{time, id_of<NodeId>(at)};
    const OpId op{static_cast<std::uint32_t>(step)};
    Effect effect = apply(mine.content, random_request(type, rng), stamp, op);
    if (effect.changed) mine = {stamp, op, std::move(effect.next)};
  }
  return replicas;
}

Version merged(Version mine, const Version& theirs) {
  merge(mine, theirs);
  return mine;
}

Content after(const Content& content, const Request& request, int writer, std::uint32_t op) {
  const Stamp stamp{LocalTime{op}, id_of<NodeId>(static_cast<std::size_t>(writer))};
  return apply(content, request, stamp, OpId{op}).next;
}

}  // namespace

TEST_CASE("versions of every type that unites merge by the laws") {
  Rng rng(1, 0);
  for (const ObjectType type : kTypes) {
    CAPTURE(name_of(type));
    for (int trial = 0; trial < 150; ++trial) {
      CAPTURE(trial);
      const std::vector<Version> v = random_versions(type, rng);
      const Version both = merged(v[0], v[1]);
      REQUIRE(both == merged(v[1], v[0]));
      REQUIRE(merged(both, v[2]) == merged(v[0], merged(v[1], v[2])));
      REQUIRE(merged(both, v[1]) == both);
      REQUIRE(covers(both, v[0]));
      Version mine = v[0];
      const bool changed = merge(mine, v[1]);
      REQUIRE(changed == (mine != v[0]));
      REQUIRE(covers(v[0], v[1]) == !changed);
    }
  }
}

TEST_CASE("a difference brings a holder of the old up to the new, and holds no more than is new") {
  Rng rng(2, 0);
  for (const ObjectType type : kTypes) {
    CAPTURE(name_of(type));
    for (int trial = 0; trial < 150; ++trial) {
      const std::vector<Version> v = random_versions(type, rng);
      const Version now = merged(v[0], v[1]);
      const Version news = difference(now, v[0]);
      REQUIRE(merged(v[0], news) == now);
      REQUIRE(merged(v[2], now) == merged(merged(v[2], v[0]), news));
      REQUIRE(difference(now, now).content == empty_content(type));
    }
  }
}

TEST_CASE("a counter's withdrawal is declined where the total does not cover it") {
  const Content five = counter_from(5);
  const Effect declined = apply(five, {Verb::withdraw, 6, 0}, Stamp{}, OpId{1});
  CHECK_FALSE(declined.accepted);
  CHECK_FALSE(declined.changed);
  CHECK(number_of(after(five, {Verb::withdraw, 5, 0}, 0, 1)) == 0);
  CHECK(number_of(after(five, {Verb::deposit, 2, 0}, 0, 1)) == 7);
  CHECK(number_of(after(five, {Verb::add, -9, 0}, 0, 1)) == -4);
  CHECK(number_of(empty_content(ObjectType::set)) == std::nullopt);
}

TEST_CASE("a text is typed at a position or at the writer's caret") {
  Content text = empty_content(ObjectType::text);
  for (const char letter : {'a', 'b', 'c'}) {
    text = after(text, {Verb::insert, letter, 0}, 0, static_cast<std::uint32_t>(letter));
  }
  CHECK(text_of(std::get<Rga>(text)) == "abc");
  text = after(text, {Verb::insert, 'x', 1}, 1, 200);
  CHECK(text_of(std::get<Rga>(text)) == "xabc");
  text = after(text, {Verb::insert, 'y', 0}, 1, 201);
  CHECK(text_of(std::get<Rga>(text)) == "xyabc");
  text = after(text, {Verb::insert, 'z', 99}, 0, 202);
  CHECK(text_of(std::get<Rga>(text)) == "xyabcz");
  text = after(text, {Verb::erase, 0, 0}, 1, 203);
  CHECK(text_of(std::get<Rga>(text)) == "xabcz");
  text = after(text, {Verb::erase, 2, 0}, 1, 204);
  CHECK(text_of(std::get<Rga>(text)) == "xbcz");
  CHECK_FALSE(apply(text, {Verb::erase, 9, 0}, Stamp{}, OpId{205}).accepted);
}

TEST_CASE("what clients saw of counters and sets becomes a history; texts have no checker") {
  CHECK(history_type(ObjectType::counter) == history::ObjectType::counter);
  CHECK(history_type(ObjectType::set) == history::ObjectType::set);
  CHECK_FALSE(history_type(ObjectType::text));
  CHECK_FALSE(history_type(ObjectType::presence));

  using test::Shape;
  const Shape shape{.protocol = crdt::Config{}, .type = ObjectType::set};
  Scenario scenario;
  scenario.system = test::make_system(shape);
  scenario.end = Time{seconds(3).us};
  const NodeId client = test::client_node(scenario.system, 0);
  const auto call = [&](Duration at, Verb verb, std::int64_t amount) {
    scenario.script.push_back(test::call_at(
        Time{at.us}, client, test::operation_of(scenario.system, verb, Level::local), amount));
  };
  call(seconds(1), Verb::add, 8);
  call(milliseconds(1100), Verb::add, 3);
  call(milliseconds(1200), Verb::read, 0);
  const Log log = run_all(scenario, true);
  const auto ops = operations_on(scenario.system, log, StoreId{0});
  const history::History history = history_of(scenario.system, log, ops);
  CHECK(history.operations[0].function == history::Function::add);
  CHECK(history.operations[0].argument == 8);
  CHECK(history.operations[2].results == std::vector<history::Value>{3, 8});
  CHECK(initial_values(scenario.system.stores[0]).empty());
  CHECK(ending_text(log.operations[2]) == "[3, 8]");
  CHECK(story(scenario.system, log).find("r1's set has changed (add.local 8, #0).") !=
        std::string::npos);
}

TEST_CASE("what people read of each type") {
  const auto made = [](ObjectType type, const Request& request) {
    return content_text(after(empty_content(type), request, 0, 1));
  };
  CHECK(made(ObjectType::counter, {Verb::add, 4, 0}) == "4");
  CHECK(made(ObjectType::set, {Verb::add, 4, 0}) == "[4]");
  CHECK(made(ObjectType::text, {Verb::insert, 'h', 0}) == "\"h\"");
  CHECK(made(ObjectType::presence, {Verb::move, 4, 2}) == "[2: 4]");
}
