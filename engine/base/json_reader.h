// Reads a parsed file into structs: a cursor on one value that checks what is there and collects
// every mistake in one report. Reading never stops at a mistake: it notes it and returns the
// fallback, so a loader is one line a field and asks report.ok() once, at the end.
//
//   Site read_site(json::Reader site) {
//     const json::Fields fields = site.object({"id", "distance"}, {"note"});
//     return {.id = fields["id"].id(),
//             .distance = fields["distance"].duration({microseconds(0), seconds(1)}),
//             .note = fields["note"].text({0, 200})};
//   }
//   json::Report report{.file = "lesson.json"};
//   if (const auto root = json::parse(text, report)) {
//     const json::Fields fields = json::Reader(*root, report).object({"sites"});
//     lesson.sites = fields["sites"].list({1, 8}, read_site);
//   }
//
// A field that is not there reads as its fallback without a word (object() has already said so if
// it was required). What was read is only to be trusted, or used as an index, if report.ok().
#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/time.h"

namespace caplab::json {

// What is allowed, both ends included.
struct Range {
  std::int64_t min = 0;
  std::int64_t max = 0;
};
struct Count {
  std::size_t min = 0;
  std::size_t max = 0;
};
struct Span {
  Duration min;
  Duration max;
};

// A word of the file and what it stands for.
template <typename E>
struct Word {
  std::string_view word;
  E meaning;
};

class Fields;
struct Entry;

class Reader {
 public:
  // `value` and `report` must outlive the reader and all that it hands out.
  Reader(const Value& value, Report& report);

  bool present() const { return value_ != nullptr; }
  Kind kind() const { return value_ ? value_->kind : Kind::null; }
  Place place() const { return place_; }  // of the nearest object around it if it is not present
  const std::string& pointer() const { return pointer_; }
  // All that stands there, unread. REQUIRES: present().
  const Value& value() const { return *value_; }

  // An object with exactly these keys: each of `required`, and any of `optional`.
  Fields object(std::initializer_list<std::string_view> required,
                std::initializer_list<std::string_view> optional = {}) const;

  // An object whose keys are data, in the order of the file.
  std::vector<Entry> entries(Count count) const;

  // The values of an array.
  std::vector<Reader> items(Count count) const;

  // read(item) for each value of an array.
  template <typename Read>
  auto list(Count count, Read read) const {
    std::vector<std::decay_t<decltype(read(std::declval<const Reader&>()))>> results;
    for (const Reader& item : items(count)) results.push_back(read(item));
    return results;
  }

  // `length` counts characters.
  std::string text(Count length, std::string_view fallback = {}) const;

  // 1 to 40 of a-z, 0-9 and "-", beginning with a letter.
  std::string id(std::string_view fallback = {}) const;

  bool boolean(bool fallback = false) const;
  std::int64_t integer(Range range, std::int64_t fallback = 0) const;

  // A number times 10^decimals, exactly; `range` and `fallback` are in that unit, too: with
  // decimals = 1 the file's 99.5 is 995.
  std::int64_t decimal(int decimals, Range range, std::int64_t fallback = 0) const;

  // A text such as "300us", "250ms" or "1.5s"; see parse_duration().
  Duration duration(Span range, Duration fallback = {}) const;

  // One of the words; its position among them, or 0.
  std::size_t one_of(const std::vector<std::string>& words) const;

  // One of the words; what it means.
  template <typename E>
  E one_of(std::initializer_list<Word<E>> words, E fallback = {}) const {
    std::vector<std::string_view> spellings;
    for (const Word<E>& word : words) spellings.push_back(word.word);
    const std::size_t position = position_of(spellings);
    return position < words.size() ? words.begin()[position].meaning : fallback;
  }

  // Notes a mistake that only the loader can see: "names no site, must be one of …".
  void fail(std::string_view rule, std::string message) const;

  // The same, at the key that stands before the value.
  void fail_at_key(std::string_view rule, std::string message) const;

 private:
  friend class Fields;
  Reader(const Value* value, Report& report, std::string pointer, Place place, Place key_place);
  bool expect(Kind kind, std::string_view allowed) const;
  bool fits(std::size_t size, Count count, std::string_view unit) const;
  void fail_with(const std::string& allowed, std::string_view rule) const;
  void check_keys(const Fields& fields) const;
  Reader child(const Member& member) const;
  std::size_t position_of(const std::vector<std::string_view>& words) const;

  const Value* value_;
  Report* report_;
  std::string pointer_;
  Place place_;
  Place key_place_;
};

// The fields of an object whose keys have been checked.
class Fields {
 public:
  // The field, present or not. REQUIRES: `key` was named to object().
  Reader operator[](std::string_view key) const;

 private:
  friend class Reader;
  Fields(Reader object, std::vector<std::string_view> required,
         std::vector<std::string_view> optional);

  Reader object_;
  std::vector<std::string_view> required_;
  std::vector<std::string_view> optional_;
};

struct Entry {
  std::string key;
  Reader value;
};

}  // namespace caplab::json
