// UTF-8, as far as reading and writing files needs it: where a character ends, and whether it is
// one.
#pragma once
#include <cstddef>
#include <string_view>

namespace caplab {

// The bytes of the character at `at`, 1 to 4, or 0 where no well-formed character begins (Unicode
// standard, table 3-7: no overlong forms, no surrogates). REQUIRES: at < text.size().
std::size_t utf8_length(std::string_view text, std::size_t at);

// True for every byte that begins a character; counting these counts characters.
constexpr bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

// The number of characters; a malformed byte counts as one or as none, never as a crash.
std::size_t utf8_count(std::string_view text);

}  // namespace caplab
