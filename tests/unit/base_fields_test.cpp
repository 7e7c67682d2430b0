// Prints of plain structs: every field counts, whatever it is made of.
#include "engine/base/fields.h"

#include <catch2/catch_test_macros.hpp>

using namespace caplab;

namespace {

struct Empty {};
enum class Colour : std::uint8_t { red, blue };
struct Inner {
  std::int64_t number = 1;
  Colour colour = Colour::red;
};
struct Outer {
  Inner inner;
  std::vector<Inner> many{Inner{}};
  std::variant<int, Inner> either = 7;
  std::string text = "a";
  SharedValue<Inner> shared;
  std::array<bool, 2> flags{};
  Empty nothing;
};

std::uint64_t print_of(const Outer& outer) {
  Fingerprint print;
  mix_value(print, outer);
  return print.digest();
}

}  // namespace

TEST_CASE("fields: a struct is visited field by field") {
  int fields = 0;
  for_each_field(Outer{}, [&](const auto&) { ++fields; });
  CHECK(fields == 7);
  fields = 0;
  for_each_field(Empty{}, [&](const auto&) { ++fields; });
  CHECK(fields == 0);
}

TEST_CASE("fields: equal values leave equal prints, and any other field another") {
  const auto changed = [](auto change) {
    Outer outer;
    change(outer);
    return print_of(outer);
  };
  const std::vector<std::uint64_t> prints{
      print_of(Outer{}),
      changed([](Outer& outer) { outer.inner.number = 2; }),
      changed([](Outer& outer) { outer.inner.colour = Colour::blue; }),
      changed([](Outer& outer) { outer.many.push_back(Inner{}); }),
      changed([](Outer& outer) { outer.many[0].number = 3; }),
      changed([](Outer& outer) { outer.either = 8; }),
      changed([](Outer& outer) { outer.either = Inner{}; }),
      changed([](Outer& outer) { outer.text = "b"; }),
      changed([](Outer& outer) { outer.shared.edit().number = 4; }),
      changed([](Outer& outer) { outer.flags[1] = true; }),
  };
  CHECK(prints[0] == print_of(Outer{}));
  for (std::size_t i = 0; i < prints.size(); ++i) {
    for (std::size_t j = i + 1; j < prints.size(); ++j) {
      CAPTURE(i, j);
      CHECK(prints[i] != prints[j]);
    }
  }
}

TEST_CASE("fields: an encoding has a byte for every seven bits of every number") {
  CHECK(encoded_size(Empty{}) == 0);
  CHECK(encoded_size(Inner{}) == 2);
  CHECK(encoded_size(Inner{.number = 127}) == 2);
  CHECK(encoded_size(Inner{.number = 128}) == 3);
  CHECK(encoded_size(Inner{.number = -1}) == 11);
  CHECK(encoded_size(std::vector<Inner>{}) == 1);
  CHECK(encoded_size(std::vector<Inner>(3)) == 7);
  CHECK(encoded_size(std::variant<int, Inner>(Inner{})) == 3);
  CHECK(encoded_size(std::string("abc")) == 4);
}
