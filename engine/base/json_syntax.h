// Says in a sentence why a text stops being JSON. Only for json.cpp, which knows how far the text
// was right; this is not a parser.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace caplab::json {

// What the last thing was that was right.
enum class After : std::uint8_t {
  nothing,      // the text must begin
  array_begin,  // "[" was
  item,         // a value in an array was
  object_begin,
  key,
  member,      // a value in an object was
  everything,  // the value at the top is complete
};

struct Mistake {
  std::size_t at = 0;     // offset of the offending character; text.size() where it ends too early
  bool in_child = false;  // a value under way is meant, not the array or object around it
  std::string message;
};

// REQUIRES: `text` is JSON up to `from`, and from there on is not.
Mistake find_mistake(std::string_view text, std::size_t from, After after);

// The offset behind the number that begins at `at`, or npos where it is not a JSON number.
std::size_t number_end(std::string_view text, std::size_t at);

// The first offset at or after `at` that holds no white space.
std::size_t skip_space(std::string_view text, std::size_t at);

}  // namespace caplab::json
