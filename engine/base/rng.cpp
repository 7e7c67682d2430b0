// xoshiro256** and the two ways of narrowing its 64 bits.
#include "engine/base/rng.h"

#include "engine/base/ensure.h"

namespace caplab {
namespace {

std::uint64_t splitmix64(std::uint64_t& x) {
  x += 0x9e3779b97f4a7c15ULL;
  std::uint64_t z = x;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

std::uint64_t rotate_left(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

}  // namespace

Rng::Rng(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t x = seed;
  std::uint64_t y = splitmix64(x) ^ (stream * 0xd1342543de82ef95ULL);
  for (std::uint64_t& word : state_) word = splitmix64(y);
}

std::uint64_t Rng::next() {
  const std::uint64_t result = rotate_left(state_[1] * 5, 7) * 9;
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = rotate_left(state_[3], 45);
  return result;
}

// Rejecting the uneven tail keeps every value equally likely.
std::uint64_t Rng::below(std::uint64_t bound) {
  ENSURE(bound > 0);
  for (;;) {
    const std::uint64_t draw = next();
    const std::uint64_t value = draw % bound;
    const std::uint64_t bucket_start = draw - value;
    if (bucket_start <= 0 - bound) return value;
  }
}

std::int64_t Rng::between(std::int64_t first, std::int64_t last) {
  ENSURE(first <= last);
  const auto span = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first) + 1;
  const std::uint64_t offset = span == 0 ? next() : below(span);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + offset);
}

bool Rng::chance(Ratio probability) {
  if (probability.num <= 0) return false;
  ENSURE(probability.den > 0);
  return below(static_cast<std::uint64_t>(probability.den)) <
         static_cast<std::uint64_t>(probability.num);
}

}  // namespace caplab
