// The event queue against a dumb twin: a sorted vector. Earliest first, and among things of one
// time the first planned first, whatever happened between.
#include "engine/sim/event_queue.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/base/rng.h"

using namespace caplab;

namespace {

Happening numbered(std::uint32_t number) {
  return TimerDue{NodeId{1}, StoreId{0}, 0, TimerKind::patience, number};
}

std::uint32_t number_of(const Happening& happening) { return std::get<TimerDue>(happening).tag; }

class SortedVector {
 public:
  void push(Time at, std::uint32_t number) {
    const auto after = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& entry) { return entry.at > at; });
    entries_.insert(after, {at, number});
  }
  std::uint32_t pop() {
    const std::uint32_t number = entries_.front().number;
    entries_.erase(entries_.begin());
    return number;
  }
  std::size_t size() const { return entries_.size(); }
  Time next_time() const { return entries_.front().at; }

 private:
  struct Entry {
    Time at;
    std::uint32_t number = 0;
  };
  std::vector<Entry> entries_;
};

struct Mix {
  std::int64_t times;  // few times make many ties
  Ratio pushes;
  int turns;
};

void compare_with_twin(const Mix& mix, std::uint64_t seed) {
  Rng rng(seed, 0);
  EventQueue queue;
  SortedVector twin;
  std::uint32_t next_number = 0;
  for (int turn = 0; turn < mix.turns; ++turn) {
    if (twin.size() == 0 || rng.chance(mix.pushes)) {
      const Time at{rng.between(0, mix.times)};
      queue.push(at, numbered(next_number));
      twin.push(at, next_number++);
    } else {
      REQUIRE(queue.next_time() == twin.next_time());
      REQUIRE(number_of(queue.pop()) == twin.pop());
    }
    REQUIRE(queue.size() == twin.size());
    REQUIRE(queue.empty() == (twin.size() == 0));
  }
  while (twin.size() > 0) REQUIRE(number_of(queue.pop()) == twin.pop());
  CHECK(queue.empty());
}

EventQueue queue_of(std::initializer_list<std::int64_t> times) {
  EventQueue queue;
  std::uint32_t number = 0;
  for (const std::int64_t at : times) queue.push(Time{at}, numbered(number++));
  return queue;
}

}  // namespace

TEST_CASE("the queue gives what its twin gives, in the same order") {
  const Mix mixes[] = {{0, {1, 2}, 3000},        {3, {1, 2}, 3000},         {1000, {1, 2}, 3000},
                       {50, {3, 5}, 3000},       {1'000'000, {3, 5}, 3000}, {20, {2, 5}, 3000},
                       {1'000'000, {1, 2}, 3000}};
  std::uint64_t seed = 1;
  for (const Mix& mix : mixes) {
    CAPTURE(mix.times, mix.pushes.num, mix.pushes.den);
    compare_with_twin(mix, seed++);
  }
}

TEST_CASE("things of one time come out as they were planned, even around others") {
  EventQueue queue;
  queue.push(Time{5}, numbered(0));
  queue.push(Time{1}, numbered(1));
  queue.push(Time{5}, numbered(2));
  CHECK(number_of(queue.pop()) == 1);
  queue.push(Time{5}, numbered(3));
  CHECK(number_of(queue.pop()) == 0);
  queue.push(Time{5}, numbered(4));
  CHECK(number_of(queue.pop()) == 2);
  CHECK(number_of(queue.pop()) == 3);
  CHECK(number_of(queue.pop()) == 4);
}

TEST_CASE("what is pushed comes out whole") {
  EventQueue queue;
  Delivery delivery{NodeId{1}, NodeId{2}, StoreId{3}, 4, WriteAsk{}};
  std::get<WriteAsk>(delivery.message).version.content = object::Entries(20);
  const Delivery sent = delivery;
  queue.push(Time{9}, std::move(delivery));
  queue.push(Time{1}, CallDue{Call{NodeId{7}, 1, Key{2}, 3, 4}});
  CHECK(queue.pop() == Happening{CallDue{Call{NodeId{7}, 1, Key{2}, 3, 4}}});
  CHECK(queue.pop() == Happening{sent});
}

TEST_CASE("a copy gives the same and leaves the original alone") {
  EventQueue queue = queue_of({5, 1, 3, 3, 2});
  EventQueue copy = queue;
  CHECK(copy == queue);
  CHECK(number_of(copy.pop()) == 1);
  CHECK_FALSE(copy == queue);
  CHECK(queue.size() == 5);
  CHECK(number_of(queue.pop()) == 1);
  CHECK(copy == queue);
}

TEST_CASE("queues are equal only when the same will happen at the same times in the same order") {
  CHECK(queue_of({1, 2, 3}) == queue_of({1, 2, 3}));
  CHECK_FALSE(queue_of({1, 2, 3}) == queue_of({1, 2, 4}));
  CHECK_FALSE(queue_of({1, 2, 3}) == queue_of({1, 2}));
  EventQueue one;
  one.push(Time{1}, numbered(0));
  one.push(Time{1}, numbered(1));
  EventQueue other;
  other.push(Time{1}, numbered(1));
  other.push(Time{1}, numbered(0));
  CHECK_FALSE(one == other);
}

TEST_CASE("where things lie in memory makes no difference to equality") {
  EventQueue reusing = queue_of({1, 5});
  reusing.pop();
  reusing.push(Time{7}, numbered(2));
  EventQueue growing = queue_of({1, 5, 7});
  growing.pop();
  CHECK(reusing == growing);
}
