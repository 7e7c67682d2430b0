// Dispatch by type to the one file that knows it.
#include "engine/object/object.h"

#include "engine/base/ensure.h"
#include "engine/object/account.h"
#include "engine/object/log.h"
#include "engine/object/register.h"
#include "engine/object/siblings.h"

namespace caplab::object {

bool fits(ObjectType type, Verb verb) {
  switch (verb) {
    case Verb::read: return type == ObjectType::reg || type == ObjectType::log;
    case Verb::write:
    case Verb::compare_and_set: return type == ObjectType::reg;
    case Verb::balance:
    case Verb::deposit:
    case Verb::withdraw: return type == ObjectType::account;
    case Verb::append: return type == ObjectType::log;
  }
  return false;
}

bool is_read(Verb verb) { return verb == Verb::read || verb == Verb::balance; }

bool is_guarded(Verb verb) {
  return verb == Verb::compare_and_set || verb == Verb::deposit || verb == Verb::withdraw;
}

bool is_blind(Verb verb) { return !is_read(verb) && !is_guarded(verb); }

Content empty_content(ObjectType type) {
  if (type == ObjectType::log) return Entries{};
  return Number{0};
}

Effect apply(const Content& content, const Request& request, Stamp stamp, OpId op) {
  switch (request.verb) {
    case Verb::read:
    case Verb::balance: return {true, false, content};
    case Verb::write:
    case Verb::compare_and_set: return apply_register(std::get<Number>(content), request);
    case Verb::deposit:
    case Verb::withdraw: return apply_account(std::get<Number>(content), request);
    case Verb::append: return append_entry(std::get<Entries>(content), {stamp, request.amount, op});
  }
  ENSURE(false);
}

Number number_in(const Content& content) {
  if (const Siblings* siblings = std::get_if<Siblings>(&content)) {
    return latest_of(*siblings).value;
  }
  return std::get<Number>(content);
}

bool merge(Version& mine, const Version& theirs) {
  if (std::holds_alternative<Entries>(mine.content)) return unite(mine, theirs);
  if (std::holds_alternative<Siblings>(mine.content)) return unite_siblings(mine, theirs);
  if (theirs.stamp <= mine.stamp) return false;
  mine = theirs;
  return true;
}

bool covers(const Version& mine, const Version& theirs) {
  if (mine.stamp < theirs.stamp) return false;
  if (const Entries* entries = std::get_if<Entries>(&mine.content)) {
    return includes(*entries, std::get<Entries>(theirs.content));
  }
  const Siblings* siblings = std::get_if<Siblings>(&mine.content);
  return siblings == nullptr || includes_siblings(*siblings, std::get<Siblings>(theirs.content));
}

std::int64_t digest(const Content& content) {
  if (const Number* number = std::get_if<Number>(&content)) return *number;
  if (const Siblings* siblings = std::get_if<Siblings>(&content)) return digest_siblings(*siblings);
  return digest_entries(std::get<Entries>(content));
}

std::string_view name_of(ObjectType type) {
  switch (type) {
    case ObjectType::reg: return "register";
    case ObjectType::account: return "account";
    case ObjectType::log: return "log";
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
  }
  return "";
}

}  // namespace caplab::object
