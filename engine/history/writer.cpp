// One line for each call and one for each return, in order of time.
#include "engine/history/writer.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/json_writer.h"

namespace caplab::history {
namespace {

struct Moment {
  std::int64_t time = 0;
  std::size_t operation = 0;
  bool is_return = false;
};

// When nothing happens any more: then it is also told which outcomes stay unknown.
std::int64_t end_of(const History& history) {
  std::int64_t end = INT64_MIN;
  for (const Operation& op : history.operations) {
    end = std::max(end, op.outcome == Outcome::unknown ? op.called : op.returned);
  }
  return end;
}

// Calls and returns in order of time. Among equal times the order of the operations decides, so
// that a process returns before it calls again.
std::vector<Moment> moments_of(const History& history) {
  const std::int64_t end = end_of(history);
  std::vector<Moment> moments;
  for (std::size_t i = 0; i < history.operations.size(); ++i) {
    const Operation& op = history.operations[i];
    moments.push_back({op.called, i, false});
    moments.push_back({op.outcome == Outcome::unknown ? end : op.returned, i, true});
  }
  std::sort(moments.begin(), moments.end(), [](const Moment& a, const Moment& b) {
    return std::tie(a.time, a.operation, a.is_return) < std::tie(b.time, b.operation, b.is_return);
  });
  return moments;
}

// By operation: the number that its process has in the file.
std::vector<std::int64_t> processes_of(const History& history) {
  struct Line {
    std::int64_t number = 0;
    std::int64_t free_at = INT64_MIN;
  };
  std::map<std::int64_t, Line> lines;
  std::int64_t unused = 0;
  for (const Operation& op : history.operations) unused = std::max(unused, op.process + 1);
  std::vector<std::int64_t> processes;
  for (const Operation& op : history.operations) {
    Line& line = lines.try_emplace(op.process, Line{.number = op.process}).first->second;
    if (line.free_at > op.called) line.number = unused++;
    line.free_at = op.outcome == Outcome::unknown ? kNotReturned : op.returned;
    processes.push_back(line.number);
  }
  return processes;
}

// A number as it is spelled, or true or false, which need no quotes either.
void write_plain(const Word& word, json::Writer& out) {
  json::Value value;
  value.kind = json::Kind::real;
  value.text = word.text;
  out.value(value);
}

void write_scalar(const History& history, Value value, json::Writer& out) {
  if (value == kNoValue) {
    out.null();
  } else if (!is_word(value)) {
    out.integer(value);
  } else if (word_of(history, value).is_text) {
    out.text(word_of(history, value).text);
  } else {
    write_plain(word_of(history, value), out);
  }
}

void write_list(const History& history, const std::vector<Value>& values, json::Writer& out) {
  out.begin_array();
  for (const Value value : values) write_scalar(history, value, out);
  out.end_array();
}

void write_value(const History& history, const Operation& op, bool is_return, json::Writer& out) {
  if (!is_read(op.function)) {
    if (op.function == Function::cas) {
      write_list(history, {op.argument, op.argument2}, out.key("value"));
    } else {
      write_scalar(history, op.argument, out.key("value"));
    }
    return;
  }
  if (!is_return || op.outcome != Outcome::ok) return;
  if (op.results) {
    write_list(history, *op.results, out.key("value"));
  } else {
    write_scalar(history, op.result, out.key("value"));
  }
}

std::string_view type_of(const Operation& op, bool is_return) {
  if (!is_return) return "invoke";
  switch (op.outcome) {
    case Outcome::ok: return "ok";
    case Outcome::fail: return "fail";
    case Outcome::unknown: return "info";
  }
  return "";
}

void write_key(const History& history, const Operation& op, json::Writer& out) {
  if (history.key_names.empty()) return;
  const Word& key = history.key_names[static_cast<std::size_t>(op.key)];
  out.key("key");
  if (key.is_text) {
    out.text(key.text);
  } else {
    write_plain(key, out);
  }
}

}  // namespace

std::string write_history(const History& history) {
  const std::vector<std::int64_t> processes = processes_of(history);
  std::string text;
  for (const Moment& moment : moments_of(history)) {
    const Operation& op = history.operations[moment.operation];
    json::Writer out;
    out.begin_object();
    out.key("process").integer(processes[moment.operation]);
    out.key("type").text(type_of(op, moment.is_return));
    out.key("f").text(name_of(op.function));
    write_key(history, op, out);
    write_value(history, op, moment.is_return, out);
    const bool declined = op.outcome == Outcome::ok && !op.accepted;
    if (moment.is_return && declined) out.key("declined").boolean(true);
    if (history.timed) out.key("time").integer(moment.time);
    out.end_object();
    text += out.str() + "\n";
  }
  return text;
}

}  // namespace caplab::history
