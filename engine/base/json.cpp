// Builds the tree from nlohmann_json's SAX events. The cursor that feeds the parser counts what it
// has read, which is how each event finds the place of its first character.
#include "engine/base/json.h"

#include <iterator>
#include <map>
#include <utility>

#include "engine/base/ensure.h"
#include "engine/base/json_syntax.h"
#include "engine/base/utf8.h"

// Built with JSON_NOEXCEPTION and JSON_NO_IO: SAX needs neither exceptions nor streams.
#include <nlohmann/json.hpp>

namespace caplab::json {
namespace {

constexpr int kDepthMax = 500;  // a tree is copied and compared by recursion

// A character iterator that tells how far the parser has come.
class CountingCursor {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingCursor(const char* at, std::size_t* count) : at_(at), count_(count) {}
  reference operator*() const { return *at_; }
  CountingCursor& operator++() {
    ++at_;
    ++*count_;
    return *this;
  }
  bool operator==(const CountingCursor& other) const { return at_ == other.at_; }

 private:
  const char* at_;
  std::size_t* count_;
};

// Turns offsets into places. Offsets only grow, so a text is walked once.
class PlaceFinder {
 public:
  PlaceFinder(std::string_view text, int first_line) : text_(text), place_{first_line, 1} {}

  Place of(std::size_t offset) {
    for (; offset_ < offset; ++offset_) {
      if (text_[offset_] == '\n') {
        place_ = {place_.line + 1, 1};
      } else if (offset_ + 1 == text_.size() || begins_character(text_[offset_ + 1])) {
        ++place_.column;
      }
    }
    return place_;
  }

 private:
  std::string_view text_;
  std::size_t offset_ = 0;
  Place place_;
};

// An array or object whose end has not come yet.
struct Open {
  Value value;
  std::map<std::string, Place> keys;  // of an object, to find a second use
  std::string key;                    // the one that waits for its value
  Place key_place;
  bool key_pending = false;
};

// Receives the parser's events. Every function returns whether to go on.
class Builder {
 public:
  Builder(std::string_view text, Report& report, Limits limits, int first_line)
      : text_(text), report_(report), limits_(limits), places_(text, first_line) {}

  bool null() { return put(begin(Kind::null)); }
  bool boolean(bool truth);
  bool number_integer(std::int64_t number);
  bool number_unsigned(std::uint64_t number);
  template <typename Number>  // its rounded value is of no use here
  bool number_float(Number, const std::string&) {
    return real();
  }
  bool string(std::string& text);
  template <typename Binary>  // JSON text has none
  bool binary(Binary&) {
    return false;
  }
  bool start_object(std::size_t) { return open(Kind::object); }
  bool start_array(std::size_t) { return open(Kind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& key);
  template <typename Exception>
  bool parse_error(std::size_t, const std::string&, const Exception&) {
    return fail_syntax();
  }

  // The tree, if all of the text was read without a mistake.
  std::optional<Value> finish();
  std::size_t* count() { return &count_; }

 private:
  Value begin(Kind kind);
  bool real();
  bool open(Kind kind);
  bool close();
  bool put(Value value);
  bool has_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }
  bool fail(Place place, std::string_view rule, std::string message);
  bool fail_syntax();
  After after() const;
  std::string pointer(bool with_child) const;

  std::string_view text_;
  Report& report_;
  Limits limits_;
  PlaceFinder places_;
  std::size_t count_ = 0;  // what the parser has read, one more than the token if it is a number
  std::size_t done_ = 0;   // where the last token ended
  std::vector<Open> open_;
  std::optional<Value> root_;
  bool failed_ = false;
};

// The token that the parser has just read: separators before it have no events of their own.
Value Builder::begin(Kind kind) {
  const std::size_t start = std::min(text_.find_first_not_of(" \t\r\n,:", done_), text_.size());
  Value value;
  value.kind = kind;
  value.place = places_.of(start);
  const bool number = kind == Kind::integer || kind == Kind::real;
  done_ = number ? number_end(text_, start) : count_;
  if (kind == Kind::real) value.text = text_.substr(start, done_ - start);
  return value;
}

bool Builder::boolean(bool truth) {
  Value value = begin(Kind::boolean);
  value.boolean = truth;
  return put(std::move(value));
}

bool Builder::number_integer(std::int64_t number) {
  Value value = begin(Kind::integer);
  value.integer = number;
  return put(std::move(value));
}

bool Builder::number_unsigned(std::uint64_t number) {
  if (number > static_cast<std::uint64_t>(INT64_MAX)) return real();
  return number_integer(static_cast<std::int64_t>(number));
}

// Whole numbers beyond int64 come here as well: the parser rounds them.
bool Builder::real() {
  Value value = begin(Kind::real);
  if (value.text.find_first_of(".eE") != std::string::npos) return put(std::move(value));
  return fail(value.place, "out-of-range",
              "is " + shortened(value.text) + ", must be a whole number from " +
                  std::to_string(INT64_MIN) + " to " + std::to_string(INT64_MAX));
}

bool Builder::string(std::string& text) {
  Value value = begin(Kind::text);
  if (has_nul(text)) {
    return fail(value.place, "syntax", "is text with \\u0000 in it, must be text without NUL");
  }
  value.text = std::move(text);
  return put(std::move(value));
}

bool Builder::key(std::string& key) {
  const Place place = begin(Kind::text).place;
  Open& object = open_.back();
  object.key = key;
  object.key_place = place;
  object.key_pending = true;
  if (has_nul(key)) {
    return fail(place, "syntax", "is a key with \\u0000 in it, must be text without NUL");
  }
  const auto [first, inserted] = object.keys.emplace(key, place);
  if (inserted) return true;
  return fail(place, "duplicate-key",
              "is a second " + excerpt(key) + " in one object (the first is at line " +
                  std::to_string(first->second.line) + ", column " +
                  std::to_string(first->second.column) + "), must be there once");
}

bool Builder::open(Kind kind) {
  Value value = begin(kind);
  if (open_.size() >= static_cast<std::size_t>(limits_.depth_max)) {
    return fail(value.place, "too-deep",
                "is an array or object inside " + std::to_string(open_.size()) +
                    " others, must be inside at most " + std::to_string(limits_.depth_max - 1));
  }
  Open container;
  container.value = std::move(value);
  open_.push_back(std::move(container));
  return true;
}

bool Builder::close() {
  done_ = count_;
  Value value = std::move(open_.back().value);
  open_.pop_back();
  return put(std::move(value));
}

bool Builder::put(Value value) {
  if (open_.empty()) {
    root_ = std::move(value);
    return true;
  }
  Open& parent = open_.back();
  if (parent.value.kind == Kind::array) {
    parent.value.items.push_back(std::move(value));
    return true;
  }
  parent.value.members.push_back({std::move(parent.key), parent.key_place, std::move(value)});
  parent.key_pending = false;
  return true;
}

std::optional<Value> Builder::finish() {
  if (failed_) return std::nullopt;
  if (skip_space(text_, done_) < text_.size()) fail_syntax();
  if (failed_) return std::nullopt;
  return std::move(root_);
}

bool Builder::fail(Place place, std::string_view rule, std::string message) {
  failed_ = true;
  report_.add(place, pointer(true), rule, std::move(message));
  return false;
}

bool Builder::fail_syntax() {
  Mistake mistake = find_mistake(text_, done_, after());
  if (mistake.at >= text_.size() && !open_.empty()) {
    const Value& unclosed = open_.back().value;
    mistake.message += std::string(" (the ") + (unclosed.kind == Kind::array ? "array" : "object") +
                       " begun at line " + std::to_string(unclosed.place.line) + ", column " +
                       std::to_string(unclosed.place.column) + " is not closed)";
  }
  failed_ = true;
  report_.add(places_.of(mistake.at), pointer(mistake.in_child), "syntax",
              std::move(mistake.message));
  return false;
}

After Builder::after() const {
  if (open_.empty()) return root_ ? After::everything : After::nothing;
  const Open& inner = open_.back();
  if (inner.key_pending) return After::key;
  if (inner.value.kind == Kind::array) {
    return inner.value.items.empty() ? After::array_begin : After::item;
  }
  return inner.value.members.empty() ? After::object_begin : After::member;
}

std::string Builder::pointer(bool with_child) const {
  std::string pointer;
  for (std::size_t i = 0; i < open_.size(); ++i) {
    if (i + 1 == open_.size() && !with_child) break;
    const Open& container = open_[i];
    if (container.key_pending) pointer = pointer_to(pointer, container.key);
    if (container.value.kind == Kind::array) {
      pointer = pointer_to(pointer, container.value.items.size());
    }
  }
  return pointer;
}

std::string size_message(std::size_t bytes, Limits limits) {
  return "is a text of " + std::to_string(bytes) + " bytes, must be at most " +
         std::to_string(limits.bytes_max);
}

}  // namespace

std::optional<Value> parse(std::string_view text, Report& report, Limits limits, int first_line) {
  ENSURE(limits.depth_max >= 1 && limits.depth_max <= kDepthMax);
  const Place begin{first_line, 1};
  if (text.size() > limits.bytes_max) {
    report.add(begin, "/", "too-big", size_message(text.size(), limits));
    return std::nullopt;
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    report.add(begin, "/", "syntax", "begins with a byte order mark, must be UTF-8 without one");
    return std::nullopt;
  }
  Builder builder(text, report, limits, first_line);
  const char* const data = text.data();
  nlohmann::json::sax_parse(CountingCursor(data, builder.count()),
                            CountingCursor(data + text.size(), builder.count()), &builder,
                            nlohmann::json::input_format_t::json, false);
  return builder.finish();
}

Result<Value> parse(std::string_view text, std::string_view file, Limits limits, int first_line) {
  Report report{.file = std::string(file), .findings = {}};
  std::optional<Value> value = parse(text, report, limits, first_line);
  if (!value) return report.error();
  return std::move(*value);
}

}  // namespace caplab::json
