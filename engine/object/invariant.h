// What hurts people when it breaks, as sentences: from what clients were told, and from what
// replicas hold once they agree. Pure functions; they know no protocol.
//
// They speak only of what is certain. An operation of unknown outcome counts in favour of the
// system: it may have put money in, or given a seat back.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/object/verb_words.h"

namespace caplab::object {

enum class Rule : std::uint8_t {
  one_customer,     // an item is confirmed to no more customers than there are of it
  highest_bid,      // a lot goes to the highest bid that was confirmed before
  one_holder,       // never two holders whose work is both accepted
  no_access,        // no access after an acknowledged revoke
  paid_within,      // money paid out never exceeds money put in
  transfer_whole,   // what left one account comes to the other
  books_add_up,     // accounts hold what was acknowledged, when all is quiet
  reply_with_post,  // a reply is not seen without its post
  entry_kept,       // acknowledged entries are not lost
  one_rider,        // a driver has one rider
  one_driver,       // a trip has one driver
  rider_kept,       // a rider is not dropped
  charged_once,     // a trip is charged once …
  charged_at_all,   // … and a finished one is charged
  effect_stands,    // what went out into the world still holds
  sum_adds_up,      // a counter is the sum of the acknowledged additions, when all is quiet
  item_kept,        // what was put into a set is there, unless somebody took it out …
  item_gone,        // … and what was taken out is not, unless somebody put it in again
  keystroke_kept,   // no acknowledged keystroke is lost
};

struct RuleWords {
  Rule rule = Rule::one_customer;
  std::string_view name;   // "one-customer"
  bool reversible = true;  // whether somebody can be compensated so that it is as if it held
};
const RuleWords& words_of(Rule rule);
std::span<const Rule> all_rules();

// Whether the rule speaks of objects of this type.
bool concerns(Rule rule, ObjectType type);

// One operation as its client saw it.
struct Told {
  OpId op = kNoOp;
  Key key{0};
  Request request;
  Time called;
  Time returned = kNever;  // stays so where it is not certain
  bool certain = true;     // false: it may take effect or not, its answer says nothing
  Answer answer;
  bool operator==(const Told&) const = default;
};

// All that is known about one store.
struct Evidence {
  ObjectType type = ObjectType::seat;
  std::span<const Told> told;          // without what is known not to have happened; by call
  std::span<const Content> settled;    // by key, what all replicas hold; empty while they differ
  std::span<const std::string> names;  // of clients and replicas, by NodeId
  Number initial = 0;                  // what each account, or a stock's item 0, began with
  Nouns nouns = {};                    // for the sentences
};

struct Breach {
  Rule rule = Rule::one_customer;
  std::string sentence;  // "seat 12 was confirmed to ana and ben"
  Key key{0};
  std::int32_t item = 0;
  std::vector<OpId> ops;          // those that cannot all be right, by call
  std::vector<OpId> rivals = {};  // what they are wrong beside; of these none is at fault
  std::int64_t room = 1;          // how many of them can
  Number amount = 0;              // of money, where it is about money
  bool operator==(const Breach&) const = default;
};

std::vector<Breach> find_breaches(const Evidence& evidence);

// Finished trips that nobody was charged for; rides and payments are stores of their own.
std::vector<Breach> find_uncharged(const Evidence& payments, std::span<const Told> rides);

}  // namespace caplab::object
