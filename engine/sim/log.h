// The append-only record of a run. Metrics, checkers, pictures and texts read it and nothing else.
#pragma once
#include <cstdint>
#include <vector>

#include "engine/history/history.h"
#include "engine/proto/message.h"
#include "engine/sim/command.h"

namespace caplab {

enum class EventKind : std::uint8_t {
  called,     // a client called an operation: node, op
  returned,   // it ended: node, op
  sent,       // node -> peer: message, number, until = when it will arrive
  delivered,  // at node from peer: message, number
  lost,       // at node from peer: message, number, reason
  stored,     // node's copy of a key changed: store, key, op = its writer, value = digest
  suspected,  // node takes peer for dead
  trusted,    // node hears peer again
  fault,      // a command other than a call: value = index into Log::faults
  // Node will not do op, whose client was told that it is noted: store, key, op.
  overturned,
  unheeded,  // node was promoted by its operator and has nobody to replace, or does not run: store
};

enum class LossReason : std::uint8_t { none, cut, chance, crashed };

struct Event {
  Time at;
  Time until;                // sent: the arrival
  std::int64_t value = 0;    // sent: what the message carries, where it carries a version
  object::Stamp stamp;       // stored, and sent where it carries a version
  std::uint32_t number = 0;  // of the message; 1-based
  OpId op = kNoOp;
  EventKind kind = EventKind::called;
  MessageKind message = MessageKind::ping;
  LossReason reason = LossReason::none;
  NodeId node = kNobody;
  NodeId peer = kNobody;
  StoreId store{0};
  Key key{0};
  bool operator==(const Event&) const = default;
};

// One call of an operation, as its client saw it.
struct Operation {
  OpId op = kNoOp;
  std::uint16_t operation = 0;  // index into System::operations
  NodeId client = kNobody;
  Key key{0};
  Level level = Level::one;
  object::Request request;
  Time called;
  Time returned = kNever;  // kNever while it is under way
  Outcome outcome = Outcome::unknown;
  object::Answer answer;
  bool operator==(const Operation&) const = default;
};

struct Log {
  std::vector<Event> events;
  std::vector<Operation> operations;  // by OpId
  std::vector<TimedCommand> faults;
  // Grading runs thousands of times and reads only operations, faults and what replicas stored;
  // with this off the messages' own events are left out. What happens is the same.
  bool keep_messages = true;
  bool operator==(const Log&) const = default;
};

// How much of a log stood at one moment.
struct LogMark {
  std::size_t events = 0;
  std::size_t operations = 0;
  std::size_t faults = 0;
  bool operator==(const LogMark&) const = default;
};

LogMark mark(const Log& log);

// Takes the log back to `mark`; operations that ended later are under way again.
void rewind(Log& log, const LogMark& mark);

}  // namespace caplab
