// One switch over the functions for each kind of phrase.
#include "engine/check/phrases.h"

#include "engine/base/text.h"

namespace caplab::check {
namespace {

using history::Function;
using history::History;
using history::Operation;
using history::Outcome;

constexpr std::size_t kFoundMax = 3;  // contents named in a sentence

// " to x", or nothing where objects have no names.
std::string at_key(const History& history, const Operation& op, const std::string& preposition) {
  if (history.key_names.empty()) return "";
  return " " + preposition + " " + history.key_names[static_cast<std::size_t>(op.key)].text;
}

bool was_refused(const Operation& op) { return !op.accepted || op.outcome == Outcome::fail; }

std::string cas_deed(const History& history, const Operation& op) {
  const std::string expected = value_text(history, op.argument);
  if (was_refused(op)) return "did not find " + expected + at_key(history, op, "in");
  return "changed " + expected + " to " + value_text(history, op.argument2) +
         at_key(history, op, "in");
}

}  // namespace

std::string object_text(const History& history, const Options& options, const Operation& op) {
  const bool kv = options.object == history::ObjectType::kv;
  const std::string type = kv ? "key" : std::string(name_of(options.object));
  if (history.key_names.empty()) return "the " + type;
  return type + " " + history.key_names[static_cast<std::size_t>(op.key)].text;
}

std::string result_text(const History& history, const Operation& op) {
  if (!op.results) return value_text(history, op.result);
  std::vector<std::string> texts;
  for (const history::Value value : *op.results) texts.push_back(value_text(history, value));
  return "[" + join(texts, ", ") + "]";
}

std::string claim_text(const History& history, const Operation& op) {
  const std::string process = process_text(op);
  const std::string argument = value_text(history, op.argument);
  switch (op.function) {
    case Function::cas:
      return process + "'s compare-and-set " +
             (op.accepted && op.outcome == Outcome::ok ? "found " : "did not find ") + argument;
    case Function::withdraw:
      return process + (op.accepted ? " was paid " : " was declined ") + argument;
    case Function::read:
    case Function::write:
    case Function::get:
    case Function::put:
    case Function::append:
    case Function::add:
    case Function::remove:
    case Function::balance:
    case Function::deposit: return process + " read " + result_text(history, op);
  }
  return "";
}

std::string process_text(const Operation& op) { return "process " + std::to_string(op.process); }

std::string deed_text(const History& history, const Operation& op) {
  const std::string argument = value_text(history, op.argument);
  switch (op.function) {
    case Function::read:
    case Function::get: return "read " + result_text(history, op) + at_key(history, op, "from");
    case Function::balance:
      return "read the balance " + result_text(history, op) + at_key(history, op, "of");
    case Function::write: return "wrote " + argument + at_key(history, op, "to");
    case Function::put: return "put " + argument + at_key(history, op, "in");
    case Function::append: return "appended " + argument + at_key(history, op, "to");
    case Function::add: return "added " + argument + at_key(history, op, "to");
    case Function::remove: return "removed " + argument + at_key(history, op, "from");
    case Function::deposit: return "deposited " + argument + at_key(history, op, "to");
    case Function::cas: return cas_deed(history, op);
    case Function::withdraw:
      return (op.accepted ? "was paid " : "was declined ") + argument + at_key(history, op, "from");
  }
  return "";
}

std::string noun_text(const History& history, const Operation& op) {
  const std::string owner = process_text(op) + "'s ";
  const std::string argument = value_text(history, op.argument);
  switch (op.function) {
    case Function::read:
    case Function::get:
      return owner + "read of " + result_text(history, op) + at_key(history, op, "from");
    case Function::balance:
      return owner + "read of the balance " + result_text(history, op) + at_key(history, op, "of");
    case Function::write: return owner + "write of " + argument + at_key(history, op, "to");
    case Function::put: return owner + "put of " + argument + at_key(history, op, "in");
    case Function::append: return owner + "append of " + argument + at_key(history, op, "to");
    case Function::add: return owner + "add of " + argument + at_key(history, op, "to");
    case Function::remove: return owner + "removal of " + argument + at_key(history, op, "from");
    case Function::deposit: return owner + "deposit of " + argument + at_key(history, op, "to");
    case Function::cas:
      return owner + (was_refused(op) ? "refused change from " : "change from ") + argument +
             " to " + value_text(history, op.argument2) + at_key(history, op, "in");
    case Function::withdraw:
      return owner + (op.accepted ? "withdrawal of " : "declined withdrawal of ") + argument +
             at_key(history, op, "from");
  }
  return "";
}

std::string found_text(const std::vector<std::string>& found) {
  if (found.size() > kFoundMax) {
    const std::vector<std::string> some(found.begin(), found.begin() + kFoundMax);
    return join(some, ", ") + " or something else";
  }
  return join(found, " or ");
}

}  // namespace caplab::check
