// Plays every file under tests/told: a model, a history, then "----", then what is told of it. With
// CAPLAB_REWRITE=1 in the environment the told part is written anew; commit such a change only if
// you understand what caused it and want it.
//
//   causal register initial=0        the model, the object, and what it holds at first
//   0 write x 1 [0,10]               process, function, key, values, called and returned in ms
//   1 read x -> 1 [20,30]            result; "no" for a refused one; [40,?] for an unknown outcome
//
// Without key, "-" stands in its place; without times, lines stand for them.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/base/json.h"
#include "engine/check/models.h"
#include "engine/check/tell.h"
#include "engine/history/words.h"

namespace fs = std::filesystem;

namespace caplab::test {
namespace {

using history::Function;
using history::History;
using history::Operation;
using history::Value;

struct Case {
  const check::Model* model = nullptr;
  check::Options options;
  History history;
};

Value value_of(History& history, const std::string& word) {
  const Result<json::Value> value = json::parse(word, "value");
  INFO(word);
  REQUIRE(value.ok());
  return history::Words(history.words).number_of(*value);
}

std::vector<Value> values_of(History& history, const std::string& list) {
  const Result<json::Value> value = json::parse(list, "list");
  INFO(list);
  REQUIRE(value.ok());
  std::vector<Value> values;
  for (const json::Value& item : value->items) {
    values.push_back(history::Words(history.words).number_of(item));
  }
  return values;
}

void read_head(const std::string& line, Case& made) {
  std::istringstream words(line);
  std::string model;
  std::string object;
  std::string option;
  words >> model >> object;
  INFO(line);
  made.model = check::find_model(model);
  REQUIRE(made.model != nullptr);
  REQUIRE(history::find_object_type(object));
  made.options.object = *history::find_object_type(object);
  while (words >> option) {
    REQUIRE(option.starts_with("initial="));
    made.options.initial = value_of(made.history, option.substr(8));
  }
}

std::int32_t key_of(History& history, const std::string& name) {
  if (name == "-") return 0;
  std::size_t key = 0;
  while (key < history.key_names.size() && history.key_names[key].text != name) ++key;
  if (key == history.key_names.size()) history.key_names.push_back({.text = name, .is_text = true});
  return static_cast<std::int32_t>(key);
}

Function function_of(const std::string& name, history::ObjectType object) {
  for (const Function function : history::functions_of(object)) {
    if (name_of(function) == name) return function;
  }
  FAIL("no function " + name);
  return Function::read;
}

void read_times(const std::string& word, Operation& op) {
  const std::size_t comma = word.find(',');
  op.called = std::stoll(word.substr(1)) * 1000;
  if (word[comma + 1] == '?') {
    op.outcome = history::Outcome::unknown;
  } else {
    op.returned = std::stoll(word.substr(comma + 1)) * 1000;
  }
}

void read_operation(const std::string& line, Case& made) {
  std::istringstream words(line);
  Operation op;
  std::string function;
  std::string key;
  words >> op.process >> function >> key;
  INFO(line);
  op.function = function_of(function, made.options.object);
  op.key = key_of(made.history, key);
  op.outcome = history::Outcome::ok;
  const auto place = static_cast<std::int32_t>(made.history.operations.size());
  op.line_called = 2 * place + 1;
  op.line_returned = op.line_called + 1;
  op.called = op.line_called;
  op.returned = op.line_returned;
  bool timed = false;
  std::vector<Value> arguments;
  for (std::string word; words >> word;) {
    if (word[0] == '[') {
      read_times(word, op);
      timed = true;
    } else if (word == "no") {
      op.accepted = false;
    } else if (word == "->") {
      words >> word;
      if (word[0] == '{') {
        op.results = values_of(made.history, "[" + word.substr(1, word.size() - 2) + "]");
      } else {
        op.result = value_of(made.history, word);
      }
    } else {
      arguments.push_back(value_of(made.history, word));
    }
  }
  if (!arguments.empty()) op.argument = arguments[0];
  if (arguments.size() > 1) op.argument2 = arguments[1];
  made.history.timed = timed;
  made.history.operations.push_back(op);
}

std::string told(const Case& made) {
  const check::Verdict verdict = made.model->check(made.history, made.options);
  std::string text = std::string(name_of(verdict.answer)) + ": " + verdict.why + "\n";
  for (const std::size_t i : verdict.operations) {
    const Operation& op = made.history.operations[i];
    const bool core = std::find(verdict.core.begin(), verdict.core.end(), i) != verdict.core.end();
    text += std::string(i == verdict.stuck ? "! "
                        : core             ? "* "
                                           : "+ ") +
            "process " + std::to_string(op.process) + ": " + operation_text(made.history, op) +
            "\n";
  }
  for (const std::string& step : check::tell(made.history, made.options, verdict)) {
    text += "- " + step + "\n";
  }
  return text;
}

std::string replay(const fs::path& file) {
  std::ifstream in(file);
  std::string text;
  Case made;
  for (std::string line; std::getline(in, line);) {
    text += line + "\n";
    if (line == "----") {
      text += told(made) + "\n";
      made = {};
      while (std::getline(in, line) && !line.empty()) {
      }
    } else if (!line.empty() && line[0] != '#') {
      made.model == nullptr ? read_head(line, made) : read_operation(line, made);
    }
  }
  return text;
}

std::string read(const fs::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("what is told of violated histories", "[told]") {
  int played = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(CAPLAB_SOURCE_DIR) / "tests/told")) {
    const std::string now = replay(entry.path());
    if (std::getenv("CAPLAB_REWRITE") != nullptr) std::ofstream(entry.path()) << now;
    INFO(entry.path().string() << "  replay: caplab_tests '[told]'");
    CHECK(read(entry.path()) == now);
    ++played;
  }
  CHECK(played == 6);
}

}  // namespace caplab::test
