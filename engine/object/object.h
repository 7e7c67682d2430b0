// The typed things that replicas hold: what a client may ask of them, what that does, and how two
// versions merge. One meaning of each operation serves the protocols and the checkers alike.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/ids.h"
#include "engine/base/time.h"
#include "engine/object/lww_map.h"
#include "engine/object/or_set.h"
#include "engine/object/pn_counter.h"
#include "engine/object/rga.h"
#include "engine/object/vector_clock.h"

namespace caplab::object {

enum class ObjectType : std::uint8_t { reg, account, log, counter, set, text, presence };

// What can be asked; which verbs fit which type is told by `fits`.
enum class Verb : std::uint8_t {
  read,             // register, log, counter, set, text, presence
  write,            // register: amount = the new value
  compare_and_set,  // register: expected -> amount
  balance,          // account
  deposit,          // account: amount
  withdraw,         // account: amount; declined where the balance does not cover it
  append,           // log: amount = the entry's value
  add,              // counter: amount, also below zero; set: amount = the element
  remove,           // set: amount = the element
  insert,           // text: amount = the character's code; expected = where it stands then, from 1,
                    // or 0 for right after what the writer typed last
  erase,            // text: amount = where, from 1, or 0 for what the writer typed last
  move,             // presence: amount = where; expected = whose cursor, or 0 for the writer's own
  resolve,          // register: amount = the value instead of all that are in conflict
};

struct Request {
  Verb verb = Verb::read;
  std::int64_t amount = 0;
  std::int64_t expected = 0;
  bool operator==(const Request&) const = default;
};

// A version's place in the order that last-write-wins keeps: the writer's own clock, then its
// number. Clocks are skewed, so this is not the order in which things happened.
// The default is older than any: what was there at the start.
struct Stamp {
  LocalTime time{INT64_MIN};
  NodeId writer = kNobody;
  auto operator<=>(const Stamp&) const = default;
};

struct LogEntry {
  Stamp stamp;
  std::int64_t value = 0;
  OpId op = kNoOp;  // the append that made it
  auto operator<=>(const LogEntry&) const = default;
};

// A log keeps its newest entries, as a statement shows "the last 30".
inline constexpr std::size_t kLogEntriesMax = 30;

using Number = std::int64_t;            // register, account
using Entries = std::vector<LogEntry>;  // log, sorted by stamp
// One of several values that were written without knowledge of each other; see siblings.h.
struct Sibling {
  Dot dot;           // names the write
  VectorClock past;  // what its writer had read, and replaced
  Stamp stamp;
  OpId writer_op = kNoOp;
  Number value = 0;
  bool operator==(const Sibling&) const = default;
};
using Siblings = std::vector<Sibling>;  // register that keeps them, sorted by dot, never empty

using Content = std::variant<Number, Entries, PnCounter, OrSet, Rga, LwwMap, Siblings>;

struct Version {
  Stamp stamp;
  OpId writer_op = kNoOp;  // the operation that wrote it; kNoOp for what was there at the start
  Content content;
  bool operator==(const Version&) const = default;
};

// What a client is told.
struct Answer {
  bool accepted = true;  // false: declined (withdraw) or mismatched (compare_and_set), truthfully
  Version shown;         // what a read saw; its stamp is the "as of"
  std::uint32_t conflicts = 0;  // versions beside it that lost to it and are kept
  bool operator==(const Answer&) const = default;
};

// The result of one request on one content.
struct Effect {
  bool accepted = true;
  bool changed = false;  // false: `next` is what was there
  Content next;
};

bool fits(ObjectType type, Verb verb);
// Reads return content and never change it.
bool is_read(Verb verb);
// Guarded verbs build on what they read first. The others write blindly: a register's write and a
// log's append.
bool is_guarded(Verb verb);
bool is_blind(Verb verb);

Content empty_content(ObjectType type);

// REQUIRES: the verb fits the content's type.
Effect apply(const Content& content, const Request& request, Stamp stamp, OpId op);

// Brings `mine` up to what both know: of numbers the later stamp wins, all else unites.
bool merge(Version& mine, const Version& theirs);

// Whether `mine` already holds everything in `theirs`.
bool covers(const Version& mine, const Version& theirs);

// A number that differs where contents differ; the number itself for registers, accounts, counters.
std::int64_t digest(const Content& content);

// What a reader is shown: a number, siblings side by side, or the values of a log or a set.
std::vector<Number> values_of(const Content& content);
// What an account, a register or a counter shows, of siblings the latest by its stamp; nothing for
// the others.
std::optional<Number> number_of(const Content& content);

std::string_view name_of(ObjectType type);  // "register", "account", "log"
std::string_view name_of(Verb verb);        // "read", "compare_and_set", …

}  // namespace caplab::object
