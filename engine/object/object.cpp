// Dispatch by type to the one file that knows it.
#include "engine/object/object.h"

#include "engine/base/ensure.h"
#include "engine/object/account.h"
#include "engine/object/crdt.h"
#include "engine/object/log.h"
#include "engine/object/register.h"
#include "engine/object/siblings.h"

namespace caplab::object {

namespace {

bool is_number_or_log(const Content& content) {
  return std::holds_alternative<Number>(content) || std::holds_alternative<Entries>(content);
}

// Two versions that unite are as late as the later of them.
bool advance(Version& mine, const Version& theirs) {
  if (theirs.stamp <= mine.stamp) return false;
  mine.stamp = theirs.stamp;
  mine.writer_op = theirs.writer_op;
  return true;
}

}  // namespace

bool fits(ObjectType type, Verb verb) {
  switch (verb) {
    case Verb::read: return type != ObjectType::account;
    case Verb::write:
    case Verb::resolve:
    case Verb::compare_and_set: return type == ObjectType::reg;
    case Verb::balance:
    case Verb::deposit:
    case Verb::withdraw: return type == ObjectType::account;
    case Verb::append: return type == ObjectType::log;
    case Verb::add: return type == ObjectType::counter || type == ObjectType::set;
    case Verb::remove: return type == ObjectType::set;
    case Verb::insert:
    case Verb::erase: return type == ObjectType::text;
    case Verb::move: return type == ObjectType::presence;
  }
  return false;
}

bool is_read(Verb verb) { return verb == Verb::read || verb == Verb::balance; }

bool is_guarded(Verb verb) { return !is_read(verb) && verb != Verb::write && verb != Verb::append; }

bool is_blind(Verb verb) { return !is_read(verb) && !is_guarded(verb); }

Content empty_content(ObjectType type) {
  switch (type) {
    case ObjectType::reg:
    case ObjectType::account: return Number{0};
    case ObjectType::log: return Entries{};
    case ObjectType::counter: return PnCounter{};
    case ObjectType::set: return OrSet{};
    case ObjectType::text: return Rga{};
    case ObjectType::presence: return LwwMap{};
  }
  ENSURE(false);
}

Effect apply(const Content& content, const Request& request, Stamp stamp, OpId op) {
  if (is_read(request.verb)) return {true, false, content};
  if (!is_number_or_log(content)) return apply_crdt(content, request, stamp, op);
  switch (request.verb) {
    case Verb::write:
    case Verb::resolve:
    case Verb::compare_and_set: return apply_register(std::get<Number>(content), request);
    case Verb::deposit:
    case Verb::withdraw: return apply_account(std::get<Number>(content), request);
    case Verb::append: return append_entry(std::get<Entries>(content), {stamp, request.amount, op});
    case Verb::read:
    case Verb::balance:
    case Verb::add:
    case Verb::remove:
    case Verb::insert:
    case Verb::erase:
    case Verb::move: break;
  }
  ENSURE(false);
}

bool merge(Version& mine, const Version& theirs) {
  if (std::holds_alternative<Entries>(mine.content)) return unite(mine, theirs);
  if (std::holds_alternative<Siblings>(mine.content)) return unite_siblings(mine, theirs);
  if (!std::holds_alternative<Number>(mine.content)) {
    const bool changed = merge_contents(mine.content, theirs.content);
    return advance(mine, theirs) || changed;
  }
  if (theirs.stamp <= mine.stamp) return false;
  mine = theirs;
  return true;
}

bool covers(const Version& mine, const Version& theirs) {
  if (mine.stamp < theirs.stamp) return false;
  if (std::holds_alternative<Number>(mine.content)) return true;
  if (const Entries* entries = std::get_if<Entries>(&mine.content)) {
    return includes(*entries, std::get<Entries>(theirs.content));
  }
  if (const Siblings* siblings = std::get_if<Siblings>(&mine.content)) {
    return includes_siblings(*siblings, std::get<Siblings>(theirs.content));
  }
  return covers_content(mine.content, theirs.content);
}

std::int64_t digest(const Content& content) {
  if (const Number* number = std::get_if<Number>(&content)) return *number;
  if (const Entries* entries = std::get_if<Entries>(&content)) return digest_entries(*entries);
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

std::string_view name_of(ObjectType type) {
  switch (type) {
    case ObjectType::reg: return "register";
    case ObjectType::account: return "account";
    case ObjectType::log: return "log";
    case ObjectType::counter: return "counter";
    case ObjectType::set: return "set";
    case ObjectType::text: return "text";
    case ObjectType::presence: return "presence";
  }
  return "";
}

std::string_view name_of(Verb verb) {
  switch (verb) {
    case Verb::read: return "read";
    case Verb::write: return "write";
    case Verb::compare_and_set: return "compare_and_set";
    case Verb::balance: return "balance";
    case Verb::deposit: return "deposit";
    case Verb::withdraw: return "withdraw";
    case Verb::append: return "append";
    case Verb::add: return "add";
    case Verb::remove: return "remove";
    case Verb::insert: return "insert";
    case Verb::erase: return "delete";
    case Verb::move: return "move";
    case Verb::resolve: return "resolve";
  }
  return "";
}

}  // namespace caplab::object
