// Every value goes through append(), which puts the comma before it.
#include "engine/base/json_writer.h"

#include "engine/base/ensure.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

namespace caplab::json {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

std::string escaped(char c) {
  switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: break;
  }
  if (static_cast<unsigned char>(c) >= 0x20) return std::string(1, c);
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("\\u00") + kHex[byte / 16] + kHex[byte % 16];
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (length == 0) out += kReplacement;
    if (length == 1) out += escaped(text[at]);
    if (length > 1) out += text.substr(at, length);
    at += length == 0 ? 1 : length;
  }
  return out + "\"";
}

Writer& Writer::begin_object() { return begin('{', '}'); }
Writer& Writer::end_object() { return end('}'); }
Writer& Writer::begin_array() { return begin('[', ']'); }
Writer& Writer::end_array() { return end(']'); }

Writer& Writer::key(std::string_view name) {
  ENSURE(!open_.empty());
  ENSURE(open_.back().closing == '}');
  ENSURE(!key_pending_);
  separate();
  out_ += quoted(name);
  out_ += ':';
  key_pending_ = true;
  return *this;
}

Writer& Writer::text(std::string_view text) { return append(quoted(text)); }
Writer& Writer::integer(std::int64_t number) { return append(std::to_string(number)); }
Writer& Writer::boolean(bool truth) { return append(truth ? "true" : "false"); }
Writer& Writer::null() { return append("null"); }

Writer& Writer::decimal(std::int64_t number, int decimals) {
  return append(decimal_text(number, decimals));
}

Writer& Writer::value(const Value& value) {
  switch (value.kind) {
    case Kind::null: return null();
    case Kind::boolean: return boolean(value.boolean);
    case Kind::integer: return integer(value.integer);
    case Kind::real: return append(value.text);
    case Kind::text: return text(value.text);
    case Kind::array:
      begin_array();
      for (const Value& item : value.items) this->value(item);
      return end_array();
    case Kind::object:
      begin_object();
      for (const Member& member : value.members) key(member.key).value(member.value);
      return end_object();
  }
  return *this;
}

const std::string& Writer::str() const {
  ENSURE(open_.empty());
  ENSURE(!out_.empty());
  return out_;
}

Writer& Writer::begin(char opening, char closing) {
  append(std::string_view(&opening, 1));
  open_.push_back({closing});
  return *this;
}

Writer& Writer::end(char closing) {
  ENSURE(!open_.empty());
  ENSURE(open_.back().closing == closing);
  ENSURE(!key_pending_);
  open_.pop_back();
  out_ += closing;
  return *this;
}

Writer& Writer::append(std::string_view spelled) {
  const bool in_object = !open_.empty() && open_.back().closing == '}';
  ENSURE(in_object == key_pending_);
  if (open_.empty()) {
    ENSURE(out_.empty());
  } else if (!in_object) {
    separate();
  }
  key_pending_ = false;
  out_ += spelled;
  return *this;
}

void Writer::separate() {
  if (!open_.back().empty) out_ += ',';
  open_.back().empty = false;
}

}  // namespace caplab::json
