// A 64-bit digest of a sequence of numbers, the same on every compiler. Two runs that agree in
// their fingerprints agreed in everything that was mixed in.
#pragma once
#include <cstdint>
#include <string_view>

namespace caplab {

class Fingerprint {
 public:
  constexpr Fingerprint& mix(std::uint64_t number) {
    digest_ ^= number;
    digest_ *= 0x9fb21c651e98df25ULL;
    digest_ ^= digest_ >> 32;
    return *this;
  }
  constexpr Fingerprint& mix(std::int64_t number) {
    return mix(static_cast<std::uint64_t>(number));
  }
  constexpr Fingerprint& mix(std::string_view text) {
    for (char c : text) mix(static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
    return mix(static_cast<std::uint64_t>(text.size()));
  }
  constexpr std::uint64_t digest() const { return digest_; }

 private:
  std::uint64_t digest_ = 0x243f6a8885a308d3ULL;
};

}  // namespace caplab
