#include "engine/object/verb_words.h"

#include <array>

#include "engine/base/text.h"

namespace caplab::object {
namespace {

using enum ObjectType;

constexpr TypeSet kShown =
    only(reg) | only(log) | only(counter) | only(set) | only(text) | only(presence);
constexpr TypeSet kHeld = only(seat) | only(stock) | only(name);
constexpr TypeSet kRecorded = only(lock) | kHeld | only(auction) | only(permission) |
                              only(matching) | only(payment) | only(effect);

constexpr std::string_view kBare = "{name}";
constexpr std::string_view kAmount = "{name} {amount}";
constexpr std::string_view kItem = "{name} {item}";
constexpr std::string_view kFor = "{name} {amount} for {item}";

// By verb, in its order: verb, name, types, way, takes item, takes amount, phrase, done.
constexpr std::array kVerbs{std::to_array<VerbWords>({
    {Verb::read, "read", kShown, Way::reads, false, false, kBare, "shown"},
    {Verb::write, "write", only(reg), Way::blind, false, true, kAmount, "written"},
    {Verb::compare_and_set, "compare_and_set", only(reg), Way::guards, false, true, kAmount,
     "replaced"},
    {Verb::balance, "balance", only(account), Way::reads, false, false, kBare, "shown"},
    {Verb::deposit, "deposit", only(account), Way::guards, false, true, kAmount, "paid in"},
    {Verb::withdraw, "withdraw", only(account), Way::guards, false, true, kAmount, "paid"},
    {Verb::append, "append", only(log), Way::blind, false, true, kAmount, "entered"},
    {Verb::add, "add", only(counter) | only(set), Way::guards, false, true, kAmount, "added"},
    {Verb::remove, "remove", only(set), Way::guards, false, true, kAmount, "removed"},
    {Verb::insert, "insert", only(text), Way::guards, false, true, kAmount, "typed"},
    {Verb::erase, "delete", only(text), Way::guards, false, true, kAmount, "deleted"},
    {Verb::move, "move", only(presence), Way::guards, false, true, kAmount, "moved"},
    {Verb::resolve, "resolve", only(reg), Way::guards, false, true, kAmount, "resolved"},
    {Verb::transfer, "transfer", only(account), Way::guards, true, true,
     "{name} {amount} to {item}", "taken off"},
    {Verb::transfer_in, "transfer_in", 0, Way::guards, true, true,
     "{name} {amount}, coming from {item}", "credited"},
    {Verb::reply, "reply", only(log), Way::blind, true, true, "{name} {amount} to {item}",
     "entered"},
    {Verb::look, "look", kRecorded, Way::reads, false, false, kBare, "shown"},
    {Verb::acquire, "acquire", only(lock), Way::guards, false, true, kBare, "acquired"},
    {Verb::release, "release", only(lock) | kHeld, Way::guards, true, false, kItem, "released"},
    {Verb::work, "work", only(lock), Way::guards, false, false, kBare, "done"},
    {Verb::work_unchecked, "work_unchecked", only(lock), Way::guards, false, false, kBare, "done"},
    {Verb::reserve, "reserve", kHeld, Way::guards, true, false, kItem, "reserved"},
    {Verb::restock, "restock", only(stock), Way::blind, true, true, kFor, "put there"},
    {Verb::bid, "bid", only(auction), Way::guards, true, true, kFor, "the highest bid"},
    {Verb::award, "award", only(auction), Way::guards, true, false, kItem, "awarded"},
    {Verb::grant, "grant", only(permission), Way::blind, true, false, kItem, "granted"},
    {Verb::revoke, "revoke", only(permission), Way::blind, true, false, kItem, "revoked"},
    {Verb::access, "access", only(permission), Way::judges, true, false, kItem, "let in"},
    {Verb::request, "request", only(matching), Way::guards, true, true,
     "{name} {item} in region {amount}", "requested"},
    {Verb::match, "match", only(matching), Way::guards, true, true,
     "{name} {item} with driver {amount}", "matched"},
    {Verb::en_route, "en_route", only(matching), Way::guards, true, false, kItem, "on the way"},
    {Verb::start, "start", only(matching), Way::guards, true, false, kItem, "in progress"},
    {Verb::finish, "finish", only(matching), Way::guards, true, false, kItem, "finished"},
    {Verb::cancel, "cancel", only(matching), Way::guards, true, false, kItem, "cancelled"},
    {Verb::place, "place", only(matching), Way::blind, true, true,
     "{name} driver {number} in region {amount}", "known"},
    {Verb::authorise, "authorise", only(payment), Way::guards, true, true, kFor, "authorised"},
    {Verb::charge, "charge", only(payment), Way::guards, true, true, kFor, "charged"},
    {Verb::refund, "refund", only(payment), Way::guards, true, true, kFor, "paid back"},
    {Verb::email, "email", only(effect), Way::blind, true, false, kItem, "sent"},
    {Verb::webhook, "webhook", only(effect), Way::blind, true, false, kItem, "called"},
    {Verb::ship, "ship", only(effect), Way::blind, true, false, kItem, "shipped"},
})};

constexpr bool every_verb_has_its_row() {
  for (std::size_t i = 0; i < kVerbs.size(); ++i) {
    if (static_cast<std::size_t>(kVerbs[i].verb) != i) return false;
  }
  return static_cast<std::size_t>(Verb::ship) + 1 == kVerbs.size();
}
static_assert(every_verb_has_its_row());

// By type, in its order.
constexpr std::array kTypes{std::to_array<TypeWords>({
    {reg, "register", ""},
    {account, "account", "account"},
    {log, "log", "post"},
    {counter, "counter", ""},
    {set, "set", ""},
    {text, "text", ""},
    {presence, "presence", ""},
    {lock, "lock", ""},
    {seat, "seat", "seat"},
    {stock, "stock", "article"},
    {name, "name", "name"},
    {auction, "auction", "lot"},
    {permission, "permission", "person"},
    {matching, "matching", "trip"},
    {payment, "payment", "trip"},
    {effect, "effect", "order"},
})};

constexpr bool every_type_has_its_row() {
  for (std::size_t i = 0; i < kTypes.size(); ++i) {
    if (static_cast<std::size_t>(kTypes[i].type) != i) return false;
  }
  return static_cast<std::size_t>(effect) + 1 == kTypes.size();
}
static_assert(every_type_has_its_row());

}  // namespace

const VerbWords& words_of(Verb verb) { return kVerbs[static_cast<std::size_t>(verb)]; }

const TypeWords& words_of(ObjectType type) { return kTypes[static_cast<std::size_t>(type)]; }

std::vector<ObjectType> all_types() {
  std::vector<ObjectType> types;
  for (const TypeWords& words : kTypes) types.push_back(words.type);
  return types;
}

std::vector<Verb> verbs_of(ObjectType type) {
  std::vector<Verb> verbs;
  for (const VerbWords& words : kVerbs) {
    if (fits(type, words.verb)) verbs.push_back(words.verb);
  }
  return verbs;
}

// A number does not know who wrote it, and where nothing excludes anything else, as in a log or a
// set, no policy could choose: there it would be a word without a meaning.
std::vector<Conflict> conflicts_of(ObjectType type) {
  using enum Conflict;
  constexpr TypeSet kExcluding =
      only(lock) | kHeld | only(auction) | only(matching) | only(payment);
  if (type == reg) return {last_write, siblings};
  if (type == account) return {last_write};
  if ((kExcluding & only(type)) == 0) return {last_write, unite};
  return {last_write, unite, first, last, random, earliest, siblings};
}

std::string item_text(ObjectType type, std::int64_t item, const Nouns& nouns) {
  const std::string number = std::to_string(item);
  const std::string word = nouns.item.empty() ? std::string(words_of(type).item) : nouns.item;
  if (word.find("{number}") != std::string::npos) return fill(word, {{"number", number}});
  // Calls that name none are about the only one there is; accounts are counted from 0.
  if (item == 0 && type != ObjectType::account && !word.empty()) return "the " + word;
  return (word.empty() ? "" : word + " ") + number;
}

std::string amount_text(std::int64_t amount, const Nouns& nouns) {
  if (nouns.money.empty()) return std::to_string(amount);
  const bool owed = amount < 0;
  return (owed ? "-" : "") +
         fill(nouns.money, {{"amount", std::to_string(owed ? -amount : amount)}});
}

std::string request_text(std::string_view word, ObjectType type, const Request& request,
                         const Nouns& nouns) {
  const VerbWords& words = words_of(request.verb);
  const bool has_items = !words_of(type).item.empty();
  const bool only_one = has_items && words.takes_item && !words.takes_amount && request.item == 0;
  const bool whole = only_one || (request.verb == Verb::release && !has_items);
  const bool letter = request.verb == Verb::insert && request.amount > ' ' && request.amount < 127;
  return fill(whole ? kBare : words.phrase,
              {{"name", std::string(word)},
               {"item", item_text(type, request.item, nouns)},
               {"number", std::to_string(request.item)},
               {"amount", letter ? std::string(1, static_cast<char>(request.amount))
                                 : amount_text(request.amount, nouns)}});
}

bool fits(ObjectType type, Verb verb) { return (words_of(verb).types & only(type)) != 0; }

bool is_read(Verb verb) {
  return words_of(verb).way == Way::reads || words_of(verb).way == Way::judges;
}

bool is_guarded(Verb verb) {
  return words_of(verb).way == Way::guards || words_of(verb).way == Way::judges;
}

bool pays_out(Verb verb) { return verb == Verb::withdraw || verb == Verb::transfer; }

bool pays_in(Verb verb) { return verb == Verb::deposit || verb == Verb::transfer_in; }

bool enters(Verb verb) { return verb == Verb::append || verb == Verb::reply; }

bool is_blind(Verb verb, Conflict conflict) {
  const bool replaces = verb == Verb::write;
  return words_of(verb).way == Way::blind && (replaces || conflict != Conflict::last_write);
}

std::string_view name_of(ObjectType type) { return words_of(type).name; }

std::string_view name_of(Verb verb) { return words_of(verb).name; }

std::string_view name_of(Conflict conflict) {
  switch (conflict) {
    case Conflict::natural: return "natural";
    case Conflict::last_write: return "last-write";
    case Conflict::unite: return "unite";
    case Conflict::first: return "first";
    case Conflict::last: return "last";
    case Conflict::random: return "random";
    case Conflict::earliest: return "earliest";
    case Conflict::siblings: return "siblings";
  }
  return "";
}

}  // namespace caplab::object
