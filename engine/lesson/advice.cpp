// Compares the words that are there with those that something asks for.
#include "engine/lesson/advice.h"

#include <algorithm>

#include "engine/base/nearest.h"
#include "engine/base/utf8.h"
#include "engine/lesson/load_parts.h"
#include "engine/lesson/prose.h"
#include "engine/lesson/tell.h"
#include "engine/proto/level.h"

namespace caplab::lesson {
namespace {

constexpr std::size_t kInitialsLengthMax = 3;

// Entries that a lesson may have or leave out: more text for a step, and its own wording of what
// tell.cpp says.
bool is_optional(std::string_view id) {
  if (id == "predict" || id == "verdict" || is_wording(id)) return true;
  const bool of_object = id.starts_with("object.");
  if (of_object && (id.ends_with(".item") || id.ends_with(".currency"))) return true;
  constexpr std::string_view kLevel = "level.";
  constexpr std::string_view kHelp = ".help";
  if (!id.starts_with(kLevel)) return false;
  id.remove_prefix(kLevel.size());
  if (id.ends_with(kHelp)) id.remove_suffix(kHelp.size());
  return level_named(id).has_value();
}

// What a situation drew may have words of its own.
bool is_of_range(const Lesson& lesson, std::string_view id) {
  for (const Range& range : lesson.ranges) {
    for (const Option& option : range.options) {
      if (id == "range." + range.id + "." + option.id) return true;
    }
  }
  return false;
}

std::size_t words_in(std::string_view text) {
  std::size_t count = 0;
  bool inside = false;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space && !inside) ++count;
    inside = !space;
  }
  return count;
}

void advise_unused(const Lesson& lesson, const Heading& heading, json::Report& report) {
  std::vector<NeededWords> needed = needed_words(lesson);
  const auto is_it = [&](const NeededWords& word) { return word.id == heading.id; };
  if (is_optional(heading.id) || is_of_range(lesson, heading.id)) return;
  if (std::any_of(needed.begin(), needed.end(), is_it)) return;
  std::vector<std::string_view> known;
  for (const NeededWords& word : needed) known.push_back(word.id);
  const std::string_view meant = nearest(heading.id, known);
  report.add(heading.place, json::pointer_to("", heading.id), "unused-words",
             "is used by nothing" +
                 (meant.empty() ? "" : " (did you mean " + json::excerpt(meant) + "?)") +
                 ", should be left out");
}

bool is_range(const Lesson& lesson, std::string_view name) {
  return std::any_of(lesson.ranges.begin(), lesson.ranges.end(),
                     [name](const Range& range) { return range.id == name; });
}

// Whether {name} stands for something in this entry: for what a situation draws, and in a few
// entries for something of their own.
bool has_meaning(const Lesson& lesson, std::string_view id, std::string_view name) {
  if (id == "currency" || id.ends_with(".currency")) return name == "amount";
  if (id.starts_with("object.") && id.ends_with(".item")) return name == "number";
  if (id.starts_with("tell.") && is_name_in_wordings(name)) return true;
  return is_range(lesson, name);
}

// A name has no space in it: other braces are part of the text.
void advise_names(const Lesson& lesson, const Heading& heading, json::Report& report) {
  const std::string text = say(lesson.source->prose, heading.id);
  const auto add = [&](const std::string& what) {
    report.add(heading.place, json::pointer_to("", heading.id), "unknown-name-in-words", what);
  };
  for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
    const std::size_t end = text.find_first_of("} \n", at);
    const std::string name = text.substr(at + 1, std::min(end, text.size()) - at - 1);
    if (name.empty()) continue;
    if (end == std::string::npos || text[end] != '}') {
      if (is_range(lesson, name)) add("has {" + name + " without the brace that ends it");
    } else if (!has_meaning(lesson, heading.id, name)) {
      add("has {" + name + "}, which stands for nothing: it should be the id of a range");
    }
  }
}

void advise_length(const Lesson& lesson, const Heading& heading, json::Report& report) {
  const std::string text = say(lesson.prose, heading.id);
  const std::string pointer = json::pointer_to("", heading.id);
  if (heading.id == "brief" && words_in(text) > kBriefWordsMax) {
    report.add(heading.place, pointer, "too-long",
               "has " + std::to_string(words_in(text)) + " words, should have at most " +
                   std::to_string(kBriefWordsMax));
  }
  const bool initials = heading.id.starts_with("node.") && heading.id.ends_with(".short");
  if (initials && utf8_count(text) > kInitialsLengthMax) {
    report.add(heading.place, pointer, "too-long",
               "has " + std::to_string(utf8_count(text)) + " characters, should have at most " +
                   std::to_string(kInitialsLengthMax));
  }
  if (heading.id == "title" && utf8_count(text) > kTitleLengthMax) {
    report.add(heading.place, pointer, "too-long",
               "has " + std::to_string(utf8_count(text)) + " characters, should have at most " +
                   std::to_string(kTitleLengthMax));
  }
}

}  // namespace

std::vector<json::Finding> advise(const Lesson& lesson, std::string_view prose,
                                  std::string_view prose_name) {
  json::Report report{.file = std::string(prose_name), .findings = {}};
  std::vector<Heading> headings;
  read_prose(prose, report, &headings);
  for (const Heading& heading : headings) {
    advise_unused(lesson, heading, report);
    advise_length(lesson, heading, report);
    advise_names(lesson, heading, report);
  }
  return std::move(report.findings);
}

}  // namespace caplab::lesson
