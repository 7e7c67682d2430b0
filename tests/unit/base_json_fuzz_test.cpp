// JSON against its twin: a recogniser of RFC 8259 that is too simple to be wrong in the same way.
// On random and on damaged texts both must agree, and every refusal must be a sentence with a place
// inside the text.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>

#include "engine/base/json.h"
#include "engine/base/json_writer.h"
#include "engine/base/rng.h"
#include "engine/base/utf8.h"

using namespace caplab;

namespace {

// Each function eats what it is named after from the front of `rest`, and says whether it was
// there.
struct Recogniser {
  std::string_view rest;

  bool eat(std::string_view word) {
    if (!rest.starts_with(word)) return false;
    rest.remove_prefix(word.size());
    return true;
  }
  bool eat_any(std::string_view letters) {
    if (rest.empty() || letters.find(rest[0]) == std::string_view::npos) return false;
    rest.remove_prefix(1);
    return true;
  }
  void space() {
    while (eat_any(" \t\r\n")) continue;
  }
  bool digits() {
    if (!eat_any("0123456789")) return false;
    while (eat_any("0123456789")) continue;
    return true;
  }
  bool number() {
    eat("-");
    if (!eat("0") && !digits()) return false;
    if (eat(".") && !digits()) return false;
    if (!eat_any("eE")) return true;
    eat_any("+-");
    return digits();
  }
  // The four digits of \uXXXX, or -1.
  int hex() {
    int unit = 0;
    for (int i = 0; i < 4; ++i) {
      constexpr std::string_view kDigits = "0123456789abcdefABCDEF";
      const std::size_t digit = rest.empty() ? std::string_view::npos : kDigits.find(rest[0]);
      if (digit == std::string_view::npos) return -1;
      rest.remove_prefix(1);
      unit = unit * 16 + static_cast<int>(digit < 16 ? digit : digit - 6);
    }
    return unit;
  }
  bool escape() {
    if (eat_any("\"\\/bfnrt")) return true;
    if (!eat("u")) return false;
    const int first = hex();
    if (first < 0 || (first >= 0xDC00 && first <= 0xDFFF)) return false;
    if (first < 0xD800 || first > 0xDFFF) return true;
    if (!eat("\\u")) return false;
    const int second = hex();
    return second >= 0xDC00 && second <= 0xDFFF;
  }
  bool text() {
    if (!eat("\"")) return false;
    while (!rest.empty() && rest[0] != '"') {
      if (static_cast<unsigned char>(rest[0]) < 0x20) return false;
      if (eat("\\")) {
        if (!escape()) return false;
        continue;
      }
      const std::size_t length = utf8_length(rest, 0);
      if (length == 0) return false;
      rest.remove_prefix(length);
    }
    return eat("\"");
  }
  bool member() {
    space();
    if (!text()) return false;
    space();
    return eat(":") && value();
  }
  template <typename Part>
  bool several(std::string_view end, Part part) {
    space();
    if (eat(end)) return true;
    while (part()) {
      if (eat(end)) return true;
      if (!eat(",")) return false;
    }
    return false;
  }
  bool after_space(bool found) {
    space();
    return found;
  }
  bool value() {
    space();
    if (eat("{")) return after_space(several("}", [this] { return member(); }));
    if (eat("[")) return after_space(several("]", [this] { return value(); }));
    if (rest.starts_with("\"")) return after_space(text());
    return after_space(eat("null") || eat("true") || eat("false") || number());
  }
};

bool is_json(std::string_view text) {
  Recogniser recogniser{text};
  return recogniser.value() && recogniser.rest.empty();
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

// Where there is a mistake, there must be a line with such a column.
bool place_is_inside(json::Place place, std::string_view text) {
  std::string_view rest = text;
  for (int line = 1; line < place.line; ++line) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return false;
    rest.remove_prefix(end + 1);
  }
  const std::string_view line = rest.substr(0, rest.find('\n'));
  return place.column >= 1 && place.column <= static_cast<int>(line.size()) + 1;
}

void check_refusal(const json::Finding& finding, std::string_view text) {
  const std::string line = json::line_of(finding);
  REQUIRE(line.find(", must ") != std::string::npos);
  REQUIRE(is_utf8(line));
  REQUIRE(std::none_of(line.begin(), line.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
  REQUIRE(finding.pointer.starts_with("/"));
  REQUIRE(place_is_inside(finding.place, text));
}

void check_round_trip(const json::Value& value) {
  const std::string written = json::Writer().value(value).str();
  const Result<json::Value> again = json::parse(written, "again");
  REQUIRE(again.ok());
  REQUIRE(json::Writer().value(*again).str() == written);
}

struct Tally {
  int accepted = 0;
  int refused = 0;
};

void check_text(std::string_view text, Tally& tally) {
  INFO("text " << json::quoted(text));
  json::Report report{.file = "fuzz.json", .findings = {}};
  const std::optional<json::Value> value = json::parse(text, report);
  REQUIRE(value.has_value() == report.ok());
  if (value) {
    ++tally.accepted;
    REQUIRE(is_json(text));
    check_round_trip(*value);
    return;
  }
  ++tally.refused;
  check_refusal(report.findings.at(0), text);
  // Some JSON is refused on purpose; all of that has a reason of its own.
  const json::Finding& finding = report.findings.at(0);
  const bool on_purpose = finding.rule != "syntax" ||
                          finding.message.ends_with("must be text without NUL") ||
                          finding.message.ends_with("must be a number below 1e308");
  if (!on_purpose) REQUIRE_FALSE(is_json(text));
}

std::size_t size_below(Rng& rng, std::size_t bound) {
  return static_cast<std::size_t>(rng.below(bound));
}

std::string random_bytes(Rng& rng) {
  std::string text(size_below(rng, 60), ' ');
  for (char& c : text) c = static_cast<char>(rng.below(256));
  return text;
}

// Pieces that JSON is made of, in any order.
std::string random_pieces(Rng& rng) {
  constexpr std::string_view kPieces[] = {
      "{",    "}",     "[",      "]",       ",",       ":",
      "\"",   "\"a\"", "\"b\"",  "\"\\n\"", "1",       "-",
      "0",    ".5",    "e3",     "12",      "-0.5",    "null",
      "true", "fals",  " ",      "\r\n",    "\t",      "\\",
      "\xc3", "\xa9",  "é",      "😀",       "/",       "\"\\ud83d\\ude00\"",
      "[]",   "{}",    "\"a\":", "[1,2]",   "\"\\u00", "99999999999999999999"};
  std::string text;
  for (std::uint64_t i = rng.below(12); i > 0; --i)
    text += kPieces[size_below(rng, std::size(kPieces))];
  if (rng.chance({1, 50})) text += '\0';
  return text;
}

std::string random_value(Rng& rng, int depth) {
  switch (rng.below(depth > 0 ? 8 : 6)) {
    case 0: return "null";
    case 1: return rng.chance({1, 2}) ? "true" : "false";
    case 2: return std::to_string(rng.between(-1000, 1000));
    case 3:
      return "-0." + std::to_string(rng.below(1000)) + "e" + std::to_string(rng.between(-9, 9));
    case 4: return json::quoted(random_pieces(rng));
    case 5: return "\"\\u00e9\\t\"";
    default: break;
  }
  const bool object = rng.chance({1, 2});
  std::string text;
  const std::uint64_t count = rng.below(4);
  for (std::uint64_t i = 0; i < count; ++i) {
    if (i > 0) text += rng.chance({1, 4}) ? " ,\n" : ",";
    if (object) text += "\"k" + std::to_string(i) + (rng.chance({1, 4}) ? "\"\t: " : "\":");
    text += random_value(rng, depth - 1);
  }
  return object ? "{" + text + "}" : "[ " + text + "]";
}

std::string damaged(std::string text, Rng& rng) {
  const std::size_t at = size_below(rng, text.size());
  switch (rng.below(4)) {
    case 0: return text.erase(at, 1 + size_below(rng, 3));
    case 1: return text.insert(at, random_pieces(rng));
    case 2: text[at] = static_cast<char>(rng.below(256)); return text;
    default: return text.substr(0, at);
  }
}

void fuzz(std::uint64_t seed, int rounds) {
  Rng rng(seed, 0);
  Tally random;
  Tally whole;
  Tally broken;
  for (int i = 0; i < rounds; ++i) {
    check_text(random_bytes(rng), random);
    check_text(random_pieces(rng), random);
    const std::string text = random_value(rng, 4);
    check_text(text, whole);
    check_text(damaged(text, rng), broken);
  }
  // The rig is only worth something if it comes by both answers.
  CHECK(random.refused > rounds);
  CHECK(random.accepted > rounds / 100);
  CHECK(whole.accepted > rounds * 9 / 10);
  CHECK(broken.refused > rounds / 3);
  CHECK(broken.accepted > rounds / 100);
}

}  // namespace

TEST_CASE("json fuzz: the parser and its twin agree") { fuzz(31, 3'000); }

TEST_CASE("json fuzz: the parser and its twin agree for long", "[full]") { fuzz(32, 100'000); }

TEST_CASE("json fuzz: every beginning of a text is refused with a place inside it") {
  const std::string text =
      "{\"é\": [1, -2.5e3, true, null, \"a\\u00e9\\n😀\"],\r\n \"b\": {\"c\": \"\"}}";
  Tally tally;
  for (std::size_t length = 0; length <= text.size(); ++length) {
    check_text(std::string_view(text).substr(0, length), tally);
  }
  CHECK(tally.accepted == 1);
}
