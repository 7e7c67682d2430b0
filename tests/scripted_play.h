// A script of single calls and faults in a whole world, to be looked at afterwards. Messages take
// exactly 1 ms inside a site and 10 ms between sites; client i sits at replica i's site.
#pragma once
#include "tests/swarm.h"

namespace caplab::test {

inline constexpr NodeId kR1{0};
inline constexpr NodeId kR2{1};
inline constexpr NodeId kR3{2};
inline constexpr NodeId kC1{3};
inline constexpr NodeId kC2{4};
inline constexpr NodeId kC3{5};

inline Time at_ms(std::int64_t ms) { return Time{} + milliseconds(ms); }

struct Play {
  Scenario scenario;
  Log log;
  World world;

  explicit Play(Shape shape) {
    shape.exact = true;
    scenario.system = make_system(shape);
    scenario.end = at_ms(30'000);
  }
  void add(Time at, const Command& command) { scenario.script.push_back({at, command}); }
  void call(Time at, NodeId client, object::Verb verb, Level level, std::int64_t amount = 0) {
    add(at, call_at(at, client, operation_of(scenario.system, verb, level), amount).command);
  }
  void run() {
    sort_by_time(scenario.script);
    world = make_world(scenario);
    caplab::run(scenario, world, log, scenario.end);
  }
  const Operation& result(std::size_t number) const { return log.operations.at(number); }
  object::Number shown(std::size_t number) const {
    return std::get<object::Number>(result(number).answer.shown.content);
  }
  const object::Version& copy(NodeId node, Key key = Key{0}) const {
    return versions_of(world.nodes[index(node)].stores[0])[index(key)];
  }
};

}  // namespace caplab::test
