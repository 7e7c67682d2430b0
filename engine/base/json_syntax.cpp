// Looks at the first character that does not fit, and tells what it begins and what would fit.
#include "engine/base/json_syntax.h"

#include <algorithm>

#include "engine/base/json.h"
#include "engine/base/utf8.h"

namespace caplab::json {
namespace {

constexpr std::string_view kValue =
    "must be a value (an object, an array, text in double quotes, a number, true, false or null)";
constexpr std::string_view kSpaces = " \t\r\n";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

char at_or_nul(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

std::string byte_name(char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("0x") + kHex[byte / 16] + kHex[byte % 16];
}

// The run of characters from `at` on that a reader takes for one word or number.
std::string_view word_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]) ||
                               std::string_view("+-.").find(text[end]) != std::string_view::npos)) {
    ++end;
  }
  return text.substr(at, end - at);
}

// A quoted text as it stands in the file, without its quotes.
std::string_view raw_text_at(std::string_view text, std::size_t quote) {
  const std::size_t end = text.find_first_of("\"\r\n", quote + 1);
  return text.substr(quote + 1, end == std::string_view::npos ? end : end - quote - 1);
}

bool comment_at(std::string_view text, std::size_t at) {
  const char c = text[at];
  const char next = at_or_nul(text, at + 1);
  return c == '#' || (c == '/' && (next == '/' || next == '*'));
}

// What stands at `at`, in words.
std::string found(std::string_view text, std::size_t at) {
  if (at >= text.size()) return "the end of the text";
  const char c = text[at];
  if (c == '\0') return "a NUL byte";
  if (comment_at(text, at)) return "a comment (JSON has none)";
  if (c == '\'') return "a single quote (text stands in double quotes)";
  if (c == '"') return "the text " + excerpt(raw_text_at(text, at));
  if (is_digit(c) || c == '-') return "the number " + shortened(word_at(text, at));
  if (is_letter(c)) return "the word " + excerpt(word_at(text, at));
  const std::size_t length = utf8_length(text, at);
  if (length == 0) return "the byte " + byte_name(c) + ", which is not UTF-8";
  return excerpt(text.substr(at, length));
}

std::string found_but(std::string_view text, std::size_t at, std::string_view allowed) {
  return "found " + found(text, at) + ", " + std::string(allowed);
}

// A text (with its quote at `quote`) that breaks off, by the first character that may not be there.
struct TextMistake {
  std::size_t at;
  std::string message;
};

std::string control_character(char c) {
  if (c == '\n' || c == '\r') {
    return "found a line break inside a text, must be a closing quote, or \\n for a line break";
  }
  if (c == '\t') return "found a tab inside a text, must be written as \\t";
  if (c == '\0') return "found a NUL byte inside a text, must be text without NUL";
  return "found the control character " + byte_name(c) +
         " inside a text, must be written as \\u00" + byte_name(c).substr(2);
}

// The code unit of "\uXXXX" at `at`, or -1 where it is not one.
int code_unit(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "\\u") return -1;
  int unit = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const char c = at_or_nul(text, i);
    if (!is_hex(c)) return -1;
    unit = unit * 16 + (is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return unit;
}

bool is_high_surrogate(int unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low_surrogate(int unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// The length of the escape at `at`, or 0 where it is none.
std::size_t escape_length(std::string_view text, std::size_t at) {
  const char c = at_or_nul(text, at + 1);
  if (c != 'u') return std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos ? 2 : 0;
  const int unit = code_unit(text, at);
  if (unit < 0 || is_low_surrogate(unit)) return 0;
  if (!is_high_surrogate(unit)) return 6;
  return is_low_surrogate(code_unit(text, at + 6)) ? 12 : 0;
}

std::string escape_mistake(std::string_view text, std::size_t at) {
  if (code_unit(text, at) >= 0) {
    return "found half of a character (" + std::string(text.substr(at, 6)) +
           "), must be a pair from \\ud800 to \\udbff and from \\udc00 to \\udfff";
  }
  const std::string_view start = text.substr(at, at_or_nul(text, at + 1) == 'u' ? 6 : 2);
  const bool plain = std::all_of(start.begin(), start.end(),
                                 [](char c) { return c > ' ' && c < '\x7f' && c != '"'; });
  return "found an escape that JSON does not have" +
         (plain ? " (" + std::string(start) + ")" : std::string()) +
         ", must be one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hex digits";
}

TextMistake find_text_mistake(std::string_view text, std::size_t quote) {
  std::size_t at = quote + 1;
  while (at < text.size() && text[at] != '"') {
    const char c = text[at];
    std::size_t length = 0;
    if (static_cast<unsigned char>(c) < 0x20) return {at, control_character(c)};
    if (c == '\\') {
      if (at + 1 == text.size()) break;
      length = escape_length(text, at);
      if (length == 0) return {at, escape_mistake(text, at)};
    } else {
      length = utf8_length(text, at);
      if (length == 0) return {at, found_but(text, at, "must be UTF-8")};
    }
    at += length;
  }
  return {quote, "found a text without an end, must end with a double quote"};
}

Mistake value_mistake(std::string_view text, std::size_t at) {
  const char c = at_or_nul(text, at);
  if (c == '"') {
    TextMistake mistake = find_text_mistake(text, at);
    return {mistake.at, true, std::move(mistake.message)};
  }
  if (is_digit(c) || c == '-') {
    const bool whole = number_end(text, at) != std::string_view::npos;
    return {at, true,
            found_but(text, at,
                      whole ? "must be a number below 1e308"
                            : "must be a number such as 12, -3, 0.5 or 1e6")};
  }
  return {at, true, found_but(text, at, kValue)};
}

Mistake key_mistake(std::string_view text, std::size_t at, std::string_view allowed) {
  if (at_or_nul(text, at) != '"') return {at, false, found_but(text, at, allowed)};
  TextMistake mistake = find_text_mistake(text, at);
  return {mistake.at, false, std::move(mistake.message)};
}

// `at` stands where a comma or the closing bracket must be.
Mistake separator_mistake(std::string_view text, std::size_t at, std::size_t from,
                          std::string_view allowed) {
  const bool leading_zero =
      at == from && at > 0 && text[at - 1] == '0' && is_digit(at_or_nul(text, at));
  if (leading_zero) {
    return {at - 1, false,
            "found the number " + shortened(word_at(text, at - 1)) +
                ", must be a number that does not begin with 0"};
  }
  return {at, false, found_but(text, at, allowed)};
}

}  // namespace

std::size_t skip_space(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(kSpaces, at), text.size());
}

std::size_t number_end(std::string_view text, std::size_t at) {
  const auto digits = [&text, &at] {
    const std::size_t first = at;
    while (is_digit(at_or_nul(text, at))) ++at;
    return at > first;
  };
  if (at_or_nul(text, at) == '-') ++at;
  if (at_or_nul(text, at) == '0') {
    ++at;
  } else if (!digits()) {
    return std::string_view::npos;
  }
  if (at_or_nul(text, at) == '.') {
    ++at;
    if (!digits()) return std::string_view::npos;
  }
  if ((at_or_nul(text, at) | 0x20) == 'e') {
    ++at;
    if (at_or_nul(text, at) == '+' || at_or_nul(text, at) == '-') ++at;
    if (!digits()) return std::string_view::npos;
  }
  return at;
}

Mistake find_mistake(std::string_view text, std::size_t from, After after) {
  const std::size_t at = skip_space(text, from);
  const char c = at_or_nul(text, at);
  const std::size_t next = c == '\0' ? at : skip_space(text, at + 1);
  switch (after) {
    case After::nothing:
    case After::array_begin: return value_mistake(text, at);
    case After::object_begin:
      return key_mistake(text, at, R"(must be a key in double quotes, or "}")");
    case After::key:
      if (c != ':') return {at, true, found_but(text, at, R"(must be ":" after the key)")};
      return value_mistake(text, next);
    case After::item:
      if (c != ',') return separator_mistake(text, at, from, R"(must be "," or "]")");
      if (at_or_nul(text, next) == ']') {
        return {at, false, R"(found a comma before "]", must be a value after every comma)"};
      }
      return value_mistake(text, next);
    case After::member:
      if (c != ',') return separator_mistake(text, at, from, R"(must be "," or "}")");
      if (at_or_nul(text, next) == '}') {
        return {at, false, R"(found a comma before "}", must be a key after every comma)"};
      }
      return key_mistake(text, next, "must be a key in double quotes");
    case After::everything: return separator_mistake(text, at, from, "must be the end of the text");
  }
  return {at, false, found_but(text, at, kValue)};
}

}  // namespace caplab::json
