// The digest is fixed for ever, and everything that differs shows in it.
#include "engine/base/fingerprint.h"

#include <catch2/catch_test_macros.hpp>

using namespace caplab;

namespace {

std::uint64_t of(std::initializer_list<std::uint64_t> numbers) {
  Fingerprint fingerprint;
  for (std::uint64_t number : numbers) fingerprint.mix(number);
  return fingerprint.digest();
}

}  // namespace

TEST_CASE("fingerprints never change") {
  CHECK(of({}) == 0x243f6a8885a308d3);
  CHECK(of({0}) == 0x79af553935274646);
  CHECK(of({1, 2}) == 0xbafc02ce6055c6f2);
  CHECK(of({2, 1}) == 0x73bad83a1b93071d);
  CHECK(Fingerprint().mix(std::int64_t{-1}).digest() == 0xe69e8e617241833d);
  CHECK(Fingerprint().mix(std::string_view("ab")).digest() == 0x4027bdbf6fa260b2);
  CHECK(Fingerprint().mix(std::string_view("é")).digest() == 0x0857a6ced2d8b7c5);
}

TEST_CASE("order, length and every single bit count") {
  CHECK(of({1, 2}) != of({2, 1}));
  CHECK(of({0}) != of({}));
  CHECK(of({0, 0}) != of({0}));
  const auto two_texts = [](std::string_view a, std::string_view b) {
    return Fingerprint().mix(a).mix(b).digest();
  };
  CHECK(two_texts("ab", "c") != two_texts("a", "bc"));
  for (int bit = 0; bit < 64; ++bit) CHECK(of({1ULL << bit, 7}) != of({0, 7}));
}
