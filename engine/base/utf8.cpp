// The byte ranges of the Unicode standard's table of well-formed UTF-8.
#include "engine/base/utf8.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

std::size_t length_from_lead(unsigned lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// Only the second byte has ranges of its own: they keep out overlong forms, surrogates, and
// everything above U+10FFFF.
bool second_byte_fits(unsigned lead, unsigned second) {
  const unsigned first = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned last = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  return first <= second && second <= last;
}

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t at) {
  ENSURE(at < text.size());
  const unsigned lead = byte_at(text, at);
  const std::size_t length = length_from_lead(lead);
  if (length <= 1) return length;
  if (text.size() - at < length) return 0;
  if (!second_byte_fits(lead, byte_at(text, at + 1))) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (begins_character(text[at + i])) return 0;
  }
  return length;
}

std::size_t utf8_count(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

}  // namespace caplab
