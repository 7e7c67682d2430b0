// Chance without floating point: xoshiro256** (Blackman & Vigna 2018), seeded through splitmix64.
// The same numbers on every compiler.
#pragma once
#include <array>
#include <cstdint>

namespace caplab {

// A probability as a fraction, e.g. Ratio{1, 50} for 2 %.
struct Ratio {
  std::int64_t num = 0;
  std::int64_t den = 1;
  bool operator==(const Ratio&) const = default;
};

class Rng {
 public:
  Rng() : Rng(0, 0) {}

  // Streams of one seed are independent: drawing from one does not change another.
  Rng(std::uint64_t seed, std::uint64_t stream);

  std::uint64_t next();

  // Uniform in [0, bound). REQUIRES: bound > 0.
  std::uint64_t below(std::uint64_t bound);

  // Uniform in [first, last], both included. REQUIRES: first <= last.
  std::int64_t between(std::int64_t first, std::int64_t last);

  // True with the given probability; draws nothing when that is 0.
  bool chance(Ratio probability);

  const std::array<std::uint64_t, 4>& state() const { return state_; }
  bool operator==(const Rng&) const = default;

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace caplab
