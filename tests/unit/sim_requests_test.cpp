// What a call asks for, and what follows it.
#include "engine/sim/requests.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::testing;

namespace {

constexpr std::uint16_t kTakePen = 7;

// Whoever has the pen for two seconds enters a line.
System with_pen(Duration lease) {
  System system = small_bank(Level::one);
  system.stores.push_back({.name = "pen",
                           .type = object::ObjectType::lock,
                           .protocol = raft::Config{},
                           .keys = 1,
                           .initial = object::Records{}});
  system.operations.push_back({.name = "take-pen",
                               .store = StoreId{3},
                               .verb = object::Verb::acquire,
                               .level = Level::majority,
                               .then = std::uint16_t{kRecord},
                               .lease = lease});
  return system;
}

lesson::Run two_writers(Duration lease) {
  const auto take = [](std::int64_t ms, NodeId client, std::int64_t line) {
    return TimedCommand{
        at_ms(ms), Call{.client = client, .operation = kTakePen, .key = Key{0}, .amount = line}};
  };
  return played(with_pen(lease),
                {take(2000, kAnn, 41), take(2500, kBob, 42), take(5000, kBob, 43)});
}

}  // namespace

TEST_CASE("a lease that always lasts the same leaves the amount to what follows") {
  const lesson::Run run = two_writers(seconds(2));
  const auto& operations = run.log.operations;
  REQUIRE(operations.size() == 5);
  CHECK(operations[0].request.amount == seconds(2).us);
  CHECK(operations[1].operation == kRecord);
  CHECK(operations[1].request.amount == 41);
  CHECK(called_after(run.scenario.system, run.log, operations[1]) == OpId{0});
  CHECK_FALSE(operations[2].answer.accepted);  // Ann has the pen still
  CHECK(operations[3].answer.accepted);
  CHECK(operations[4].request.amount == 43);
  CHECK(called_after(run.scenario.system, run.log, operations[4]) == OpId{3});
}

TEST_CASE("without one the amount is the lease, and goes on as it is") {
  const lesson::Run run = two_writers({});
  const auto& operations = run.log.operations;
  REQUIRE(operations.size() == 6);  // leases of 41 and 42 microseconds are over at once
  CHECK(operations[0].request.amount == 41);
  CHECK(operations[1].request.amount == 41);
}
