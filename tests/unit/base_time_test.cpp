// Virtual time: three kinds that keep apart, and arithmetic in whole microseconds.
#include "engine/base/time.h"

#include <catch2/catch_test_macros.hpp>
#include <type_traits>

using namespace caplab;

template <typename A, typename B>
concept Addable = requires(A a, B b) {
  a + b;
};
template <typename A, typename B>
concept Comparable = requires(A a, B b) {
  a < b;
};

TEST_CASE("lengths of time are whole microseconds") {
  CHECK(microseconds(7).us == 7);
  CHECK(milliseconds(7).us == 7'000);
  CHECK(seconds(7).us == 7'000'000);
  CHECK(seconds(1) - milliseconds(250) == microseconds(750'000));
  CHECK(milliseconds(3) * 4 == milliseconds(12));
  CHECK(milliseconds(1) / 3 == microseconds(333));
  CHECK(microseconds(-1) < microseconds(0));
}

TEST_CASE("a point in time moves by a length, and two points are a length apart") {
  const Time start{1'000'000};
  CHECK(start + seconds(2) == Time{3'000'000});
  CHECK(start - seconds(2) == Time{-1'000'000});
  CHECK(Time{5} - Time{9} == microseconds(-4));
  CHECK(LocalTime{5} + microseconds(6) == LocalTime{11});
  CHECK(LocalTime{5} - LocalTime{9} == microseconds(-4));
  CHECK(Time{INT64_MAX - 1} < kNever);
}

TEST_CASE("what a skewed clock shows is not the time of the simulation") {
  CHECK_FALSE(std::is_convertible_v<LocalTime, Time>);
  CHECK_FALSE(std::is_convertible_v<Time, LocalTime>);
  CHECK_FALSE(std::is_convertible_v<Duration, Time>);
  CHECK_FALSE(Comparable<Time, LocalTime>);
  CHECK_FALSE(Addable<Time, Time>);
  CHECK(Addable<Time, Duration>);
}
