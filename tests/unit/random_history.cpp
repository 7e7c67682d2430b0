// A history is made from its times, then one moment inside each operation, at which it takes
// effect.
#include "tests/unit/random_history.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>
#include <vector>

#include "engine/history/writer.h"
#include "tests/unit/plain_object.h"

namespace caplab::test {
namespace {

using check::FailedCas;
using check::NullRead;
using check::Options;
using history::Function;
using history::History;
using history::kNoValue;
using history::ObjectType;
using history::Operation;
using history::Outcome;
using history::Value;

class Maker {
 public:
  Maker(std::uint64_t seed, ObjectType type, const Shape& shape)
      : rng_(seed, static_cast<std::uint64_t>(type)), shape_(shape) {
    made_.options.object = type;
  }

  RandomHistory make();

 private:
  std::int64_t pick(std::int64_t first, std::int64_t last) { return rng_.between(first, last); }
  std::size_t position_in(std::size_t size) { return static_cast<std::size_t>(rng_.below(size)); }
  ObjectType type() const { return made_.options.object; }
  std::vector<Operation>& operations() { return made_.history.operations; }

  void choose_options();
  Value argument();
  Function reading_function() const;
  Operation operation(std::int64_t process, std::int64_t called);
  void choose_operations();
  void tell_truth();
  void hide_and_refuse();
  void change_something();
  void change_result(Operation& op);

  Rng rng_;
  Shape shape_;
  std::int64_t keys_ = 1;
  RandomHistory made_;
};

Value Maker::argument() {
  if (type() == ObjectType::kv) {
    const std::vector<std::string> texts{"a", "b", "ab", "", "ba"};
    return text_number(made_.history, texts[position_in(texts.size())]);
  }
  if (type() == ObjectType::account) return pick(1, 4) * 20;
  if (type() == ObjectType::reg && rng_.chance({1, 12})) return kNoValue;
  return pick(1, shape_.values_max);
}

void Maker::choose_options() {
  Options& options = made_.options;
  options.failed_cas = rng_.chance({1, 2}) ? FailedCas::mismatch : FailedCas::absent;
  options.null_read = rng_.chance({2, 3}) ? NullRead::match : NullRead::any;
  if (rng_.chance({1, 2})) return;
  options.initial = type() == ObjectType::account ? 100 : argument();
  if (type() == ObjectType::set || type() == ObjectType::log) {
    options.initial_values = {options.initial};
    options.initial = kNoValue;
  }
}

// Reads are what tells histories apart.
Function Maker::reading_function() const {
  const auto functions = history::functions_of(type());
  return *std::find_if(functions.begin(), functions.end(), history::is_read);
}

Operation Maker::operation(std::int64_t process, std::int64_t called) {
  const auto functions = history::functions_of(type());
  Operation op;
  op.process = process;
  op.key = static_cast<std::int32_t>(pick(0, keys_ - 1));
  op.function = rng_.chance({2, 5}) ? reading_function() : functions[position_in(functions.size())];
  if (!history::is_read(op.function)) op.argument = argument();
  if (op.function == Function::cas) op.argument2 = argument();
  op.called = called;
  op.returned = called + pick(0, 5);
  op.outcome = Outcome::ok;
  return op;
}

void Maker::choose_operations() {
  const std::int64_t processes = pick(1, shape_.processes_max);
  const std::int64_t count = pick(shape_.operations_max / 2, shape_.operations_max);
  std::int64_t unused = processes;
  std::vector<std::pair<std::int64_t, std::int64_t>> lines;  // number, free at
  for (std::int64_t i = 0; i < processes; ++i) lines.push_back({i, pick(0, 3)});
  for (std::int64_t i = 0; i < count; ++i) {
    auto& [process, free_at] = lines[position_in(lines.size())];
    Operation op = operation(process, free_at + pick(0, 2));
    free_at = op.returned;
    if (rng_.chance(shape_.unknown)) {
      op.outcome = Outcome::unknown;
      process = unused++;
    }
    operations().push_back(std::move(op));
  }
  std::stable_sort(operations().begin(), operations().end(),
                   [](const Operation& a, const Operation& b) { return a.called < b.called; });
}

// An operation of unknown outcome takes effect at some later time or, one in three, never.
void Maker::tell_truth() {
  std::vector<std::pair<std::pair<std::int64_t, std::uint64_t>, std::size_t>> moments;
  for (std::size_t i = 0; i < operations().size(); ++i) {
    Operation& op = operations()[i];
    const bool unknown = op.outcome == Outcome::unknown;
    if (unknown && rng_.chance({1, 3})) continue;
    const std::int64_t at = pick(op.called, unknown ? op.called + 20 : op.returned);
    moments.push_back({{at, rng_.next()}, i});
  }
  std::sort(moments.begin(), moments.end());
  std::map<std::int32_t, PlainObject> objects;
  for (const auto& [moment, i] : moments) {
    Operation& op = operations()[i];
    const auto at = objects.try_emplace(op.key, plain_start(made_.history, made_.options)).first;
    perform(made_.history, type(), at->second, op);
  }
}

// What callers are not told, and refusals that change nothing.
void Maker::hide_and_refuse() {
  for (Operation& op : operations()) {
    if (op.outcome == Outcome::unknown) {
      op.returned = history::kNotReturned;
      op.accepted = true;
      op.result = kNoValue;
      op.results.reset();
    }
    const bool is_cas = op.function == Function::cas && op.outcome == Outcome::ok;
    const bool may_say_fail = made_.options.failed_cas == FailedCas::mismatch;
    if (is_cas && !op.accepted && may_say_fail && rng_.chance({1, 2})) {
      op.outcome = Outcome::fail;
      op.accepted = true;
    }
    const bool read = history::is_read(op.function) && op.outcome == Outcome::ok;
    if (read && made_.options.null_read == NullRead::any && rng_.chance({1, 4})) {
      op.result = kNoValue;
      op.results.reset();
    }
  }
}

void Maker::change_result(Operation& op) {
  if (type() != ObjectType::set && type() != ObjectType::log) {
    op.result = type() == ObjectType::counter ? pick(0, 6) : argument();
    return;
  }
  std::vector<Value> shown = op.results.value_or(std::vector<Value>{});
  const bool shows_one = std::find(shown.begin(), shown.end(), 1) != shown.end();
  if (!shown.empty() && (shows_one || rng_.chance({1, 2}))) {
    shown.pop_back();
  } else {
    shown.push_back(1);
  }
  op.results = shown;
}

// One small change; what it makes of the history is for the checkers to find out.
void Maker::change_something() {
  Operation& op = operations()[position_in(operations().size())];
  const bool cas = op.function == Function::cas;
  switch (rng_.below(4)) {
    case 0:
      if (op.outcome == Outcome::unknown) break;
      if (history::is_read(op.function)) return change_result(op);
      if (cas || op.function == Function::withdraw) op.accepted = !op.accepted;
      break;
    case 1:
      if (!history::is_read(op.function)) op.argument = argument();
      break;
    case 2:
      if (op.outcome == Outcome::ok) op.returned = op.called;
      break;
    default:
      op.outcome = Outcome::fail;
      if (op.returned == history::kNotReturned) op.returned = op.called;
      if (history::is_read(op.function)) op.result = kNoValue;
      op.results.reset();
      break;
  }
}

RandomHistory Maker::make() {
  keys_ = rng_.chance({1, 2}) ? 1 : pick(1, shape_.keys_max);
  if (keys_ > 1) made_.history.key_names = {{"x", true}, {"y", true}};
  choose_options();
  choose_operations();
  tell_truth();
  hide_and_refuse();
  made_.truthful = rng_.chance({1, 4});
  const std::int64_t changes = made_.truthful ? 0 : pick(1, 4);
  for (std::int64_t i = 0; i < changes; ++i) change_something();
  return std::move(made_);
}

}  // namespace

RandomHistory random_history(std::uint64_t seed, ObjectType type, const Shape& shape) {
  return Maker(seed, type, shape).make();
}

std::uint64_t seeds_wanted(std::uint64_t usually) {
  const char* count = std::getenv("CAPLAB_HISTORIES");
  return count == nullptr ? usually : std::strtoull(count, nullptr, 10);
}

std::uint64_t seed_to_replay() {
  const char* seed = std::getenv("CAPLAB_SEED");
  return seed == nullptr ? 0 : std::strtoull(seed, nullptr, 10);
}

std::string replay_text(const RandomHistory& made, std::uint64_t seed, const std::string& test) {
  const Options& options = made.options;
  std::string text = "replay: CAPLAB_SEED=" + std::to_string(seed) +
                     " build/native/caplab_tests \"" + test + "\"\nobject " +
                     std::string(name_of(options.object)) + ", initial " +
                     value_text(made.history, options.initial);
  for (const Value value : options.initial_values) text += " [" + std::to_string(value) + "]";
  text +=
      options.failed_cas == FailedCas::mismatch ? ", failed cas: mismatch" : ", failed cas: absent";
  text += options.null_read == NullRead::match ? ", null read: match\n" : ", null read: any\n";
  return text + write_history(made.history);
}

}  // namespace caplab::test
