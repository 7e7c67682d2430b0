// Each accessor checks the kind, then the range, and puts the same two halves together: what is
// there, and what is allowed.
#include "engine/base/json_reader.h"

#include <algorithm>
#include <optional>

#include "engine/base/ensure.h"
#include "engine/base/nearest.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

namespace caplab::json {
namespace {

constexpr std::size_t kIdLengthMax = 40;
constexpr std::size_t kWordsShownMax = 40;

// "is "abc" (text)": what stands in the file.
std::string described(const Value& value) {
  switch (value.kind) {
    case Kind::null: return "is null";
    case Kind::boolean: return value.boolean ? "is true" : "is false";
    case Kind::integer: return "is " + std::to_string(value.integer);
    case Kind::real: return "is " + shortened(value.text);
    case Kind::text: return "is " + excerpt(value.text) + " (text)";
    case Kind::array: return "is an array";
    case Kind::object: return "is an object";
  }
  return "is something else";
}

std::string range_text(std::string_view unit, const std::string& min, const std::string& max) {
  if (min == max) return "must be " + min;
  return "must be " + std::string(unit) + " from " + min + " to " + max;
}

std::string counted(std::size_t count, std::string_view unit) {
  return std::to_string(count) + " " + std::string(unit) + (count == 1 ? "" : "s");
}

// The words in quotes with commas between; a very long list is cut.
std::string listed(const std::vector<std::string_view>& words) {
  std::vector<std::string> shown;
  for (std::string_view word : words) {
    if (shown.size() == kWordsShownMax) break;
    shown.push_back(excerpt(word));
  }
  const std::size_t hidden = words.size() - shown.size();
  return join(shown, ", ") + (hidden == 0 ? "" : " and " + std::to_string(hidden) + " more");
}

// " (did you mean "x"?)", or nothing.
std::string suggestion(std::string_view word, const std::vector<std::string_view>& words) {
  const std::string_view meant = nearest(word, words);
  return meant.empty() ? "" : " (did you mean " + excerpt(meant) + "?)";
}

bool is_id(std::string_view text) {
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto allowed = [&small](char c) { return small(c) || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text.size() <= kIdLengthMax && small(text.front()) &&
         std::all_of(text.begin(), text.end(), allowed);
}

bool has(const std::vector<std::string_view>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

Reader::Reader(const Value& value, Report& report)
    : value_(&value), report_(&report), place_(value.place), key_place_(value.place) {}

Reader::Reader(const Value* value, Report& report, std::string pointer, Place place,
               Place key_place)
    : value_(value),
      report_(&report),
      pointer_(std::move(pointer)),
      place_(place),
      key_place_(key_place) {}

Reader Reader::child(const Member& member) const {
  return {&member.value, *report_, pointer_to(pointer_, member.key), member.value.place,
          member.key_place};
}

Fields Reader::object(std::initializer_list<std::string_view> required,
                      std::initializer_list<std::string_view> optional) const {
  Fields fields(*this, required, optional);
  if (expect(Kind::object, "must be an object")) check_keys(fields);
  return fields;
}

void Reader::check_keys(const Fields& fields) const {
  std::vector<std::string_view> allowed = fields.required_;
  allowed.insert(allowed.end(), fields.optional_.begin(), fields.optional_.end());
  std::vector<std::string_view> misspelled;  // keys that are there, in another spelling
  for (const Member& member : value_->members) {
    if (has(allowed, member.key)) continue;
    misspelled.push_back(nearest(member.key, allowed));
    child(member).fail_at_key("unknown-key", "is an unknown key" + suggestion(member.key, allowed) +
                                                 ", must be one of " + listed(allowed));
  }
  for (std::string_view key : fields.required_) {
    if (value_->find(key) || has(misspelled, key)) continue;
    fail("missing-key", "has no key " + excerpt(key) + ", must have " + listed(fields.required_));
  }
}

std::vector<Entry> Reader::entries(Count count) const {
  std::vector<Entry> entries;
  if (!expect(Kind::object, "must be an object")) return entries;
  if (!fits(value_->members.size(), count, "key")) return entries;
  for (const Member& member : value_->members) entries.push_back({member.key, child(member)});
  return entries;
}

std::vector<Reader> Reader::items(Count count) const {
  std::vector<Reader> readers;
  if (!expect(Kind::array, "must be an array")) return readers;
  if (!fits(value_->items.size(), count, "item")) return readers;
  for (const Value& item : value_->items) {
    readers.push_back(
        Reader(&item, *report_, pointer_to(pointer_, readers.size()), item.place, item.place));
  }
  return readers;
}

std::string Reader::text(Count length, std::string_view fallback) const {
  if (!expect(Kind::text, "must be text")) return std::string(fallback);
  if (!fits(utf8_count(value_->text), length, "character")) return std::string(fallback);
  return value_->text;
}

std::string Reader::id(std::string_view fallback) const {
  constexpr std::string_view kAllowed =
      "must be an id: 1 to 40 of a-z, 0-9 and \"-\", beginning with a letter";
  if (!expect(Kind::text, kAllowed)) return std::string(fallback);
  if (is_id(value_->text)) return value_->text;
  fail_with(std::string(kAllowed), "not-allowed");
  return std::string(fallback);
}

bool Reader::boolean(bool fallback) const {
  return expect(Kind::boolean, "must be true or false") ? value_->boolean : fallback;
}

std::int64_t Reader::integer(Range range, std::int64_t fallback) const {
  const std::string allowed =
      range_text("a whole number", std::to_string(range.min), std::to_string(range.max));
  if (!expect(Kind::integer, allowed)) return fallback;
  if (range.min <= value_->integer && value_->integer <= range.max) return value_->integer;
  fail_with(allowed, "out-of-range");
  return fallback;
}

std::int64_t Reader::decimal(int decimals, Range range, std::int64_t fallback) const {
  if (!present()) return fallback;
  const std::string places = counted(static_cast<std::size_t>(decimals), "decimal");
  const std::string allowed =
      range_text(decimals == 0 ? "a whole number" : "a number with at most " + places,
                 decimal_text(range.min, decimals), decimal_text(range.max, decimals));
  const bool number = value_->kind == Kind::integer || value_->kind == Kind::real;
  if (!number && !expect(Kind::real, allowed)) return fallback;
  const Result<std::int64_t> exact = scaled(*value_, decimals);
  if (exact && range.min <= *exact && *exact <= range.max) return *exact;
  fail_with(allowed, "out-of-range");
  return fallback;
}

Duration Reader::duration(Span range, Duration fallback) const {
  const std::string allowed = "must be a duration such as \"250ms\", \"1.5s\" or \"300us\", from " +
                              duration_literal(range.min) + " to " + duration_literal(range.max);
  if (!expect(Kind::text, allowed)) return fallback;
  const Result<Duration> length = parse_duration(value_->text);
  if (length && range.min <= *length && *length <= range.max) return *length;
  fail_with(allowed, "out-of-range");
  return fallback;
}

std::size_t Reader::one_of(const std::vector<std::string>& words) const {
  const std::size_t position = position_of({words.begin(), words.end()});
  return position < words.size() ? position : 0;
}

// words.size() where there is no such word.
std::size_t Reader::position_of(const std::vector<std::string_view>& words) const {
  const bool is_text = present() && value_->kind == Kind::text;
  const auto word = is_text ? std::find(words.begin(), words.end(), value_->text) : words.end();
  if (word != words.end()) return static_cast<std::size_t>(word - words.begin());
  const std::string allowed = words.empty() ? "must be left out: there is nothing to name"
                                            : "must be one of " + listed(words);
  if (!expect(Kind::text, allowed)) return words.size();
  fail("not-allowed",
       "is " + excerpt(value_->text) + suggestion(value_->text, words) + ", " + allowed);
  return words.size();
}

void Reader::fail(std::string_view rule, std::string message) const {
  report_->add(place_, pointer_, rule, std::move(message));
}

void Reader::fail_at_key(std::string_view rule, std::string message) const {
  report_->add(key_place_, pointer_, rule, std::move(message));
}

void Reader::fail_with(const std::string& allowed, std::string_view rule) const {
  fail(rule, described(*value_) + ", " + allowed);
}

bool Reader::expect(Kind kind, std::string_view allowed) const {
  if (!present()) return false;
  if (value_->kind == kind) return true;
  fail_with(std::string(allowed), "wrong-type");
  return false;
}

bool Reader::fits(std::size_t size, Count count, std::string_view unit) const {
  if (count.min <= size && size <= count.max) return true;
  const std::string allowed = count.min == count.max
                                  ? std::to_string(count.min)
                                  : std::to_string(count.min) + " to " + std::to_string(count.max);
  fail("out-of-range", "has " + counted(size, unit) + ", must have " + allowed);
  return false;
}

Fields::Fields(Reader object, std::vector<std::string_view> required,
               std::vector<std::string_view> optional)
    : object_(std::move(object)), required_(std::move(required)), optional_(std::move(optional)) {}

Reader Fields::operator[](std::string_view key) const {
  ENSURE(has(required_, key) || has(optional_, key));
  if (object_.value_) {
    for (const Member& member : object_.value_->members) {
      if (member.key == key) return object_.child(member);
    }
  }
  return {nullptr, *object_.report_, pointer_to(object_.pointer_, key), object_.place_,
          object_.key_place_};
}

}  // namespace caplab::json
