#include "tests/invariants_text.h"

#include <algorithm>

#include "tests/invariants_objects.h"

namespace caplab::test {

using object::Entries;
using object::LogEntry;
using object::Stamp;
using object::Version;

std::string text(const Stamp& stamp) {
  if (stamp == Stamp{}) return "none";
  return std::to_string(stamp.time.us) + "us/" + std::to_string(index(stamp.writer));
}

std::string text(const Operation& operation) {
  return "operation " + std::to_string(index(operation.op)) + " (" +
         std::string(object::name_of(operation.request.verb)) + " " +
         std::to_string(operation.request.amount) + ") showing " + text(operation.answer.shown);
}

const Entries* entries_of(const Version& version) { return std::get_if<Entries>(&version.content); }

// Of what is made of records, an operation that is so already is accepted and changes nothing.
bool changed_something(const Operation& operation) {
  const Version& shown = operation.answer.shown;
  if (std::holds_alternative<object::Records>(shown.content)) {
    return holds_record(shown, operation.op);
  }
  const bool accepted = operation.answer.accepted && !object::is_read(operation.request.verb);
  // Removing what is not there changes nothing, so nothing is written.
  const bool may_idle = operation.request.verb == object::Verb::remove;
  return accepted && (!may_idle || wrote(shown, operation.op));
}

bool shows_what_it_read(const Operation& operation) { return !changed_something(operation); }

bool wrote(const Version& version, OpId op) {
  if (const auto* siblings = std::get_if<object::Siblings>(&version.content)) {
    return std::any_of(siblings->begin(), siblings->end(),
                       [&](const object::Sibling& each) { return each.writer_op == op; });
  }
  if (std::holds_alternative<object::Records>(version.content)) return holds_record(version, op);
  const Entries* entries = entries_of(version);
  if (entries == nullptr) return version.writer_op == op;
  return std::any_of(entries->begin(), entries->end(),
                     [&](const LogEntry& entry) { return entry.op == op; });
}

std::string text_of(const Version& version) {
  std::string content;
  if (const Entries* entries = entries_of(version)) {
    for (const LogEntry& entry : *entries) {
      content += text(entry.stamp) + "=" + std::to_string(index(entry.op)) + " ";
    }
  } else if (const auto* records = std::get_if<object::Records>(&version.content)) {
    for (const object::Record& record : *records) {
      content += text(record.stamp) + "=" + std::string(object::name_of(record.verb)) + " " +
                 std::to_string(record.item) + " ";
    }
  } else if (const auto* siblings = std::get_if<object::Siblings>(&version.content)) {
    for (const object::Sibling& each : *siblings) content += std::to_string(each.value) + "|";
  } else {
    content = std::to_string(object::digest(version.content));
  }
  return "[" + text(version.stamp) + " by operation " + std::to_string(index(version.writer_op)) +
         ": " + content + "]";
}

bool has_moved(const Log& log, NodeId client) {
  return std::any_of(log.faults.begin(), log.faults.end(), [&](const TimedCommand& timed) {
    const Move* move = std::get_if<Move>(&timed.command);
    return move != nullptr && move->client == client;
  });
}

}  // namespace caplab::test
