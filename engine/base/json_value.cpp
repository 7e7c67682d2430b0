// What JSON values, places and findings need besides the parser.
#include <utility>

#include "engine/base/ensure.h"
#include "engine/base/json.h"
#include "engine/base/json_writer.h"
#include "engine/base/number.h"
#include "engine/base/utf8.h"

namespace caplab::json {
namespace {

constexpr std::size_t kExcerptMax = 40;

}  // namespace

// Written out, because clang 14 does not get through a defaulted one of a recursive type.
bool operator==(const Value& a, const Value& b) {
  return a.kind == b.kind && a.boolean == b.boolean && a.place == b.place &&
         a.integer == b.integer && a.text == b.text && a.items == b.items && a.members == b.members;
}

const Value* Value::find(std::string_view key) const {
  for (const Member& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

Result<std::int64_t> scaled(const Value& value, int decimals) {
  if (value.kind == Kind::integer) return parse_scaled(std::to_string(value.integer), decimals);
  if (value.kind == Kind::real) return parse_scaled(value.text, decimals);
  return Error{"must be a number"};
}

std::string line_of(const Finding& finding) {
  return finding.file + ":" + std::to_string(finding.place.line) + ":" +
         std::to_string(finding.place.column) + ": " + finding.pointer + ": " + finding.message;
}

void Report::add(Place place, std::string_view pointer, std::string_view rule,
                 std::string message) {
  if (findings.size() == kFindingsMax) return;
  findings.push_back({file, place, std::string(pointer.empty() ? "/" : pointer), std::string(rule),
                      std::move(message)});
}

Error Report::error() const {
  ENSURE(!ok());
  return Error{line_of(findings.front())};
}

std::string pointer_to(std::string_view pointer, std::string_view key) {
  std::string longer(pointer);
  longer += '/';
  const std::string spelled = quoted(shortened(key));
  for (const char c : std::string_view(spelled).substr(1, spelled.size() - 2)) {
    if (c == '~') {
      longer += "~0";
    } else if (c == '/') {
      longer += "~1";
    } else {
      longer += c;
    }
  }
  return longer;
}

std::string pointer_to(std::string_view pointer, std::size_t index) {
  return std::string(pointer) + "/" + std::to_string(index);
}

// Never half a character, and "…" for what is left out.
std::string shortened(std::string_view text) {
  if (text.size() <= kExcerptMax) return std::string(text);
  std::size_t end = kExcerptMax;
  while (end > 0 && !begins_character(text[end])) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string excerpt(std::string_view text) { return quoted(shortened(text)); }

}  // namespace caplab::json
