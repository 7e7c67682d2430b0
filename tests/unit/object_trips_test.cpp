// Permissions, rides, payments and external effects, asked directly.
#include <catch2/catch_test_macros.hpp>

#include "engine/object/matching.h"
#include "engine/object/payment.h"
#include "engine/object/permission.h"
#include "tests/unit/one_copy.h"

using namespace caplab;
using namespace caplab::object;
using test::OneCopy;

namespace {

constexpr int kAna = 5;
constexpr int kBen = 6;
constexpr std::int32_t kTrip = 7;

OneCopy requested() {
  OneCopy copy(ObjectType::matching);
  CHECK(copy.ask(kAna, Verb::request, {kTrip, 1}));
  return copy;
}

TripState state(const OneCopy& copy, std::int32_t trip = kTrip) {
  return trip_state(copy.content, trip);
}

}  // namespace

TEST_CASE("access follows the latest grant or revocation, and is never written down") {
  OneCopy copy(ObjectType::permission);
  CHECK_FALSE(copy.ask(kAna, Verb::access, {1}));
  CHECK(copy.ask(kBen, Verb::grant, {1}));
  CHECK(copy.ask(kAna, Verb::access, {1}));
  CHECK_FALSE(copy.ask(kAna, Verb::access, {2}));
  CHECK(copy.ask(kBen, Verb::revoke, {1}));
  CHECK_FALSE(copy.ask(kAna, Verb::access, {1}));
  CHECK(copy.size() == 2);
  CHECK(is_read(Verb::access));
  CHECK(is_guarded(Verb::access));
}

TEST_CASE("a trip goes through its states, one after another") {
  OneCopy copy(ObjectType::matching);
  CHECK(state(copy) == TripState::unknown);
  CHECK_FALSE(copy.ask(kBen, Verb::match, {kTrip, 4}));
  CHECK(copy.ask(kAna, Verb::request, {kTrip, 1}));
  CHECK_FALSE(copy.ask(kAna, Verb::request, {kTrip, 1}));
  CHECK(state(copy) == TripState::requested);
  const struct {
    Verb verb;
    TripState after;
  } steps[] = {{Verb::match, TripState::matched},
               {Verb::en_route, TripState::en_route},
               {Verb::start, TripState::in_progress},
               {Verb::finish, TripState::finished}};
  for (const auto& step : steps) {
    for (const auto& other : steps) {
      if (other.verb != step.verb) CHECK_FALSE(copy.ask(kBen, other.verb, {kTrip, 4}));
    }
    CHECK(copy.ask(kBen, step.verb, {kTrip, 4}));
    CHECK(state(copy) == step.after);
  }
  CHECK_FALSE(copy.ask(kAna, Verb::cancel, {kTrip}));
}

TEST_CASE("a trip can be cancelled until it is finished, and again without effect") {
  OneCopy copy = requested();
  CHECK(copy.ask(kBen, Verb::match, {kTrip, 4}));
  CHECK(driver_of(copy.content, kTrip) == 4);
  CHECK(copy.ask(kAna, Verb::cancel, {kTrip}));
  CHECK(state(copy) == TripState::cancelled);
  CHECK(driver_of(copy.content, kTrip) == 0);
  const std::size_t before = copy.size();
  CHECK(copy.ask(kAna, Verb::cancel, {kTrip}));
  CHECK(copy.size() == before);
  CHECK_FALSE(copy.ask(kBen, Verb::match, {kTrip, 4}));
}

TEST_CASE("a driver has one rider at a time") {
  OneCopy copy = requested();
  CHECK(copy.ask(kBen, Verb::request, {8, 1}));
  CHECK(copy.ask(kAna, Verb::match, {kTrip, 4}));
  CHECK_FALSE(copy.ask(kAna, Verb::match, {8, 4}));
  CHECK(copy.ask(kAna, Verb::match, {8, 3}));
  CHECK(copy.ask(kAna, Verb::cancel, {kTrip}));
  CHECK(copy.ask(kBen, Verb::request, {9, 1}));
  CHECK(copy.ask(kAna, Verb::match, {9, 4}));
}

TEST_CASE("a driver who has gone to another region is not matched") {
  OneCopy copy = requested();
  CHECK(copy.ask(kBen, Verb::place, {4, 2}));
  CHECK(region_of(copy.content, 4) == 2);
  CHECK_FALSE(copy.ask(kBen, Verb::match, {kTrip, 4}));
  CHECK(copy.ask(kBen, Verb::place, {4, 1}));
  CHECK(copy.ask(kBen, Verb::match, {kTrip, 4}));
}

TEST_CASE("a driver who was given two riders keeps one: the earliest request under earliest") {
  OneCopy start(ObjectType::matching);
  CHECK(start.ask(kAna, Verb::request, {kTrip, 1}));
  CHECK(start.ask(kBen, Verb::request, {8, 1}));
  OneCopy mine = start.cut_off(1);
  OneCopy theirs = start.cut_off(2);
  mine.now_us = 100;  // Ana asked first but is matched last
  CHECK(mine.ask(kAna, Verb::match, {kTrip, 4}));
  CHECK(theirs.ask(kBen, Verb::match, {8, 4}));
  mine.hear(theirs);
  CHECK(driver_of(mine.content, kTrip, Conflict::earliest) == 4);
  CHECK(driver_of(mine.content, 8, Conflict::earliest) == 0);
  CHECK(trip_state(mine.content, 8, Conflict::earliest) == TripState::requested);
  CHECK(driver_of(mine.content, kTrip, Conflict::first) == 0);
  CHECK(driver_of(mine.content, 8, Conflict::first) == 4);
  CHECK(standing_matches(std::get<Records>(mine.content), Conflict::unite).size() == 2);
  CHECK(standing_matches(std::get<Records>(mine.content), Conflict::siblings).empty());
}

TEST_CASE("a trip is charged once, within what was authorised") {
  OneCopy copy(ObjectType::payment);
  CHECK_FALSE(copy.ask(kAna, Verb::charge, {kTrip, 30}));
  CHECK(copy.ask(kAna, Verb::authorise, {kTrip, 40}));
  CHECK_FALSE(copy.ask(kAna, Verb::authorise, {kTrip, 40}));
  CHECK_FALSE(copy.ask(kAna, Verb::charge, {kTrip, 41}));
  CHECK(copy.ask(kAna, Verb::charge, {kTrip, 30}));
  CHECK_FALSE(copy.ask(kAna, Verb::charge, {kTrip, 30}));
  CHECK(charged_for(copy.content, kTrip) == 30);
}

TEST_CASE("a charge that comes again under its key is recognised") {
  OneCopy copy(ObjectType::payment);
  CHECK(copy.ask(kAna, Verb::authorise, {kTrip, 40}));
  CHECK(copy.ask(kAna, Verb::charge, {kTrip, 30, 99}));
  CHECK(copy.ask(kAna, Verb::charge, {kTrip, 30, 99}));
  CHECK_FALSE(copy.ask(kAna, Verb::charge, {kTrip, 30, 98}));
  CHECK(charged_for(copy.content, kTrip) == 30);
}

TEST_CASE("two sides charge twice without a key, once with one") {
  for (const std::int64_t key : {std::int64_t{0}, std::int64_t{99}}) {
    OneCopy start(ObjectType::payment);
    CHECK(start.ask(kAna, Verb::authorise, {kTrip, 40}));
    OneCopy mine = start.cut_off(1);
    OneCopy theirs = start.cut_off(2);
    CHECK(mine.ask(kAna, Verb::charge, {kTrip, 30, key}));
    CHECK(theirs.ask(kAna, Verb::charge, {kTrip, 30, key}));
    mine.hear(theirs);
    CHECK(charged_for(mine.content, kTrip) == (key == 0 ? 60 : 30));
  }
}

TEST_CASE("no more is paid back than was charged") {
  OneCopy copy(ObjectType::payment);
  CHECK(copy.ask(kAna, Verb::authorise, {kTrip, 40}));
  CHECK(copy.ask(kAna, Verb::charge, {kTrip, 30}));
  CHECK_FALSE(copy.ask(kAna, Verb::refund, {kTrip, 31}));
  CHECK(copy.ask(kAna, Verb::refund, {kTrip, 10}));
  CHECK_FALSE(copy.ask(kAna, Verb::refund, {kTrip, 21}));
  CHECK(copy.ask(kAna, Verb::refund, {kTrip, 20}));
  CHECK(charged_for(copy.content, kTrip) == 0);
}

TEST_CASE("every external effect is written down, twice where it was done twice") {
  OneCopy copy(ObjectType::effect);
  CHECK(copy.ask(kAna, Verb::email, {kTrip}));
  CHECK(copy.ask(kAna, Verb::email, {kTrip}));
  CHECK(copy.ask(kAna, Verb::ship, {kTrip}));
  CHECK(copy.size() == 3);
}
