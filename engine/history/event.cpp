// Which value belongs to which operation of which type of object is written down here.
#include "engine/history/event.h"

#include <algorithm>
#include <span>
#include <string>

#include "engine/base/json_reader.h"

namespace caplab::history {
namespace {

constexpr std::int64_t kProcessMax = std::int64_t{1} << 53;
constexpr std::int64_t kTimeMax = std::int64_t{1} << 62;
// Sums of a million of these are far from int64's end.
constexpr std::int64_t kAmountMax = 1'000'000'000'000;

// What is being read: the field "value" of one event.
struct Place {
  ObjectType object;
  Function function;
  const json::Value* value;  // null where it is left out
  json::Reader reader;
  Words& words;
};

Function read_function(const json::Reader& field, ObjectType object) {
  const std::span<const Function> functions = functions_of(object);
  std::vector<std::string> names;
  for (const Function function : functions) names.emplace_back(name_of(function));
  return functions[field.one_of(names)];
}

std::optional<Word> read_key(const json::Value* key, const json::Reader& field) {
  if (key == nullptr) return std::nullopt;
  if (key->kind == json::Kind::text) return Word{.text = key->text, .is_text = true};
  if (key->kind == json::Kind::integer) return Word{.text = std::to_string(key->integer)};
  field.fail("wrong-type", "is no name, must be text or a whole number");
  return std::nullopt;
}

Value read_scalar(const json::Value& value, const json::Reader& reader, Words& words) {
  if (is_scalar(value)) return words.number_of(value);
  reader.fail("wrong-type", "is no scalar, must be null, true, false, a number or text");
  return kNoValue;
}

// A scalar that stands for something.
Value read_element(const json::Value& value, const json::Reader& reader, Words& words) {
  if (value.kind == json::Kind::null) {
    reader.fail("wrong-type", "is null, must be true, false, a number or text");
  }
  return read_scalar(value, reader, words);
}

bool counts(ObjectType object) {
  return object == ObjectType::counter || object == ObjectType::account;
}

void read_pair(const Place& at, Event& event) {
  const std::vector<json::Reader> items = at.reader.items({2, 2});
  if (items.size() != 2) return;
  event.argument = read_scalar(at.value->items[0], items[0], at.words);
  event.argument2 = read_scalar(at.value->items[1], items[1], at.words);
}

void read_argument(const Place& at, Event& event) {
  event.has_value = true;
  if (at.function == Function::cas) return read_pair(at, event);
  if (counts(at.object)) {
    const std::int64_t least = at.object == ObjectType::counter ? -kAmountMax : 0;
    event.argument = at.reader.integer({least, kAmountMax});
    return;
  }
  if (at.object == ObjectType::kv && at.value->kind != json::Kind::text) {
    at.reader.fail("wrong-type", "is no text, must be text");
    return;
  }
  const bool may_be_null = at.object == ObjectType::reg;
  event.argument = may_be_null ? read_scalar(*at.value, at.reader, at.words)
                               : read_element(*at.value, at.reader, at.words);
}

void read_list(const Place& at, Event& event) {
  if (at.value->kind == json::Kind::null) return;
  event.results.emplace();
  const std::vector<json::Reader> items = at.reader.items({0, SIZE_MAX});
  for (std::size_t i = 0; i < items.size(); ++i) {
    event.results->push_back(read_element(at.value->items[i], items[i], at.words));
  }
  if (at.object != ObjectType::set) return;
  std::vector<Value> sorted = *event.results;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end()) return;
  at.reader.fail("duplicate", "names an element twice, must name each element of the set once");
}

void read_result(const Place& at, Event& event) {
  if (at.object == ObjectType::set || at.object == ObjectType::log) return read_list(at, event);
  if (counts(at.object) && at.value->kind != json::Kind::null) {
    event.result = at.reader.integer({-kTimeMax, kTimeMax});
    return;
  }
  event.result = read_scalar(*at.value, at.reader, at.words);
}

void read_value(const Place& at, const json::Reader& line, Event& event) {
  const bool present = at.value != nullptr;
  const bool ok = event.type == EventType::ok;
  if (is_read(at.function)) {
    if (ok && !present) line.fail("missing-key", "has no key \"value\", must have what was read");
    if (ok && present) read_result(at, event);
    if (ok || !present || at.value->kind == json::Kind::null) return;
    at.reader.fail("not-allowed", "is not allowed here: only on its ok line a " +
                                      std::string(name_of(at.function)) + " has a value");
    return;
  }
  if (present) return read_argument(at, event);
  if (event.type != EventType::invoke) return;
  line.fail("missing-key",
            "has no key \"value\", must have the value to " + std::string(name_of(at.function)));
}

void read_declined(const json::Reader& field, Event& event) {
  event.declined = field.boolean();
  if (!event.declined) return;
  const bool can = event.function == Function::withdraw || event.function == Function::cas;
  if (can && event.type == EventType::ok) return;
  field.fail("not-allowed",
             "is true, must be left out: only on its ok line a withdraw or a cas "
             "can say that it was declined");
}

}  // namespace

Event read_event(const json::Value& line, ObjectType object, Words& words, json::Report& report) {
  const json::Reader reader(line, report);
  const json::Fields fields = reader.object({"process", "type", "f"},
                                            {"key", "value", "time", "declined", "index", "error"});
  Event event;
  if (!report.ok()) return event;
  event.process = fields["process"].integer({0, kProcessMax});
  event.type = fields["type"].one_of<EventType>({{"invoke", EventType::invoke},
                                                 {"ok", EventType::ok},
                                                 {"fail", EventType::fail},
                                                 {"info", EventType::info}});
  event.function = read_function(fields["f"], object);
  if (!report.ok()) return event;
  event.key = read_key(line.find("key"), fields["key"]);
  if (fields["time"].present()) event.time = fields["time"].integer({-kTimeMax, kTimeMax});
  read_value({object, event.function, line.find("value"), fields["value"], words}, reader, event);
  if (fields["declined"].present()) read_declined(fields["declined"], event);
  return event;
}

}  // namespace caplab::history
