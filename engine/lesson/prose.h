// A lesson's words in one language, by id. A text file is Markdown whose "## id" headings start
// the entries; everything up to the next such heading belongs to the entry. What stands before the
// first heading is for translators and belongs to no entry.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/result.h"

namespace caplab::lesson {

struct Prose {
  std::map<std::string, std::string> entries;  // Markdown, trimmed
  bool operator==(const Prose&) const = default;
};

inline constexpr std::size_t kProseBytesMax = 200'000;

// A heading of a text file and the place where its id begins.
struct Heading {
  std::string id;
  json::Place place;
};

// Notes every mistake in `report`; the entries without one are returned. `headings`, where it is
// asked for, receives all of them in the file's order.
Prose read_prose(std::string_view text, json::Report& report, std::vector<Heading>* headings);

// The same with the first mistake alone.
Result<Prose> parse_prose(std::string_view text, std::string_view file_name);

bool has_entry(const Prose& prose, const std::string& id);

// The entry, or the id itself where there is none: a gap shows, it never crashes.
std::string say(const Prose& prose, const std::string& id);

// "€{amount}", from the entry "currency", which may say itself where amounts go; empty where there
// is none.
std::string money_pattern(const Prose& prose);

}  // namespace caplab::lesson
