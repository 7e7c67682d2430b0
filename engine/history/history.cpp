// Names and spellings of what a history holds.
#include "engine/history/history.h"

#include <array>
#include <utility>

#include "engine/base/ensure.h"
#include "engine/base/json_writer.h"
#include "engine/base/text.h"

namespace caplab::history {
namespace {

constexpr std::array kRegister{Function::read, Function::write, Function::cas};
constexpr std::array kKv{Function::get, Function::put, Function::append};
constexpr std::array kCounter{Function::add, Function::read};
constexpr std::array kSet{Function::add, Function::remove, Function::read};
constexpr std::array kLog{Function::append, Function::read};
constexpr std::array kAccount{Function::balance, Function::deposit, Function::withdraw};

constexpr std::array kTypes{ObjectType::reg, ObjectType::kv,  ObjectType::counter,
                            ObjectType::set, ObjectType::log, ObjectType::account};

std::string list_text(const History& history, const std::vector<Value>& values) {
  std::vector<std::string> parts;
  for (const Value value : values) parts.push_back(value_text(history, value));
  return "[" + join(parts, ", ") + "]";
}

std::string result_text(const History& history, const Operation& operation) {
  if (operation.outcome == Outcome::unknown) return "unknown";
  if (operation.outcome == Outcome::fail) return "failed";
  if (!operation.accepted) return operation.function == Function::cas ? "mismatch" : "declined";
  if (!is_read(operation.function)) return "";
  if (operation.results) return list_text(history, *operation.results);
  return value_text(history, operation.result);
}

}  // namespace

std::string_view name_of(ObjectType type) {
  switch (type) {
    case ObjectType::reg: return "register";
    case ObjectType::kv: return "kv";
    case ObjectType::counter: return "counter";
    case ObjectType::set: return "set";
    case ObjectType::log: return "log";
    case ObjectType::account: return "account";
  }
  return "";
}

std::string_view name_of(Function function) {
  switch (function) {
    case Function::read: return "read";
    case Function::write: return "write";
    case Function::cas: return "cas";
    case Function::get: return "get";
    case Function::put: return "put";
    case Function::append: return "append";
    case Function::add: return "add";
    case Function::remove: return "remove";
    case Function::balance: return "balance";
    case Function::deposit: return "deposit";
    case Function::withdraw: return "withdraw";
  }
  return "";
}

std::optional<ObjectType> find_object_type(std::string_view name) {
  for (const ObjectType type : kTypes) {
    if (name_of(type) == name) return type;
  }
  return std::nullopt;
}

std::vector<std::string_view> object_type_names() {
  std::vector<std::string_view> names;
  for (const ObjectType type : kTypes) names.push_back(name_of(type));
  return names;
}

std::span<const Function> functions_of(ObjectType type) {
  switch (type) {
    case ObjectType::reg: return kRegister;
    case ObjectType::kv: return kKv;
    case ObjectType::counter: return kCounter;
    case ObjectType::set: return kSet;
    case ObjectType::log: return kLog;
    case ObjectType::account: return kAccount;
  }
  return {};
}

bool is_read(Function function) {
  return function == Function::read || function == Function::get || function == Function::balance;
}

bool is_word(Value value) { return value >= kFirstWord && value < kSmallestNumber; }

const Word& word_of(const History& history, Value value) {
  ENSURE(is_word(value));
  const auto position = static_cast<std::size_t>(value - kFirstWord);
  ENSURE(position < history.words.size());
  return history.words[position];
}

std::string value_text(const History& history, Value value) {
  if (value == kNoValue) return "null";
  if (!is_word(value)) return std::to_string(value);
  const Word& word = word_of(history, value);
  return word.is_text ? json::quoted(word.text) : word.text;
}

std::string operation_text(const History& history, const Operation& operation) {
  std::string text(name_of(operation.function));
  if (!history.key_names.empty()) {
    text += " " + history.key_names[static_cast<std::size_t>(operation.key)].text;
  }
  if (!is_read(operation.function)) text += " " + value_text(history, operation.argument);
  if (operation.function == Function::cas) text += " " + value_text(history, operation.argument2);
  const std::string result = result_text(history, operation);
  return result.empty() ? text : text + " -> " + result;
}

}  // namespace caplab::history
