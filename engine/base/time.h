// Virtual time. Three types that do not convert into each other by accident: a point in the
// simulation (Time), what one node's skewed clock shows (LocalTime), and a length (Duration).
// All are whole microseconds.
#pragma once
#include <compare>
#include <cstdint>

namespace caplab {

struct Duration {
  std::int64_t us = 0;
  auto operator<=>(const Duration&) const = default;
};

struct Time {
  std::int64_t us = 0;
  auto operator<=>(const Time&) const = default;
};

struct LocalTime {
  std::int64_t us = 0;
  auto operator<=>(const LocalTime&) const = default;
};

inline constexpr Time kNever{INT64_MAX};

constexpr Duration microseconds(std::int64_t n) { return {n}; }
constexpr Duration milliseconds(std::int64_t n) { return {n * 1000}; }
constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000}; }

constexpr Duration operator+(Duration a, Duration b) { return {a.us + b.us}; }
constexpr Duration operator-(Duration a, Duration b) { return {a.us - b.us}; }
constexpr Duration operator*(Duration a, std::int64_t n) { return {a.us * n}; }
constexpr Duration operator/(Duration a, std::int64_t n) { return {a.us / n}; }
constexpr Time operator+(Time a, Duration b) { return {a.us + b.us}; }
constexpr Time operator-(Time a, Duration b) { return {a.us - b.us}; }
constexpr Duration operator-(Time a, Time b) { return {a.us - b.us}; }
constexpr LocalTime operator+(LocalTime a, Duration b) { return {a.us + b.us}; }
constexpr Duration operator-(LocalTime a, LocalTime b) { return {a.us - b.us}; }

}  // namespace caplab
