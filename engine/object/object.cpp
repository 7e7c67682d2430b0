// Dispatch by type to the one file that knows it.
#include "engine/object/object.h"

#include "engine/base/ensure.h"
#include "engine/object/account.h"
#include "engine/object/crdt.h"
#include "engine/object/log.h"
#include "engine/object/permission.h"
#include "engine/object/records.h"
#include "engine/object/register.h"
#include "engine/object/siblings.h"

namespace caplab::object {
namespace {

// Two versions that unite are as late as the later of them.
bool advance(Version& mine, const Version& theirs) {
  if (theirs.stamp <= mine.stamp) return false;
  mine.stamp = theirs.stamp;
  mine.writer_op = theirs.writer_op;
  return true;
}

bool unite(Content& mine, const Content& theirs) {
  if (Entries* entries = std::get_if<Entries>(&mine)) {
    return LogUnion::unite(*entries, std::get<Entries>(theirs));
  }
  if (Records* records = std::get_if<Records>(&mine)) {
    return RecordUnion::unite(*records, std::get<Records>(theirs));
  }
  return merge_contents(mine, theirs);
}

}  // namespace

// Siblings are kept for no other purpose than to unite.
bool unites(const Content& content, Conflict conflict) {
  if (std::holds_alternative<Number>(content)) return false;
  return conflict != Conflict::last_write || std::holds_alternative<Siblings>(content);
}

Content empty_content(ObjectType type) {
  switch (type) {
    case ObjectType::reg:
    case ObjectType::account: return Number{0};
    case ObjectType::log: return Entries{};
    case ObjectType::counter: return PnCounter{};
    case ObjectType::set: return OrSet{};
    case ObjectType::text: return Rga{};
    case ObjectType::presence: return LwwMap{};
    case ObjectType::lock:
    case ObjectType::seat:
    case ObjectType::stock:
    case ObjectType::name:
    case ObjectType::auction:
    case ObjectType::permission:
    case ObjectType::matching:
    case ObjectType::payment:
    case ObjectType::effect: return Records{};
  }
  ENSURE(false);
}

Content emptied(const Content& content) {
  return std::visit(
      []<typename Own>(const Own&) -> Content {
        if constexpr (std::is_same_v<Own, Siblings>) return Number{0};
        return Own{};
      },
      content);
}

Content initial_content(ObjectType type, Number number, Conflict conflict) {
  if (type == ObjectType::reg && conflict == Conflict::siblings) return first_sibling(number);
  if (type == ObjectType::reg || type == ObjectType::account) return number;
  if (type == ObjectType::counter) return counter_from(number);
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
  const Number* number = std::get_if<Number>(&content);
  if (number == nullptr) return apply_crdt(content, request, stamp, op);
  const bool is_account = pays_in(request.verb) || pays_out(request.verb);
  return is_account ? apply_account(*number, request) : apply_register(*number, request);
}

Answer answer_to(const Request& request, const Version& shown) {
  const Records* records = std::get_if<Records>(&shown.content);
  if (request.verb != Verb::access || records == nullptr) return {true, shown};
  return {may_access(*records, request.item), shown};
}

bool merge(Version& mine, const Version& theirs, Conflict conflict) {
  if (std::holds_alternative<Siblings>(mine.content)) return unite_siblings(mine, theirs);
  if (unites(mine.content, conflict)) {
    const bool changed = unite(mine.content, theirs.content);
    return advance(mine, theirs) || changed;
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
  if (const Records* records = std::get_if<Records>(&mine.content)) {
    return RecordUnion::includes(*records, std::get<Records>(theirs.content));
  }
  if (const Siblings* siblings = std::get_if<Siblings>(&mine.content)) {
    return includes_siblings(*siblings, std::get<Siblings>(theirs.content));
  }
  return covers_content(mine.content, theirs.content);
}

std::int64_t digest(const Content& content) {
  if (const Number* number = std::get_if<Number>(&content)) return *number;
  if (const Entries* entries = std::get_if<Entries>(&content)) return digest_entries(*entries);
  if (const Records* records = std::get_if<Records>(&content)) return digest_records(*records);
  if (const Siblings* siblings = std::get_if<Siblings>(&content)) return digest_siblings(*siblings);
  return digest_crdt(content);
}

std::vector<Number> values_of(const Content& content) {
  if (const Number* number = std::get_if<Number>(&content)) return {*number};
  std::vector<Number> values;
  if (const Entries* entries = std::get_if<Entries>(&content)) {
    for (const LogEntry& entry : *entries) values.push_back(entry.value);
  } else if (const Siblings* siblings = std::get_if<Siblings>(&content)) {
    for (const Sibling& sibling : *siblings) values.push_back(sibling.value);
  } else if (const OrSet* set = std::get_if<OrSet>(&content)) {
    return values_of(*set);
  } else if (const std::optional<Number> number = number_of(content)) {
    values.push_back(*number);
  }
  return values;
}

std::optional<Number> number_of(const Content& content) {
  if (const Number* number = std::get_if<Number>(&content)) return *number;
  if (const PnCounter* counter = std::get_if<PnCounter>(&content)) return total_of(*counter);
  if (const Siblings* siblings = std::get_if<Siblings>(&content)) return latest_of(*siblings).value;
  return std::nullopt;
}

}  // namespace caplab::object
