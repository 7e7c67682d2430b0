// A lesson's words in one language, by id. A text file is Markdown whose "## id" headings start
// the entries; everything up to the next such heading belongs to the entry.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace caplab::lesson {

struct Prose {
  std::map<std::string, std::string> entries;  // Markdown, trimmed
  bool operator==(const Prose&) const = default;
};

Result<Prose> parse_prose(std::string_view text, std::string_view file_name);

// The entry, or the id itself where there is none: a gap shows, it never crashes.
std::string say(const Prose& prose, const std::string& id);

}  // namespace caplab::lesson
