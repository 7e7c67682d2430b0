// Reads the log; numbers are compared by their stamps, logs by their entries.
#include "web/knowledge.h"

#include <algorithm>

#include "engine/object/log.h"

namespace caplab::web {
namespace {

bool holds_entry(const object::Entries& entries, OpId op) {
  return std::any_of(entries.begin(), entries.end(),
                     [op](const object::LogEntry& entry) { return entry.op == op; });
}

bool has_write(const Knowledge& knowledge, const object::Version& version, OpId op) {
  if (const auto* entries = std::get_if<object::Entries>(&version.content)) {
    // A full log has dropped its oldest entries, and nobody misses those.
    return entries->size() >= object::kLogEntriesMax || holds_entry(*entries, op);
  }
  return version.stamp >= knowledge.stamps[index(op)];
}

bool seen_by(const Knowledge& knowledge, OpId op, NodeId node) {
  return op == kNoOp || knowledge.stored_at[index(op)].has(node);
}

}  // namespace

Knowledge knowledge_of(const Log& log) {
  Knowledge knowledge;
  knowledge.stored_at.resize(log.operations.size());
  knowledge.stamps.resize(log.operations.size());
  for (const Event& event : log.events) {
    if (event.kind != EventKind::stored || event.op == kNoOp) continue;
    knowledge.stored_at[index(event.op)].add(event.node);
    object::Stamp& stamp = knowledge.stamps[index(event.op)];
    if (stamp == object::Stamp{} || event.stamp < stamp) stamp = event.stamp;
  }
  return knowledge;
}

bool acknowledged(const System& system, const Operation& operation, Time before) {
  const object::Verb verb = system.operations[operation.operation].verb;
  return !object::is_read(verb) && operation.returned <= before &&
         operation.outcome == Outcome::ok && operation.answer.accepted;
}

bool misses_acknowledged(const Log& log, const System& system, const Knowledge& knowledge,
                         StoreId store, Key key, const object::Version& version, Time before) {
  return std::any_of(log.operations.begin(), log.operations.end(), [&](const Operation& operation) {
    return system.operations[operation.operation].store == store && operation.key == key &&
           acknowledged(system, operation, before) && !has_write(knowledge, version, operation.op);
  });
}

bool disagree(const Knowledge& knowledge, NodeId a, const object::Version& version_a, NodeId b,
              const object::Version& version_b) {
  const auto* entries_a = std::get_if<object::Entries>(&version_a.content);
  const auto* entries_b = std::get_if<object::Entries>(&version_b.content);
  if (entries_a && entries_b) {
    return !object::includes(*entries_a, *entries_b) && !object::includes(*entries_b, *entries_a);
  }
  return version_a.writer_op != version_b.writer_op &&
         !seen_by(knowledge, version_a.writer_op, b) && !seen_by(knowledge, version_b.writer_op, a);
}

}  // namespace caplab::web
