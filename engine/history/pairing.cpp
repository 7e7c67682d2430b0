// Every mistake names the line with which the new one does not go together.
#include "engine/history/pairing.h"

#include <utility>

namespace caplab::history {
namespace {

std::string on_line(std::int32_t line) { return "of line " + std::to_string(line); }

}  // namespace

// At the line's `key` where it has one, else at the line's begin.
void Pairing::fail(const Line& line, std::string_view key, std::string message) {
  const json::Value* value = line.value.find(key);
  const json::Place place = value != nullptr ? value->place : line.value.place;
  const std::string pointer = value != nullptr ? json::pointer_to("", key) : "";
  report_.add(place, pointer, "order", std::move(message));
}

bool Pairing::check_time(const Line& line) {
  const bool timed = line.event.time.has_value();
  if (previous_line_ == 0) {
    history_.timed = timed;
    return true;
  }
  if (timed != history_.timed) {
    fail(line, "time",
         timed
             ? "stands here but not on the lines before, must be on every line or on none"
             : "has no key \"time\" though the lines before have one, must be on every line or on "
               "none");
    return false;
  }
  if (!timed || *line.event.time >= previous_time_) return true;
  fail(line, "time",
       "is earlier than the " + std::to_string(previous_time_) + " " + on_line(previous_line_) +
           ", must not be: lines stand in the order of time");
  return false;
}

// An ending line may leave the key out: its process tells which operation it ends.
bool Pairing::check_key(const Line& line) {
  if (line.event.type != EventType::invoke || history_.operations.empty()) return true;
  const bool keyed = !history_.key_names.empty();
  if (line.event.key.has_value() == keyed) return true;
  fail(line, "key",
       keyed ? "has no key \"key\" though operations before have one, must be on every operation "
               "or on none"
             : "stands here but not on the operations before, must be on every operation or on "
               "none");
  return false;
}

std::int32_t Pairing::key_number(const std::optional<Word>& key) {
  if (!key) return 0;
  const auto fresh = static_cast<std::int32_t>(history_.key_names.size());
  const auto [at, inserted] = keys_.try_emplace({key->text, key->is_text}, fresh);
  if (inserted) history_.key_names.push_back(*key);
  return at->second;
}

void Pairing::begin(const Line& line) {
  const Event& event = line.event;
  const auto latest = latest_.find(event.process);
  if (latest != latest_.end() && !latest->second.ended) {
    fail(line, "process",
         "has not ended its operation " + on_line(latest->second.line) +
             ", must end it with ok, fail or info before the next");
    return;
  }
  if (latest != latest_.end() && latest->second.lost) {
    fail(line, "process",
         "does not know the outcome of its operation " + on_line(latest->second.line) +
             " (info) and may not invoke again, must be a number that is not in use");
    return;
  }
  latest_[event.process] = {.operation = history_.operations.size(), .line = line.number};
  Operation operation;
  operation.process = event.process;
  operation.function = event.function;
  operation.key = key_number(event.key);
  operation.argument = event.argument;
  operation.argument2 = event.argument2;
  operation.called = event.time.value_or(line.number);
  operation.line_called = line.number;
  history_.operations.push_back(std::move(operation));
}

bool Pairing::is_on(const Word& key, const Operation& operation) const {
  if (history_.key_names.empty()) return false;
  return history_.key_names[static_cast<std::size_t>(operation.key)] == key;
}

bool Pairing::check_same(const Line& line, const Operation& operation) {
  const Event& event = line.event;
  const std::string must = ", must be as on line " + std::to_string(operation.line_called);
  if (event.function != operation.function) {
    fail(line, "f", "is not what the process invoked" + must);
    return false;
  }
  if (event.key && !is_on(*event.key, operation)) {
    fail(line, "key", "is not the one that the process invoked" + must);
    return false;
  }
  const bool same = event.argument == operation.argument && event.argument2 == operation.argument2;
  if (!event.has_value || same) return true;
  fail(line, "value", "is not what the process invoked" + must);
  return false;
}

void Pairing::end(const Line& line) {
  const Event& event = line.event;
  const auto latest = latest_.find(event.process);
  if (latest == latest_.end() || latest->second.ended) {
    fail(line, "type",
         "ends an operation but process " + std::to_string(event.process) +
             " has none under way, must be \"invoke\"");
    return;
  }
  Operation& operation = history_.operations[latest->second.operation];
  if (!check_same(line, operation)) return;
  latest->second.ended = true;
  latest->second.lost = event.type == EventType::info;
  operation.line_returned = line.number;
  if (event.type == EventType::info) return;
  operation.outcome = event.type == EventType::ok ? Outcome::ok : Outcome::fail;
  operation.returned = event.time.value_or(line.number);
  operation.accepted = !event.declined;
  operation.result = event.result;
  operation.results = event.results;
}

void Pairing::add(const Line& line) {
  if (!check_time(line) || !check_key(line)) return;
  if (line.event.type == EventType::invoke) {
    begin(line);
  } else {
    end(line);
  }
  previous_line_ = line.number;
  previous_time_ = line.event.time.value_or(0);
}

}  // namespace caplab::history
