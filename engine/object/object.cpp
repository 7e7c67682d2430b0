// Dispatch by type to the one file that knows it.
#include "engine/object/object.h"

#include "engine/object/account.h"
#include "engine/object/log.h"
#include "engine/object/records.h"
#include "engine/object/register.h"

namespace caplab::object {
namespace {

void take_later_stamp(Version& mine, const Version& theirs) {
  mine.stamp = theirs.stamp;
  mine.writer_op = theirs.writer_op;
}

bool unites(const Content& content, Conflict conflict) {
  return conflict != Conflict::last_write && !std::holds_alternative<Number>(content);
}

bool unite(Content& mine, const Content& theirs) {
  if (Entries* entries = std::get_if<Entries>(&mine)) {
    return LogUnion::unite(*entries, std::get<Entries>(theirs));
  }
  return RecordUnion::unite(std::get<Records>(mine), std::get<Records>(theirs));
}

}  // namespace

Content empty_content(ObjectType type) {
  if (type == ObjectType::reg || type == ObjectType::account) return Number{0};
  if (type == ObjectType::log) return Entries{};
  return Records{};
}

Content emptied(const Content& content) {
  if (std::holds_alternative<Entries>(content)) return Entries{};
  if (std::holds_alternative<Records>(content)) return Records{};
  return Number{0};
}

Content initial_content(ObjectType type, Number number) {
  if (type == ObjectType::reg || type == ObjectType::account) return number;
  if (type != ObjectType::stock) return empty_content(type);
  Record there;
  there.verb = Verb::restock;
  there.amount = number;
  return Records{there};
}

Effect apply(const Content& content, const Request& request, Stamp stamp, OpId op) {
  if (words_of(request.verb).way == Way::reads) return {true, false, content};
  if (const Records* records = std::get_if<Records>(&content)) {
    return apply_record(*records, request, stamp, op);
  }
  if (const Entries* entries = std::get_if<Entries>(&content)) {
    return append_entry(*entries, {stamp, request.amount, op, request.item});
  }
  const Number number = std::get<Number>(content);
  const bool is_register = request.verb == Verb::write || request.verb == Verb::compare_and_set;
  return is_register ? apply_register(number, request) : apply_account(number, request);
}

bool merge(Version& mine, const Version& theirs, Conflict conflict) {
  if (unites(mine.content, conflict)) {
    const bool changed = unite(mine.content, theirs.content);
    if (theirs.stamp <= mine.stamp) return changed;
    take_later_stamp(mine, theirs);
    return true;
  }
  if (theirs.stamp <= mine.stamp) return false;
  mine = theirs;
  return true;
}

bool covers(const Version& mine, const Version& theirs, Conflict conflict) {
  if (mine.stamp < theirs.stamp) return false;
  if (!unites(mine.content, conflict)) return true;
  if (const Entries* entries = std::get_if<Entries>(&mine.content)) {
    return LogUnion::includes(*entries, std::get<Entries>(theirs.content));
  }
  return RecordUnion::includes(std::get<Records>(mine.content), std::get<Records>(theirs.content));
}

std::int64_t digest(const Content& content) {
  if (const Number* number = std::get_if<Number>(&content)) return *number;
  if (const Entries* entries = std::get_if<Entries>(&content)) return digest_entries(*entries);
  return digest_records(std::get<Records>(content));
}

}  // namespace caplab::object
