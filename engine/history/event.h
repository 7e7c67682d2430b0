// One line of a history file: its fields, checked by themselves. How lines belong together is the
// reader's affair.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/json.h"
#include "engine/history/history.h"
#include "engine/history/words.h"

namespace caplab::history {

enum class EventType : std::uint8_t { invoke, ok, fail, info };

struct Event {
  std::int64_t process = 0;
  EventType type = EventType::invoke;
  Function function = Function::read;
  std::optional<Word> key;
  std::optional<std::int64_t> time;
  bool has_value = false;  // of an operation that is no read
  Value argument = kNoValue;
  Value argument2 = kNoValue;
  bool declined = false;
  Value result = kNoValue;
  std::optional<std::vector<Value>> results;
};

// The line's event; its mistakes are added to `report`, and then the event is not to be used.
Event read_event(const json::Value& line, ObjectType object, Words& words, json::Report& report);

}  // namespace caplab::history
