// Recursive descent over one line. What a number or a text is, JSON's reader says.
#include "engine/history/edn.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/base/ensure.h"
#include "engine/base/utf8.h"

namespace caplab::history {
namespace {

constexpr int kDepthMax = 64;
constexpr std::size_t kBytesMax = json::Limits{}.bytes_max;
constexpr std::string_view kBlank = " \t\r,";

bool is_digit(char character) { return character >= '0' && character <= '9'; }

// Keywords, symbols and numbers are made of these; anything else ends them.
bool is_token(char character) {
  const bool graphic = character > ' ' && character < '\x7f';
  return graphic && std::string_view(",;\"()[]{}\\@^`~").find(character) == std::string_view::npos;
}

bool is_number(std::string_view token) {
  const bool is_signed = token[0] == '-' || token[0] == '+';
  return token.size() > (is_signed ? 1U : 0U) && is_digit(token[is_signed ? 1 : 0]);
}

// As JSON spells it: no plus, and no sign of a number without limits.
std::string json_spelling(std::string_view number) {
  if (number.front() == '+') number.remove_prefix(1);
  if (number.back() == 'N' || number.back() == 'M') number.remove_suffix(1);
  return std::string(number);
}

char end_of(char begin) { return begin == '(' ? ')' : ']'; }

}  // namespace

EdnReader::EdnReader(std::string_view text, std::int32_t line, json::Report& report)
    : text_(text), report_(report), place_{line, 1} {}

void EdnReader::move_to(std::size_t offset) {
  ENSURE(offset >= offset_);
  ENSURE(offset <= text_.size());
  for (; offset_ < offset; ++offset_) {
    const bool ends = offset_ + 1 == text_.size() || begins_character(text_[offset_ + 1]);
    if (ends) ++place_.column;
  }
}

bool EdnReader::at_end() {
  const std::size_t next = text_.find_first_not_of(kBlank, offset_);
  move_to(std::min(next, text_.size()));
  if (offset_ < text_.size() && text_[offset_] == ';') move_to(text_.size());
  return offset_ == text_.size();
}

bool EdnReader::eat(char character) {
  if (at_end() || text_[offset_] != character) return false;
  move_to(offset_ + 1);
  return true;
}

json::Place EdnReader::place() {
  at_end();
  return place_;
}

std::nullopt_t EdnReader::fail(std::string message) { return fail_at(place_, std::move(message)); }

std::nullopt_t EdnReader::fail_at(json::Place place, std::string message) {
  if (report_.ok()) report_.add(place, "", "syntax", std::move(message));
  return std::nullopt;
}

std::optional<json::Value> EdnReader::next() {
  if (text_.size() <= kBytesMax) return form(0);
  return fail("is a line of " + std::to_string(text_.size()) + " bytes, must have at most " +
              std::to_string(kBytesMax));
}

std::optional<json::Value> EdnReader::form(int depth) {
  if (at_end()) {
    return fail(
        "the line ends here, must go on with a value such as nil, 1, \"text\", :ok or [1 2]");
  }
  if (depth >= kDepthMax) {
    return fail("is inside " + std::to_string(depth) + " others, must be inside fewer than " +
                std::to_string(kDepthMax));
  }
  const char first = text_[offset_];
  if (first == '"') return text();
  if (first == '#') return tagged(depth);
  if (first == '{') return map(depth);
  if (first == '[' || first == '(') return list(end_of(first), depth);
  return token(depth);
}

std::optional<json::Value> EdnReader::list(char end, int depth) {
  json::Value value;
  value.kind = json::Kind::array;
  value.place = place_;
  move_to(offset_ + 1);
  while (!eat(end)) {
    std::optional<json::Value> item = form(depth + 1);
    if (!item) return item;
    value.items.push_back(std::move(*item));
  }
  return value;
}

// A keyword without its colon; any other token as it is spelled.
std::optional<std::string> EdnReader::key() {
  if (at_end()) return fail("the line ends in a map, must go on with a key or }");
  if (text_[offset_] == '"') {
    const std::optional<json::Value> name = text();
    if (!name) return std::nullopt;
    return "\"" + name->text + "\"";
  }
  const std::string_view token = token_at();
  if (token.empty() || token == ":") {
    return fail("is no key, must be a keyword such as :process");
  }
  move_to(offset_ + token.size());
  return std::string(token.substr(token[0] == ':' ? 1 : 0));
}

std::optional<json::Value> EdnReader::map(int depth) {
  json::Value value;
  value.kind = json::Kind::object;
  value.place = place_;
  move_to(offset_ + 1);
  std::set<std::string> keys;
  while (!eat('}')) {
    json::Member member;
    member.key_place = place();
    std::optional<std::string> name = key();
    if (!name) return std::nullopt;
    if (!keys.insert(*name).second) {
      return fail_at(member.key_place,
                     "is a second " + json::excerpt(*name) + " in one map, must be there once");
    }
    std::optional<json::Value> item = form(depth + 1);
    if (!item) return item;
    member.key = std::move(*name);
    member.value = std::move(*item);
    value.members.push_back(std::move(member));
  }
  return value;
}

// A set, or a form with a tag before it, as Clojure writes its records and times.
std::optional<json::Value> EdnReader::tagged(int depth) {
  const json::Place begin = place_;
  move_to(offset_ + 1);
  if (offset_ < text_.size() && text_[offset_] == '{') {
    std::optional<json::Value> value = list('}', depth);
    if (value) value->place = begin;
    return value;
  }
  const std::string_view tag = token_at();
  const bool named = !tag.empty() && tag[0] != '_' && tag[0] != '#' && !is_digit(tag[0]);
  if (!named) return fail_at(begin, "is no value, must be a set #{1 2} or a tag before a value");
  move_to(offset_ + tag.size());
  return form(depth + 1);
}

std::optional<json::Value> EdnReader::text() {
  std::size_t end = offset_ + 1;
  while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
  if (end >= text_.size()) return fail("is a text without its end, must end with \"");
  return as_json(end + 1, std::string(text_.substr(offset_, end + 1 - offset_)));
}

std::string_view EdnReader::token_at() const {
  std::size_t end = offset_;
  while (end < text_.size() && is_token(text_[end])) ++end;
  return text_.substr(offset_, end - offset_);
}

std::optional<json::Value> EdnReader::token(int depth) {
  const std::string_view token = token_at();
  if (token.empty()) {
    return fail("is no value, must be one such as nil, 1, \"text\", :ok or [1 2]");
  }
  if (is_number(token)) return as_json(offset_ + token.size(), json_spelling(token));
  json::Value value;
  value.place = place_;
  value.kind = json::Kind::text;
  value.text = token;
  if (token == "nil") value.kind = json::Kind::null;
  if (token == "true" || token == "false") value.kind = json::Kind::boolean;
  value.boolean = token == "true";
  if (value.kind != json::Kind::text) value.text.clear();
  const bool is_symbol = value.kind == json::Kind::text && (token[0] != ':' || token.size() == 1);
  if (is_symbol && depth < 2) {
    return fail("is " + json::excerpt(token) +
                ", must be nil, true, false, a number, \"text\", a :keyword, [], #{} or {}");
  }
  move_to(offset_ + token.size());
  return value;
}

// The scalar up to `end`, which JSON would spell so.
std::optional<json::Value> EdnReader::as_json(std::size_t end, const std::string& spelling) {
  json::Report report;
  std::optional<json::Value> value = json::parse(spelling, report);
  if (!value) return fail(report.findings.front().message);
  value->place = place_;
  move_to(end);
  return value;
}

}  // namespace caplab::history
