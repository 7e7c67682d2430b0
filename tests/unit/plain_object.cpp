// One branch for each operation.
#include "tests/unit/plain_object.h"

#include <algorithm>

namespace caplab::test {

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

Value text_number(History& history, const std::string& text) {
  const history::Word word{.text = text, .is_text = true};
  const auto at = std::find(history.words.begin(), history.words.end(), word);
  const Value number = history::kFirstWord + (at - history.words.begin());
  if (at == history.words.end()) history.words.push_back(word);
  return number;
}

PlainObject plain_start(const History& history, const Options& options) {
  PlainObject object;
  object.value = options.initial;
  object.list = options.initial_values;
  const bool null = options.initial == kNoValue;
  if (options.object == ObjectType::account && null) object.value = 0;
  if (options.object == ObjectType::kv && !null) {
    object.text = history::word_of(history, options.initial).text;
  }
  return object;
}

void perform(History& history, ObjectType type, PlainObject& object, Operation& op) {
  const Value number = object.value == kNoValue ? 0 : object.value;
  op.accepted = true;
  switch (op.function) {
    case Function::read:
      if (type == ObjectType::reg) op.result = object.value;
      if (type == ObjectType::counter) op.result = number;
      if (type == ObjectType::set || type == ObjectType::log) op.results = object.list;
      break;
    case Function::write: object.value = op.argument; break;
    case Function::cas:
      op.accepted = object.value == op.argument;
      if (op.accepted) object.value = op.argument2;
      break;
    case Function::get:
      op.result = object.text ? text_number(history, *object.text) : kNoValue;
      break;
    case Function::put: object.text = history::word_of(history, op.argument).text; break;
    case Function::append:
      if (type == ObjectType::log) object.list.push_back(op.argument);
      if (type == ObjectType::kv) {
        object.text = object.text.value_or("") + history::word_of(history, op.argument).text;
      }
      break;
    case Function::add:
      if (type == ObjectType::counter) object.value = number + op.argument;
      if (type == ObjectType::set) {
        std::erase(object.list, op.argument);
        object.list.push_back(op.argument);
        std::sort(object.list.begin(), object.list.end());
      }
      break;
    case Function::remove: std::erase(object.list, op.argument); break;
    case Function::balance: op.result = object.value; break;
    case Function::deposit: object.value += op.argument; break;
    case Function::withdraw:
      op.accepted = object.value >= op.argument;
      if (op.accepted) object.value -= op.argument;
      break;
  }
}

namespace {

bool same_values(std::vector<Value> a, std::vector<Value> b, ObjectType type) {
  if (type == ObjectType::set) {
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
  }
  return a == b;
}

}  // namespace

bool explains(const History& history, const Options& options, PlainObject& object,
              const Operation& op) {
  History scratch;
  scratch.words = history.words;
  Operation told = op;
  const PlainObject before = object;
  perform(scratch, options.object, object, told);
  if (op.outcome == Outcome::unknown) return true;
  const bool failed_cas = op.function == Function::cas && op.outcome == Outcome::fail;
  const bool accepted = op.accepted && !failed_cas;
  if (told.accepted != accepted) return false;
  if (!history::is_read(op.function)) return true;
  const bool null = op.result == kNoValue && !op.results;
  if (null && options.null_read == NullRead::any) return true;
  if (null && options.object == ObjectType::counter) return before.value == kNoValue;
  if (told.results) {
    return same_values(op.results.value_or(std::vector<Value>{}), *told.results, options.object);
  }
  return op.result == told.result;
}

}  // namespace caplab::test
