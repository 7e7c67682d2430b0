// Numbers and durations out of text, exact or refused.
#include "engine/base/number.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "engine/base/rng.h"
#include "engine/base/text.h"

using namespace caplab;

TEST_CASE("whole numbers fill int64") {
  CHECK(*parse_integer("0") == 0);
  CHECK(*parse_integer("-42") == -42);
  CHECK(*parse_integer("9223372036854775807") == INT64_MAX);
  CHECK(*parse_integer("-9223372036854775808") == INT64_MIN);
  for (const char* text : {"", "-", "+1", " 1", "1 ", "1.0", "0x1", "1e3", "one"}) {
    INFO(text);
    CHECK(parse_integer(text).error().message == "must be a whole number");
  }
  CHECK(parse_integer("9223372036854775808").error().message ==
        "must be a whole number from -9223372036854775808 to 9223372036854775807");
  CHECK(parse_integer("99999999999999999999x").error().message == "must be a whole number");
}

TEST_CASE("decimal numbers are scaled exactly") {
  CHECK(*parse_scaled("99.5", 1) == 995);
  CHECK(*parse_scaled("99.5", 3) == 99'500);
  CHECK(*parse_scaled("-0.005", 3) == -5);
  CHECK(*parse_scaled("1.5e3", 0) == 1500);
  CHECK(*parse_scaled("1.5E+3", 0) == 1500);
  CHECK(*parse_scaled("1500e-3", 1) == 15);
  CHECK(*parse_scaled("0.1000000000000000000000000", 1) == 1);
  CHECK(*parse_scaled("-0.0", 2) == 0);
  CHECK(*parse_scaled("0e999999999999", 0) == 0);
  CHECK(*parse_scaled("9223372036854775807", 0) == INT64_MAX);
  CHECK(*parse_scaled("-922337203685477580.8", 1) == INT64_MIN);
  CHECK(*parse_scaled("0.1", 1) == 1);
}

TEST_CASE("what does not fit is refused, never rounded") {
  CHECK(parse_scaled("0.25", 1).error().message == "must be a number with at most 1 decimal");
  CHECK(parse_scaled("0.5", 0).error().message == "must be a whole number");
  CHECK(parse_scaled("1e-99999999999", 6).error().message ==
        "must be a number with at most 6 decimals");
  for (const char* text : {"9223372036854775808", "-9223372036854775809", "1e19", "1e99999999999",
                           "1e18446744073709551616", "99999999999999999999999999"}) {
    INFO(text);
    CHECK(parse_scaled(text, 0).error().message == "must be a smaller number");
  }
  for (const char* text : {"", "-", ".5", "5.", "1e", "1e+", "1.2.3", "abc", "1 ", "--1", "0x10"}) {
    INFO(text);
    CHECK(parse_scaled(text, 2).error().message == "must be a number");
  }
}

TEST_CASE("what decimal_text writes, parse_scaled reads back") {
  Rng rng(21, 0);
  for (int i = 0; i < 20'000; ++i) {
    const std::int64_t number = rng.between(INT64_MIN, INT64_MAX) >> rng.below(64);
    const auto decimals = static_cast<int>(rng.below(19));
    INFO(number << " with " << decimals);
    REQUIRE(*parse_scaled(decimal_text(number, decimals), decimals) == number);
  }
}

TEST_CASE("durations have a unit") {
  CHECK(*parse_duration("300us") == microseconds(300));
  CHECK(*parse_duration("250ms") == milliseconds(250));
  CHECK(*parse_duration("1.5s") == milliseconds(1500));
  CHECK(*parse_duration("0.25ms") == microseconds(250));
  CHECK(*parse_duration("10s") == seconds(10));
  CHECK(*parse_duration("-20ms") == milliseconds(-20));
  CHECK(*parse_duration("0s") == Duration{});
  for (const char* text : {"", "s", "ms", "10", "10 s", "1.5us", "0.0000001s", "1h", "10sec", "s10",
                           "1e30s", "10S", "ten ms"}) {
    INFO(text);
    REQUIRE_FALSE(parse_duration(text).ok());
    CHECK(parse_duration(text).error().message ==
          "must be a duration such as \"300us\", \"250ms\" or \"1.5s\"");
  }
}

TEST_CASE("a duration is written in its shortest form and reads back") {
  CHECK(duration_literal({}) == "0s");
  CHECK(duration_literal(microseconds(1)) == "1us");
  CHECK(duration_literal(milliseconds(250)) == "250ms");
  CHECK(duration_literal(milliseconds(200)) == "200ms");
  CHECK(duration_literal(milliseconds(1500)) == "1.5s");
  CHECK(duration_literal(milliseconds(1234)) == "1234ms");
  CHECK(duration_literal(seconds(10)) == "10s");
  CHECK(duration_literal(milliseconds(-20)) == "-20ms");
  Rng rng(22, 0);
  for (int i = 0; i < 20'000; ++i) {
    const Duration length{rng.between(-2'000'000, 2'000'000) * rng.between(1, 100'000)};
    REQUIRE(*parse_duration(duration_literal(length)) == length);
  }
}
