// JSON as the engine reads it: a plain tree in which every value knows its line and column, and
// errors that say in one sentence what is wrong, where, and what is allowed. Loaders read the tree
// through json_reader.h; output is written with json_writer.h. Strict JSON (RFC 8259): no comments,
// no trailing commas, UTF-8 without a byte order mark; besides, no key twice and no NUL anywhere.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace caplab::json {

// Where something begins. Both count from 1; columns count characters (code points), a tab is one.
// Lines end with a line feed; the carriage return of CRLF is the last character of its line.
struct Place {
  std::int32_t line = 1;
  std::int32_t column = 1;
  bool operator==(const Place&) const = default;
};

enum class Kind : std::uint8_t {
  null,
  boolean,
  integer,  // without point and exponent, within int64
  real,     // every other number, kept as it is spelled: the engine has no floating point
  text,
  array,
  object,
};

struct Member;

// One value with all it holds. Fields that do not belong to its kind are empty.
struct Value {
  Kind kind = Kind::null;
  bool boolean = false;
  Place place;  // of its first character: the quote of a text, the bracket of an array
  std::int64_t integer = 0;
  std::string text;             // text: decoded; real: as spelled in the source
  std::vector<Value> items;     // array
  std::vector<Member> members;  // object, in the order of the file, no key twice

  // The member's value, or null when the key is not there or this is no object.
  const Value* find(std::string_view key) const;

  // Equal in everything, places included.
  friend bool operator==(const Value&, const Value&);
};

struct Member {
  std::string key;
  Place key_place;
  Value value;
  bool operator==(const Member&) const = default;
};

// An integer or real value times 10^decimals, exactly: 99.5 with one decimal is 995. The error is a
// phrase such as "must be a number with at most 1 decimal".
Result<std::int64_t> scaled(const Value& value, int decimals);

// One mistake in one file.
struct Finding {
  std::string file;
  Place place;
  std::string pointer;  // RFC 6901, long keys shortened; the whole text is "/"
  std::string rule;     // "syntax", "duplicate-key", "wrong-type" …: for machines
  std::string message;  // what is wrong, and what is allowed
  bool operator==(const Finding&) const = default;
};

// "file:line:column: /pointer: what, and what is allowed", always a single line.
std::string line_of(const Finding& finding);

// Collects what is wrong with one file, in the order found, the first hundred of it.
struct Report {
  static constexpr std::size_t kFindingsMax = 100;

  std::string file;  // as messages should name it
  std::vector<Finding> findings;

  bool ok() const { return findings.empty(); }
  void add(Place place, std::string_view pointer, std::string_view rule, std::string message);
  // The first finding's line. REQUIRES: !ok().
  Error error() const;
};

struct Limits {
  std::size_t bytes_max = 1'000'000;
  int depth_max = 64;  // arrays and objects inside each other; at most 500
};

// Reads one JSON value that fills `text`; white space around it is allowed. Never throws and never
// recurses deeper than the limit; the first mistake ends the reading. `first_line` is the number of
// the first line, for a text that is one line of a JSON Lines file.
Result<Value> parse(std::string_view text, std::string_view file, Limits limits = {},
                    int first_line = 1);

// The same for a loader: the mistake is added to `report`, whose `file` names the text.
std::optional<Value> parse(std::string_view text, Report& report, Limits limits = {},
                           int first_line = 1);

// `pointer` one key or one index further; ~ and / of the key are escaped, a long key is shortened.
std::string pointer_to(std::string_view pointer, std::string_view key);
std::string pointer_to(std::string_view pointer, std::size_t index);

// For messages: `text` cut to 40 bytes, and the same in double quotes as JSON spells it.
std::string shortened(std::string_view text);
std::string excerpt(std::string_view text);

}  // namespace caplab::json
