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

enum class ObjectType : std::uint8_t {
  reg,
  account,
  log,
  counter,
  set,
  text,
  presence,
  lock,        // a lease: who holds it, until when, under which fencing token
  seat,        // items that one customer each can have
  stock,       // items of which there are so many
  name,        // user names and the like
  auction,     // lots that go to the highest bid
  permission,  // who may
  matching,    // trips and drivers
  payment,     // what is charged for a trip
  effect,      // emails, webhooks, shipments: cannot be undone
};

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
  transfer,         // account: amount from this key to the key `item`; here its first half
  transfer_in,      // account: the second half, at the key that gets it
  reply,            // log: amount = the entry's value, item = the value of the post it answers
  look,             // everything from lock to effect
  acquire,          // lock: amount = microseconds that the lease lasts, 0: until it is released;
                    // expected = what the holder means to write, for what follows
  release,          // lock, seat, stock, name: what the caller holds
  work,             // lock: done under the token `expected`, which must not be outdated
  work_unchecked,   // lock: the same where nobody looks at tokens
  reserve,          // seat, stock, name: item
  restock,          // stock: amount more of item
  bid,              // auction: amount for item
  award,            // auction: item goes to the highest bid
  grant,            // permission: item may from now on
  revoke,           // permission: item may no longer
  access,           // permission: item does it, declined where it may not
  request,          // matching: the caller wants trip `item` in region `amount`
  match,            // matching: trip `item` gets driver `amount`
  en_route,         // matching: the driver of trip `item` is on the way
  start,            // matching: trip `item` is in progress
  finish,           // matching: trip `item` is over
  cancel,           // matching: trip `item` will not be
  place,            // matching: driver `item` is in region `amount`
  authorise,        // payment: trip `item` may be charged up to amount
  charge,           // payment: amount for trip `item`; expected = idempotency key, 0: none
  refund,           // payment: amount of trip `item` goes back
  email,            // effect: about item
  webhook,          // effect: likewise
  ship,             // effect: likewise
};

struct Request {
  Verb verb = Verb::read;
  std::int64_t amount = 0;
  std::int64_t expected = 0;
  std::int32_t item = 0;  // the seat, post, trip, … ; of a transfer the other key
  NodeId who = kNobody;   // the client that asks
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
  OpId op = kNoOp;            // the append that made it
  std::int32_t reply_to = 0;  // the value of the post that it answers; 0: it is a post
  auto operator<=>(const LogEntry&) const = default;
};

// A log keeps its newest entries, as a statement shows "the last 30".
inline constexpr std::size_t kLogEntriesMax = 30;

// An operation that was accepted, as replicas remember it. What an object of the richer types is
// at the moment follows from its records.
struct Record {
  Stamp stamp;
  std::int64_t amount = 0;
  std::int32_t item = 0;
  std::int32_t about = 0;  // lock: the token; charge: the idempotency key; award: the winner
  OpId op = kNoOp;
  NodeId who = kNobody;
  Verb verb = Verb::look;
  auto operator<=>(const Record&) const = default;
};

// An object keeps its newest records. What is older is settled: it binds nobody any more, as a
// theatre's plan does not show last year's seats.
inline constexpr std::size_t kRecordsMax = 96;

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
using Records = std::vector<Record>;    // lock, seat, …: sorted by stamp

using Content = std::variant<Number, Entries, PnCounter, OrSet, Rga, LwwMap, Siblings, Records>;

// What becomes of two copies that changed without knowing of each other.
enum class Conflict : std::uint8_t {
  natural,     // the type's own: registers and accounts last_write, all else unites and of records
               // that exclude each other the first counts
  last_write,  // the copy with the later stamp replaces the other whole
  unite,       // both sides' records are kept, and whoever was promised something has it
  first,       // both are kept; of records that exclude each other the earlier one counts
  last,        // … the later one
  random,      // … one that a hash of its stamp chooses, the same everywhere
  earliest,    // … the one whose request came earliest: matching goes by when the rider asked
  siblings,    // … none, until somebody gives up; a register keeps both values side by side until
               // somebody who has read both writes
};

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
// Guarded verbs decide by what they read first: withdraw, reserve, compare_and_set, … The others
// write blindly: a register's write, a log's append, a grant.
bool is_guarded(Verb verb);
// Money leaves an account, or comes to it: half a transfer is one or the other.
bool pays_out(Verb verb);
bool pays_in(Verb verb);
// Whether a log gets longer: by a post or by a reply.
bool enters(Verb verb);
// Whether nothing needs to be read first. Where the last write replaces the whole copy, one more
// entry must be put to what is there.
bool is_blind(Verb verb, Conflict conflict = Conflict::natural);

Content empty_content(ObjectType type);
// As little as a content of that kind can hold; of siblings a number, which a write makes one of.
Content emptied(const Content& content);

// What an object of the type holds at the start: a number, of which a register that keeps siblings
// makes its first; of a stock so many of item 0.
Content initial_content(ObjectType type, Number number, Conflict conflict = Conflict::natural);

// REQUIRES: the verb fits the content's type.
Effect apply(const Content& content, const Request& request, Stamp stamp, OpId op);

// What a copy answers to a request that changes nothing: who may not enter is told so.
// REQUIRES: is_read(request.verb), and the verb fits the content's type.
Answer answer_to(const Request& request, const Version& shown);

// Whether merging two such contents keeps what was done to both. Of numbers one wins, whatever the
// policy, since a number cannot tell who wrote it.
bool unites(const Content& content, Conflict conflict = Conflict::natural);

// Brings `mine` up to what both know: the later stamp wins, or both unite. Returns whether `mine`
// changed.
bool merge(Version& mine, const Version& theirs, Conflict conflict = Conflict::natural);

// Whether `mine` already holds everything in `theirs`.
bool covers(const Version& mine, const Version& theirs, Conflict conflict = Conflict::natural);

// A number that differs where contents differ; the number itself for registers, accounts, counters.
std::int64_t digest(const Content& content);

// What a reader is shown: a number, siblings side by side, or the values of a log or a set.
std::vector<Number> values_of(const Content& content);
// What an account, a register or a counter shows, of siblings the latest by its stamp; nothing for
// the others.
std::optional<Number> number_of(const Content& content);

std::string_view name_of(ObjectType type);    // "register", "account", "log", …
std::string_view name_of(Verb verb);          // "read", "compare_and_set", …
std::string_view name_of(Conflict conflict);  // "last-write", …

}  // namespace caplab::object
