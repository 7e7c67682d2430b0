// Numbers and times as a reader wants them.
#include "engine/base/text.h"

#include <catch2/catch_test_macros.hpp>

using namespace caplab;

TEST_CASE("a point in time is seconds with three decimals") {
  CHECK(seconds_text(Time{0}) == "0.000 s");
  CHECK(seconds_text(Time{1'250'000}) == "1.250 s");
  CHECK(seconds_text(Time{1'999}) == "0.001 s");
  CHECK(seconds_text(Time{-1'250'000}) == "-1.250 s");
  CHECK(seconds_text(Time{3'600'000'000}) == "3600.000 s");
}

TEST_CASE("a length of time has the unit a reader would choose") {
  CHECK(duration_text(microseconds(0)) == "0 us");
  CHECK(duration_text(microseconds(999)) == "999 us");
  CHECK(duration_text(microseconds(1'000)) == "1.0 ms");
  CHECK(duration_text(microseconds(12'500)) == "12.5 ms");
  CHECK(duration_text(microseconds(99'999)) == "99.9 ms");
  CHECK(duration_text(microseconds(100'000)) == "100 ms");
  CHECK(duration_text(microseconds(999'999)) == "999 ms");
  CHECK(duration_text(microseconds(1'000'000)) == "1.0 s");
  CHECK(duration_text(microseconds(3'250'000)) == "3.2 s");
  CHECK(duration_text(microseconds(-12'500)) == "-12.5 ms");
}

TEST_CASE("a size has the unit a reader would choose") {
  CHECK(size_text(0) == "0 B");
  CHECK(size_text(999) == "999 B");
  CHECK(size_text(1000) == "1.0 kB");
  CHECK(size_text(5999) == "5.9 kB");
  CHECK(size_text(999'999) == "999.9 kB");
  CHECK(size_text(12'000'000) == "12.0 MB");
}

TEST_CASE("decimals are exact") {
  CHECK(decimal_text(995, 1) == "99.5");
  CHECK(decimal_text(995, 0) == "995");
  CHECK(decimal_text(5, 3) == "0.005");
  CHECK(decimal_text(0, 2) == "0.00");
  CHECK(decimal_text(-5, 1) == "-0.5");
  CHECK(decimal_text(INT64_MIN, 2) == "-92233720368547758.08");
}

TEST_CASE("join puts the separator between, not around") {
  CHECK(join({}, ", ").empty());
  CHECK(join({"a"}, ", ") == "a");
  CHECK(join({"a", "b", "c"}, ", ") == "a, b, c");
  CHECK(join({"", ""}, "-") == "-");
}

TEST_CASE("fill replaces each name wherever it stands and leaves unknown ones") {
  CHECK(fill("{who} paid {sum}, {who}!", {{"who", "Ann"}, {"sum", "80"}}) == "Ann paid 80, Ann!");
  CHECK(fill("{who} and {other}", {{"who", "Ann"}}) == "Ann and {other}");
  CHECK(fill("no holes", {{"who", "Ann"}}) == "no holes");
  CHECK(fill("{a}", {{"a", "{a}"}}) == "{a}");
}
