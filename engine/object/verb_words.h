// What can be asked of which type, and in which words: one row a verb, one row a type.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/object/object.h"

namespace caplab::object {

using TypeSet = std::uint32_t;  // one bit a type
constexpr TypeSet only(ObjectType type) { return TypeSet{1} << static_cast<unsigned>(type); }

// What a verb does before it is answered.
enum class Way : std::uint8_t {
  reads,   // shows what is there
  judges,  // shows it, and says no where it must: changes nothing
  blind,   // writes without a look
  guards,  // looks, decides, writes
};

struct VerbWords {
  Verb verb = Verb::read;
  std::string_view name;  // "compare_and_set": in lesson files
  TypeSet types = 0;
  Way way = Way::reads;
  bool takes_item = false;
  bool takes_amount = false;
  // A call as a sentence has it. {name} is the lesson's own word, {item} "seat 12", {amount} a
  // number.
  std::string_view phrase;
  std::string_view done;  // what somebody is told who had his way: "reserved"
};

const VerbWords& words_of(Verb verb);

struct TypeWords {
  ObjectType type = ObjectType::reg;
  std::string_view name;  // "register": in lesson files
  std::string_view item;  // "seat": what its items are; empty where there are none
};

const TypeWords& words_of(ObjectType type);

std::vector<ObjectType> all_types();
std::vector<Verb> verbs_of(ObjectType type);
std::vector<Conflict> conflicts_of(ObjectType type);  // the policies that mean something for it

// What a sentence calls the items and the numbers of one object.
struct Nouns {
  std::string item;   // "place", "chair {number}", as within a sentence; empty: as its type has it
  std::string money;  // "€{amount}"; empty: its numbers are no money
  bool operator==(const Nouns&) const = default;
};

// "reserve seat 12", "withdraw 80", under the lesson's own name for it.
std::string request_text(std::string_view name, ObjectType type, const Request& request,
                         const Nouns& nouns = {});

// "seat 12".
std::string item_text(ObjectType type, std::int64_t item, const Nouns& nouns = {});

// "€80"; "80" where the numbers are no money.
std::string amount_text(std::int64_t amount, const Nouns& nouns);

}  // namespace caplab::object
