// Splits a text file at its headings, line by line; the Markdown inside an entry is the page's.
#include "engine/lesson/prose.h"

#include <algorithm>

#include "engine/base/utf8.h"

namespace caplab::lesson {
namespace {

constexpr std::size_t kIdLengthMax = 100;
constexpr std::string_view kHeading = "## ";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_entry_id(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return !text.empty() && text.size() <= kIdLengthMax &&
         std::all_of(text.begin(), text.end(), allowed);
}

// The place of the first byte that no text holds, if there is one.
bool find_bad_byte(std::string_view text, json::Place& place) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (length == 0 || text[at] == '\0') return true;
    at += length;
    ++place.column;
    if (text[at - 1] == '\n') place = {place.line + 1, 1};
  }
  return false;
}

class ProseReader {
 public:
  ProseReader(json::Report& report, std::vector<Heading>* headings)
      : report_(report), headings_(headings) {}

  void read_line(std::string_view line) {
    ++line_;
    if (line.substr(0, kHeading.size()) == kHeading) {
      finish_entry();
      start_entry(line);
    } else if (in_entry_) {
      body_ += line;
      body_ += '\n';
    }
  }

  Prose finish() {
    finish_entry();
    return std::move(prose_);
  }

 private:
  void start_entry(std::string_view line) {
    const std::string_view id = trimmed(line.substr(kHeading.size()));
    heading_ = {std::string(id), {line_, static_cast<std::int32_t>(kHeading.size()) + 1}};
    body_.clear();
    in_entry_ = true;
    if (headings_ != nullptr) headings_->push_back(heading_);
  }

  void finish_entry() {
    if (!in_entry_) return;
    in_entry_ = false;
    const std::string& id = heading_.id;
    const std::string_view body = trimmed(body_);
    if (!is_entry_id(id)) {
      fail("not-allowed", "is the heading " + json::excerpt(id) +
                              ", must be an entry's id of a-z, 0-9, \"-\" and \".\" (a heading "
                              "inside an entry begins with ###)");
    } else if (has_entry(prose_, id)) {
      fail("duplicate-key", "is a second entry of this id, must be there once");
    } else if (body.empty()) {
      fail("out-of-range", "has no text, must have some before the next heading");
    } else {
      prose_.entries.emplace(id, body);
    }
  }

  void fail(std::string_view rule, std::string message) {
    report_.add(heading_.place, json::pointer_to("", heading_.id), rule, std::move(message));
  }

  json::Report& report_;
  std::vector<Heading>* headings_;
  Prose prose_;
  Heading heading_;
  std::string body_;
  bool in_entry_ = false;
  std::int32_t line_ = 0;
};

}  // namespace

Prose read_prose(std::string_view text, json::Report& report, std::vector<Heading>* headings) {
  if (text.size() > kProseBytesMax) {
    report.add({}, "", "too-large",
               "has " + std::to_string(text.size()) + " bytes, must have at most " +
                   std::to_string(kProseBytesMax));
    return {};
  }
  json::Place place;
  if (find_bad_byte(text, place)) {
    report.add(place, "", "syntax", "holds a byte that is no text, must be UTF-8 without NUL");
    return {};
  }
  ProseReader reader(report, headings);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    reader.read_line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return reader.finish();
}

Result<Prose> parse_prose(std::string_view text, std::string_view file_name) {
  json::Report report{.file = std::string(file_name), .findings = {}};
  Prose prose = read_prose(text, report, nullptr);
  if (!report.ok()) return report.error();
  return prose;
}

bool has_entry(const Prose& prose, const std::string& id) { return prose.entries.count(id) != 0; }

std::string say(const Prose& prose, const std::string& id) {
  const auto entry = prose.entries.find(id);
  return entry == prose.entries.end() ? id : entry->second;
}

std::string money_pattern(const Prose& prose) {
  if (!has_entry(prose, "currency")) return "";
  const std::string currency = say(prose, "currency");
  return currency.find("{amount}") == std::string::npos ? currency + "{amount}" : currency;
}

}  // namespace caplab::lesson
