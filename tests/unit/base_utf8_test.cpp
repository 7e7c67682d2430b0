// UTF-8: every character of Unicode is one, and nothing else is.
#include "engine/base/utf8.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

using namespace caplab;

namespace {

// The textbook encoding, for any number up to 0x1FFFFF, allowed or not.
std::string encoded(unsigned code) {
  const auto byte = [](unsigned bits) {
    return static_cast<char>(static_cast<unsigned char>(bits));
  };
  const auto more = [&byte, code](int shift) { return byte(0x80U | (code >> shift & 0x3FU)); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xC0U | code >> 6), more(0)};
  if (code < 0x10000) return {byte(0xE0U | code >> 12), more(6), more(0)};
  return {byte(0xF0U | code >> 18), more(12), more(6), more(0)};
}

bool is_character(unsigned code) { return code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF); }

}  // namespace

TEST_CASE("every character is one, surrogates and what lies beyond are none") {
  for (unsigned code = 0; code <= 0x1FFFFF; ++code) {
    const std::string bytes = encoded(code) + "x";
    const std::size_t expected = is_character(code) ? bytes.size() - 1 : 0;
    if (utf8_length(bytes, 0) != expected) FAIL("code " << code);
  }
  SUCCEED();
}

TEST_CASE("what is cut, doubled or longer than needed is none") {
  for (const char* bytes :
       {"\x80", "\xBF", "\xC3", "\xC3(", "\xC3\xC3", "\xE2\x82", "\xE2\x82(", "\xF0\x9F\x98",
        "\xF0\x9F\x98(", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF"}) {
    CHECK(utf8_length(bytes, 0) == 0);
  }
}

TEST_CASE("characters are counted, not bytes") {
  CHECK(utf8_count("") == 0);
  CHECK(utf8_count("abc") == 3);
  CHECK(utf8_count("é€😀") == 3);
  CHECK(utf8_length("é€😀", 2) == 3);
}
