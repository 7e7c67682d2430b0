// Pairs each invocation with what ended it.
#include "engine/history/reader.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "engine/history/event.h"

namespace caplab::history {
namespace {

struct Line {
  std::int32_t number = 0;
  json::Value value;
  Event event;
};

// A process's latest operation.
struct Latest {
  std::size_t operation = 0;
  std::int32_t line = 0;
  bool ended = false;
  bool lost = false;  // its outcome is unknown, so the process may not go on
};

class HistoryReader {
 public:
  HistoryReader(std::string_view file, ObjectType object)
      : object_(object), words_(history_.words) {
    report_.file = file;
  }

  Result<History> read(std::string_view text);

 private:
  void read_line(std::string_view text, std::int32_t number);
  void add(const Line& line);
  void begin(const Line& line);
  void end(const Line& line);
  bool check_time(const Line& line);
  bool check_key(const Line& line);
  bool check_same(const Line& line, const Operation& operation);
  std::int32_t key_number(const std::optional<Word>& key);
  bool is_on(const Word& key, const Operation& operation) const;
  void fail(const Line& line, std::string_view key, std::string message);

  ObjectType object_;
  History history_;
  Words words_;
  json::Report report_;
  std::map<std::pair<std::string, bool>, std::int32_t> keys_;
  std::map<std::int64_t, Latest> latest_;
  std::optional<Line> previous_;
};

std::string on_line(std::int32_t line) { return "of line " + std::to_string(line); }

// At the line's `key` where it has one, else at the line's begin.
void HistoryReader::fail(const Line& line, std::string_view key, std::string message) {
  const json::Value* value = line.value.find(key);
  const json::Place place = value != nullptr ? value->place : line.value.place;
  const std::string pointer = value != nullptr ? json::pointer_to("", key) : "";
  report_.add(place, pointer, "order", std::move(message));
}

bool HistoryReader::check_time(const Line& line) {
  const bool timed = line.event.time.has_value();
  if (!previous_) {
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
  if (!timed || *line.event.time >= *previous_->event.time) return true;
  fail(line, "time",
       "is earlier than the " + std::to_string(*previous_->event.time) + " " +
           on_line(previous_->number) + ", must not be: lines stand in the order of time");
  return false;
}

// An ending line may leave the key out: its process tells which operation it ends.
bool HistoryReader::check_key(const Line& line) {
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

std::int32_t HistoryReader::key_number(const std::optional<Word>& key) {
  if (!key) return 0;
  const auto fresh = static_cast<std::int32_t>(history_.key_names.size());
  const auto [at, inserted] = keys_.try_emplace({key->text, key->is_text}, fresh);
  if (inserted) history_.key_names.push_back(*key);
  return at->second;
}

void HistoryReader::begin(const Line& line) {
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

bool HistoryReader::is_on(const Word& key, const Operation& operation) const {
  if (history_.key_names.empty()) return false;
  return history_.key_names[static_cast<std::size_t>(operation.key)] == key;
}

bool HistoryReader::check_same(const Line& line, const Operation& operation) {
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

void HistoryReader::end(const Line& line) {
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

void HistoryReader::add(const Line& line) {
  if (!check_time(line) || !check_key(line)) return;
  if (line.event.type == EventType::invoke) {
    begin(line);
  } else {
    end(line);
  }
}

void HistoryReader::read_line(std::string_view text, std::int32_t number) {
  if (text.find_first_not_of(" \t\r") == std::string_view::npos) return;
  std::optional<json::Value> value = json::parse(text, report_, {}, number);
  if (!value) return;
  Line line;
  line.number = number;
  line.value = std::move(*value);
  line.event = read_event(line.value, object_, words_, report_);
  if (!report_.ok()) return;
  add(line);
  previous_ = std::move(line);
}

Result<History> HistoryReader::read(std::string_view text) {
  std::int32_t number = 0;
  while (!text.empty() && report_.ok()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    read_line(text.substr(0, end), ++number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (!report_.ok()) return report_.error();
  return std::move(history_);
}

}  // namespace

Result<History> read_history(std::string_view text, std::string_view file, ObjectType object) {
  return HistoryReader(file, object).read(text);
}

}  // namespace caplab::history
