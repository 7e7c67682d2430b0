// Plain values: one number, one text, or one list.
#include "engine/check/content.h"

#include <algorithm>
#include <vector>

#include "engine/base/json_writer.h"
#include "engine/base/text.h"

namespace caplab::check {
namespace {

using history::Function;
using history::History;
using history::kNoValue;
using history::ObjectType;
using history::Operation;
using history::Value;

void apply_to_value(const Operation& op, Value& value) {
  switch (op.function) {
    case Function::write: value = op.argument; break;
    case Function::cas: value = op.accepted ? op.argument2 : value; break;
    case Function::add:
    case Function::deposit: value += op.argument; break;
    case Function::withdraw: value = op.accepted ? value - op.argument : value; break;
    default: break;
  }
}

void apply_to_list(const Operation& op, std::vector<Value>& values) {
  if (op.function == Function::append) values.push_back(op.argument);
  if (op.function == Function::add || op.function == Function::remove) {
    std::erase(values, op.argument);
  }
  if (op.function == Function::add) {
    values.insert(std::upper_bound(values.begin(), values.end(), op.argument), op.argument);
  }
}

std::string list_after(const History& history, const Options& options,
                       std::span<const std::size_t> order) {
  std::vector<Value> values = options.initial_values;
  for (const std::size_t at : order) apply_to_list(history.operations[at], values);
  std::vector<std::string> texts;
  for (const Value value : values) texts.push_back(value_text(history, value));
  return "[" + join(texts, ", ") + "]";
}

// The text that `value` is, without quotes.
std::string letters(const History& history, Value value) {
  return history::is_word(value) ? word_of(history, value).text : std::to_string(value);
}

std::string text_after(const History& history, const Options& options,
                       std::span<const std::size_t> order) {
  bool missing = options.initial == kNoValue;
  std::string text = missing ? "" : letters(history, options.initial);
  for (const std::size_t at : order) {
    const Operation& op = history.operations[at];
    if (op.function == Function::get) continue;
    missing = false;
    if (op.function == Function::put) text.clear();
    text += letters(history, op.argument);
  }
  return missing ? "null" : json::quoted(text);
}

std::string value_after(const History& history, const Options& options,
                        std::span<const std::size_t> order) {
  Value value = options.initial;
  if (options.object != ObjectType::reg && value == kNoValue) value = 0;
  for (const std::size_t at : order) apply_to_value(history.operations[at], value);
  return value_text(history, value);
}

}  // namespace

std::string content_after(const History& history, const Options& options,
                          std::span<const std::size_t> order) {
  switch (options.object) {
    case ObjectType::reg:
    case ObjectType::counter:
    case ObjectType::account: return value_after(history, options, order);
    case ObjectType::set:
    case ObjectType::log: return list_after(history, options, order);
    case ObjectType::kv: return text_after(history, options, order);
  }
  return "";
}

}  // namespace caplab::check
