// The typed things that replicas hold: what a client may ask of them, what that does, and how two
// versions merge. One meaning of each operation serves the protocols and the checkers alike.
#pragma once
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/ids.h"
#include "engine/base/time.h"
#include "engine/object/vector_clock.h"

namespace caplab::object {

enum class ObjectType : std::uint8_t { reg, account, log };

// What can be asked; which verbs fit which type is told by `fits`.
enum class Verb : std::uint8_t {
  read,             // register, log
  write,            // register: amount = the new value
  compare_and_set,  // register: expected -> amount
  balance,          // account
  deposit,          // account: amount
  withdraw,         // account: amount; declined where the balance does not cover it
  append,           // log: amount = the entry's value
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

using Content = std::variant<Number, Entries, Siblings>;

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
// Guarded verbs decide by what they read first: withdraw, deposit, compare_and_set. The others
// write blindly: a register's write and a log's append.
bool is_guarded(Verb verb);
bool is_blind(Verb verb);

Content empty_content(ObjectType type);

// REQUIRES: the verb fits the content's type.
Effect apply(const Content& content, const Request& request, Stamp stamp, OpId op);

// The one number that a register or an account shows; of siblings, the latest by its stamp.
// REQUIRES: the content is not a log's.
Number number_in(const Content& content);

// Brings `mine` up to what both know: the later stamp wins for register and account, logs and
// siblings unite.
// Returns whether `mine` changed.
bool merge(Version& mine, const Version& theirs);

// Whether `mine` already holds everything in `theirs`.
bool covers(const Version& mine, const Version& theirs);

// A number that differs where contents differ; a number's own value for registers and accounts.
std::int64_t digest(const Content& content);

std::string_view name_of(ObjectType type);  // "register", "account", "log"
std::string_view name_of(Verb verb);        // "read", "compare_and_set", …

}  // namespace caplab::object
