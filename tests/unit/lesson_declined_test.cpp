// Which no is believed: told by hand, and against objects that decide for themselves, each
// operation at one moment between its call and its return.
#include "engine/lesson/declined.h"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>

#include "engine/base/rng.h"
#include "engine/lesson/answers.h"
#include "engine/object/records.h"
#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::lesson;
using namespace caplab::testing;
using object::ObjectType;
using object::Verb;

namespace {

// What clients were told of one object of a richer type.
class Told {
 public:
  explicit Told(ObjectType type, object::Content initial = object::Records{}) {
    made_.run.scenario.system.stores[0].type = type;
    made_.run.scenario.system.stores[0].initial = std::move(initial);
  }
  Operation& say(NodeId client, std::int64_t called, object::Request request) {
    Operation& op = made_.add(client, kWithdraw, called, called + 10);
    op.request = request;
    op.request.who = client;
    return op;
  }
  Operation& no(NodeId client, std::int64_t called, object::Request request) {
    Operation& op = say(client, called, request);
    op.answer.accepted = false;
    return op;
  }
  // Of the last operation, a no.
  bool believed() const {
    const Log& log = made_.run.log;
    return may_be_true(made_.run.scenario.system, log, log.operations.back());
  }
  HandMade& made() { return made_; }

 private:
  HandMade made_;
};

}  // namespace

TEST_CASE("a truthful no is useful, a false one is not") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 80);
  made.add(kBob, kWithdraw, 30, 40, 30).answer.accepted = false;  // 20 are left: true
  made.add(kBob, kWithdraw, 50, 60, 20).answer.accepted = false;  // 20 would do: false
  const System& system = made.run.scenario.system;
  CHECK(is_useful(system, made.run.log, made.run.log.operations[1]));
  CHECK_FALSE(is_useful(system, made.run.log, made.run.log.operations[2]));
}

TEST_CASE("sold out is true if others may have taken all there was") {
  HandMade made;
  System& system = made.run.scenario.system;
  system.stores[0].type = object::ObjectType::stock;
  system.stores[0].initial =
      object::Records{{.stamp = {}, .amount = 2, .item = 1, .verb = object::Verb::restock}};
  const auto reserve = [&](NodeId client, std::int64_t at, Outcome outcome) -> Operation& {
    Operation& op = made.add(client, kWithdraw, at, at + 10, 1, outcome);
    op.request.verb = object::Verb::reserve;
    op.request.item = 1;
    return op;
  };
  const auto useful = [&](std::size_t op) {
    return is_useful(system, made.run.log, made.run.log.operations[op]);
  };
  reserve(kAnn, 10, Outcome::ok);
  reserve(kBob, 30, Outcome::ok).answer.accepted = false;  // one is left: false
  CHECK_FALSE(useful(1));
  reserve(kEve, 50, Outcome::unknown);
  reserve(kBob, 70, Outcome::ok).answer.accepted = false;  // Eve may have it: true
  CHECK(useful(3));
  CHECK_FALSE(useful(1));
}

TEST_CASE("a no is believed if anything that may have happened would explain it") {
  for (const auto& [called, returned, outcome] :
       {std::tuple{10, 20, Outcome::unknown}, std::tuple{45, -1, Outcome::unknown},
        std::tuple{55, 90, Outcome::ok}}) {
    HandMade made;
    made.add(kAnn, kWithdraw, called, returned, 90, outcome);
    made.add(kBob, kWithdraw, 50, 60, 20).answer.accepted = false;
    CHECK(is_useful(made.run.scenario.system, made.run.log, made.run.log.operations[1]));
  }
  for (const auto& [called, returned, outcome] :
       {std::tuple{10, 20, Outcome::fail}, std::tuple{70, 80, Outcome::ok}}) {
    HandMade made;
    made.add(kAnn, kWithdraw, called, returned, 90, outcome);
    made.add(kBob, kWithdraw, 50, 60, 20).answer.accepted = false;
    CHECK_FALSE(is_useful(made.run.scenario.system, made.run.log, made.run.log.operations[1]));
  }
}

TEST_CASE("a lock is held while a lease may run") {
  Told free{ObjectType::lock};
  free.no(kBob, 100, {Verb::acquire});
  CHECK_FALSE(free.believed());

  Told held{ObjectType::lock};
  held.say(kAnn, 10, {Verb::acquire, 50'000});
  held.no(kBob, 60, {Verb::acquire});  // it began by 20 ms and lasts 50 ms
  CHECK(held.believed());
  held.no(kBob, 80, {Verb::acquire});
  CHECK_FALSE(held.believed());

  Told released{ObjectType::lock};
  released.say(kAnn, 10, {Verb::acquire});
  released.no(kBob, 30, {Verb::acquire});
  CHECK(released.believed());
  released.say(kAnn, 50, {Verb::release}).outcome = Outcome::unknown;
  released.no(kBob, 70, {Verb::acquire});
  CHECK(released.believed());
  released.say(kAnn, 90, {Verb::release});
  released.no(kBob, 110, {Verb::acquire});
  CHECK_FALSE(released.believed());
}

TEST_CASE("a fencing token is outdated only by newer work") {
  Told told{ObjectType::lock};
  told.no(kAnn, 10, {Verb::work, 0, 1});
  CHECK_FALSE(told.believed());
  told.say(kBob, 30, {Verb::work, 0, 2});
  told.no(kAnn, 50, {Verb::work, 0, 1});
  CHECK(told.believed());
  told.no(kBob, 70, {Verb::work, 0, 2});
  CHECK_FALSE(told.believed());
}

TEST_CASE("a person has access from a grant until a revoke that may have come later") {
  Told told{ObjectType::permission};
  told.no(kAnn, 10, {Verb::access, 0, 0, 7});
  CHECK(told.believed());
  told.say(kEve, 30, {Verb::grant, 0, 0, 7});
  told.no(kAnn, 50, {Verb::access, 0, 0, 7});
  CHECK_FALSE(told.believed());
  told.no(kAnn, 50, {Verb::access, 0, 0, 8});
  CHECK(told.believed());
  told.say(kEve, 70, {Verb::revoke, 0, 0, 7}).outcome = Outcome::unknown;
  told.no(kAnn, 90, {Verb::access, 0, 0, 7});
  CHECK(told.believed());
}

TEST_CASE("a bid is outbid by one at least as high, and by an award") {
  Told told{ObjectType::auction};
  told.say(kAnn, 10, {Verb::bid, 50, 0, 1});
  told.no(kBob, 30, {Verb::bid, 50, 0, 1});
  CHECK(told.believed());
  told.no(kBob, 30, {Verb::bid, 51, 0, 1});
  CHECK_FALSE(told.believed());
  told.no(kBob, 30, {Verb::bid, 50, 0, 2});
  CHECK_FALSE(told.believed());
  told.no(kEve, 50, {Verb::award, 0, 0, 1});
  CHECK_FALSE(told.believed());
  told.no(kEve, 50, {Verb::award, 0, 0, 2});
  CHECK(told.believed());
  told.say(kEve, 70, {Verb::award, 0, 0, 1});
  told.no(kBob, 90, {Verb::bid, 99, 0, 1});
  CHECK(told.believed());
}

TEST_CASE("a trip goes its way step by step, and a driver has one at a time") {
  Told told{ObjectType::matching};
  told.no(kAnn, 10, {Verb::match, 5, 0, 1});
  CHECK(told.believed());
  told.say(kAnn, 30, {Verb::request, 1, 0, 1});
  told.no(kAnn, 50, {Verb::match, 5, 0, 1});
  CHECK_FALSE(told.believed());
  told.no(kAnn, 50, {Verb::request, 1, 0, 1});
  CHECK(told.believed());
  told.say(kAnn, 70, {Verb::match, 5, 0, 1});
  told.no(kAnn, 90, {Verb::en_route, 0, 0, 1});
  CHECK_FALSE(told.believed());
  told.no(kAnn, 90, {Verb::start, 0, 0, 1});
  CHECK(told.believed());

  told.say(kBob, 110, {Verb::request, 1, 0, 2});
  told.no(kBob, 130, {Verb::match, 5, 0, 2});
  CHECK(told.believed());
  told.no(kBob, 130, {Verb::match, 6, 0, 2});
  CHECK_FALSE(told.believed());
  told.say(kAnn, 150, {Verb::cancel, 0, 0, 1});
  told.no(kBob, 170, {Verb::match, 5, 0, 2});
  CHECK_FALSE(told.believed());
}

TEST_CASE("a payment is declined where it came before or is not covered") {
  Told told{ObjectType::payment};
  told.no(kAnn, 10, {Verb::authorise, 30, 0, 1});
  CHECK_FALSE(told.believed());
  told.say(kAnn, 30, {Verb::authorise, 30, 0, 1});
  told.no(kAnn, 50, {Verb::authorise, 30, 0, 1});
  CHECK(told.believed());
  told.no(kAnn, 50, {Verb::charge, 31, 0, 1});
  CHECK(told.believed());
  told.no(kAnn, 50, {Verb::charge, 30, 0, 1});
  CHECK_FALSE(told.believed());
  told.say(kAnn, 70, {Verb::charge, 20, 0, 1});
  told.no(kAnn, 90, {Verb::refund, 20, 0, 1});
  CHECK_FALSE(told.believed());
  told.no(kAnn, 90, {Verb::refund, 21, 0, 1});
  CHECK(told.believed());
}

TEST_CASE("what was given back can be had again") {
  Told told{ObjectType::seat};
  told.say(kAnn, 10, {Verb::reserve, 0, 0, 4});
  told.no(kBob, 30, {Verb::reserve, 0, 0, 4});
  CHECK(told.believed());
  told.say(kAnn, 50, {Verb::release, 0, 0, 4});
  told.no(kBob, 55, {Verb::reserve, 0, 0, 4});  // while it is being given back
  CHECK(told.believed());
  told.no(kBob, 70, {Verb::reserve, 0, 0, 4});
  CHECK_FALSE(told.believed());
}

TEST_CASE("nothing can be given back only by who has nothing") {
  Told told{ObjectType::seat};
  told.no(kAnn, 10, {Verb::release, 0, 0, 4});
  CHECK(told.believed());
  told.say(kAnn, 30, {Verb::reserve, 0, 0, 4});
  told.no(kAnn, 50, {Verb::release, 0, 0, 4});
  CHECK_FALSE(told.believed());
  told.no(kBob, 50, {Verb::release, 0, 0, 4});
  CHECK(told.believed());
}

namespace {

struct Drawn {
  Time called, decides, returned;
  NodeId who = kAnn;
  object::Request request;
};

Drawn draw(Rng& rng, const std::vector<Verb>& verbs) {
  Drawn drawn;
  drawn.called = at_ms(rng.between(0, 200));
  drawn.decides = drawn.called + milliseconds(rng.between(1, 30));
  drawn.returned = drawn.decides + milliseconds(rng.between(1, 30));
  drawn.who = std::array{kAnn, kBob, kEve}[static_cast<std::size_t>(rng.below(3))];
  drawn.request.verb = verbs[static_cast<std::size_t>(rng.below(verbs.size()))];
  drawn.request.item = static_cast<std::int32_t>(rng.between(1, 2));
  drawn.request.amount = rng.between(1, 3);
  drawn.request.expected = rng.between(0, 3);
  if (drawn.request.verb == Verb::acquire) {
    drawn.request.amount = 20'000 * rng.between(0, 2);
    drawn.request.item = 0;
  }
  if (drawn.request.verb == Verb::release) drawn.request.item = 0;
  drawn.request.who = drawn.who;
  return drawn;
}

// Every operation decided at its own moment by an object that knows all that came before it. Of
// some the answer is lost.
Told decided(std::uint64_t seed, ObjectType type, const std::vector<Verb>& verbs) {
  Rng rng(seed, 1);
  std::vector<Drawn> all;
  for (int i = 0; i < 24; ++i) all.push_back(draw(rng, verbs));
  std::sort(all.begin(), all.end(),
            [](const Drawn& a, const Drawn& b) { return a.decides < b.decides; });
  Told told{type};
  object::Records records;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const object::Stamp stamp{LocalTime{all[i].decides.us}, all[i].who};
    const object::Effect effect =
        object::apply_record(records, all[i].request, stamp, id_of<OpId>(i));
    records = std::get<object::Records>(effect.next);
    Operation& op = told.say(all[i].who, 0, all[i].request);
    op.called = all[i].called;
    op.returned = all[i].returned;
    op.answer.accepted = effect.accepted;
    if (rng.chance(Ratio{1, 6})) op.outcome = Outcome::unknown;
  }
  return told;
}

}  // namespace

TEST_CASE("every no of an object that knows all is believed") {
  const std::vector<std::pair<ObjectType, std::vector<Verb>>> types{
      {ObjectType::seat, {Verb::reserve, Verb::release}},
      {ObjectType::lock, {Verb::acquire, Verb::release, Verb::work, Verb::work_unchecked}},
      {ObjectType::auction, {Verb::bid, Verb::bid, Verb::award}},
      {ObjectType::permission, {Verb::grant, Verb::revoke, Verb::access}},
      {ObjectType::matching,
       {Verb::request, Verb::match, Verb::en_route, Verb::start, Verb::finish, Verb::cancel,
        Verb::place}},
      {ObjectType::payment, {Verb::authorise, Verb::charge, Verb::refund}},
  };
  for (const auto& [type, verbs] : types) {
    int declined = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
      Told told = decided(seed, type, verbs);
      const Run& run = told.made().run;
      for (const Operation& op : run.log.operations) {
        if (op.outcome != Outcome::ok || op.answer.accepted) continue;
        ++declined;
        CAPTURE(seed, static_cast<int>(type), static_cast<int>(op.request.verb), op.called.us);
        CHECK(may_be_true(run.scenario.system, run.log, op));
      }
    }
    CAPTURE(static_cast<int>(type));
    CHECK(declined > 100);
  }
}
