// What differs from JSON Lines: words are keywords, times are nanoseconds, values of operations
// that did not end well may be a keyword that says why, and nemeses are no clients.
#include "engine/history/jepsen.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/base/ensure.h"

namespace caplab::history {
namespace {

constexpr std::int64_t kNanosecondsPerMicrosecond = 1000;
constexpr std::string_view kLogger = "jepsen.util";
constexpr std::array<std::string_view, 6> kSeverities{"TRACE", "DEBUG", "INFO",
                                                      "WARN",  "ERROR", "FATAL"};
constexpr std::array<std::string_view, 6> kKnown{"process", "type", "f", "key", "value", "time"};

bool is_keyword(const json::Value& value) {
  return value.kind == json::Kind::text && value.text.starts_with(':');
}

json::Value* find(json::Value& object, std::string_view key) {
  for (json::Member& member : object.members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

void erase(json::Value& object, std::string_view key) {
  std::erase_if(object.members, [key](const json::Member& member) { return member.key == key; });
}

// A log's lines of others than clients.
bool is_log_line(std::string_view text) {
  return std::any_of(kSeverities.begin(), kSeverities.end(), [text](std::string_view severity) {
    const std::size_t at = text.find(severity);
    return at != std::string_view::npos && (at == 0 || text[at - 1] <= ' ' || text[at - 1] == '[');
  });
}

// Where the operation begins in a line of Jepsen's log; npos in others.
std::size_t operation_in(std::string_view text) {
  std::size_t at = text.find(kLogger);
  if (at == std::string_view::npos) return at;
  at = std::min(text.find_first_not_of(" \t", at + kLogger.size()), text.size());
  if (at < text.size() && (text[at] == '-' || text[at] == ':')) ++at;
  return at;
}

void without_colon(json::Value& operation, std::string_view key, std::string_view example,
                   json::Report& report) {
  json::Value* word = find(operation, key);
  if (word == nullptr || word->kind != json::Kind::text) return;
  if (is_keyword(*word)) {
    word->text.erase(0, 1);
    return;
  }
  report.add(
      word->place, json::pointer_to("", key), "wrong-type",
      "is " + json::excerpt(word->text) + ", must be a keyword such as " + std::string(example));
}

std::int64_t microseconds(std::int64_t nanoseconds) {
  const std::int64_t whole = nanoseconds / kNanosecondsPerMicrosecond;
  return nanoseconds % kNanosecondsPerMicrosecond < 0 ? whole - 1 : whole;
}

void read_time(json::Value& operation, bool counts) {
  json::Value* time = find(operation, "time");
  if (time == nullptr) return;
  if (!counts) return erase(operation, "time");
  if (time->kind == json::Kind::integer) time->integer = microseconds(time->integer);
}

// [key value] becomes both; a value that is left out tells neither.
void split_value(json::Value& operation, json::Report& report) {
  json::Value* value = find(operation, "value");
  if (value == nullptr) return;
  if (value->kind != json::Kind::array || value->items.size() != 2) {
    report.add(value->place, "/value", "wrong-type",
               "is no pair, must be [key value] as the values of independent keys are");
    return;
  }
  json::Member key{.key = "key", .key_place = value->place, .value = value->items[0]};
  json::Value rest = value->items[1];
  *value = std::move(rest);
  operation.members.push_back(std::move(key));
}

// Why it did not end well stands where its value would be.
void drop_explanation(json::Value& operation) {
  const json::Value* type = find(operation, "type");
  const json::Value* value = find(operation, "value");
  if (type == nullptr || value == nullptr || !is_keyword(*value)) return;
  if (type->text == "info" || type->text == "fail") erase(operation, "value");
}

bool is_pair_of_keyed(const json::Value& operation) {
  const json::Value* value = operation.find("value");
  const json::Value* function = operation.find("f");
  return value != nullptr && function != nullptr && value->kind == json::Kind::array &&
         value->items.size() == 2 && (function->text == "read" || function->text == "write");
}

}  // namespace

std::optional<json::Value> JepsenLines::in_our_shape(json::Value operation) {
  const json::Value* process = operation.find("process");
  if (process != nullptr && is_keyword(*process)) return std::nullopt;
  if (source_.format == Format::jepsen) {
    std::erase_if(operation.members, [](const json::Member& member) {
      return std::find(kKnown.begin(), kKnown.end(), member.key) == kKnown.end();
    });
    read_time(operation, source_.times);
  }
  without_colon(operation, "type", ":ok", report_);
  without_colon(operation, "f", source_.object == ObjectType::kv ? ":get" : ":read", report_);
  drop_explanation(operation);
  if (source_.independent) {
    split_value(operation, report_);
  } else if (source_.object == ObjectType::reg && is_pair_of_keyed(operation)) {
    report_.add(operation.find("value")->place, "/value", "wrong-type",
                "is a pair, must be nil, true, false, a number or text; where all values are [key "
                "value], say --independent");
  }
  if (!report_.ok()) return std::nullopt;
  has_operation_ = true;
  return operation;
}

// INFO  jepsen.util - 4 :invoke :read nil
std::optional<json::Value> JepsenLines::read_log_line(std::string_view text, std::int32_t line) {
  EdnReader reader(text, line, report_);
  reader.move_to(operation_in(text));
  json::Value operation;
  operation.kind = json::Kind::object;
  operation.place = reader.place();
  for (const std::string_view key : {"process", "type", "f", "value"}) {
    if (key == "value" && reader.at_end()) break;
    const json::Place place = reader.place();
    std::optional<json::Value> value = reader.next();
    if (!value) return std::nullopt;
    operation.members.push_back({std::string(key), place, std::move(*value)});
  }
  return in_our_shape(std::move(operation));
}

// One map a line; all of them may stand in one list.
std::optional<json::Value> JepsenLines::read_operation(std::string_view text, std::int32_t line) {
  EdnReader reader(text, line, report_);
  if (!has_operation_ && !in_list_) in_list_ = reader.eat('[') || reader.eat('(');
  if (ends_list(reader) || reader.at_end()) return std::nullopt;
  const json::Place place = reader.place();
  std::optional<json::Value> operation = reader.next();
  if (!operation) return std::nullopt;
  if (operation->kind != json::Kind::object) {
    report_.add(place, "", "wrong-type",
                "is no operation, must be a map such as {:process 0, :type :invoke, :f :read}");
    return std::nullopt;
  }
  if (!ends_list(reader) && !reader.at_end()) {
    report_.add(reader.place(), "", "syntax",
                "stands behind the operation, must stand on a line of its own");
    return std::nullopt;
  }
  return in_our_shape(std::move(*operation));
}

bool JepsenLines::ends_list(EdnReader& reader) {
  if (!in_list_ || !(reader.eat(']') || reader.eat(')'))) return false;
  in_list_ = false;
  if (!reader.at_end()) {
    report_.add(reader.place(), "", "syntax", "stands behind the list's end, must not be there");
  }
  return true;
}

std::optional<json::Value> JepsenLines::read(std::string_view text, std::int32_t line) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  ENSURE(first != std::string_view::npos);
  const bool is_form = std::string_view("{[(#]);,").find(text[first]) != std::string_view::npos;
  if (source_.format == Format::porcupine || is_form) return read_operation(text, line);
  if (operation_in(text) != std::string_view::npos) return read_log_line(text, line);
  if (!is_log_line(text)) return read_operation(text, line);
  if (skipped_ == 0) skipped_ = line;
  return std::nullopt;
}

void JepsenLines::finish() {
  if (skipped_ == 0 || has_operation_ || !report_.ok()) return;
  report_.add({skipped_, 1}, "", "syntax",
              "begins a log without any operation, must have lines such as "
              "INFO  jepsen.util - 4 :invoke :read nil");
}

}  // namespace caplab::history
