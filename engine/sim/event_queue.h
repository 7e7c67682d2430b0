// What will happen, earliest first; things of one time in the order in which they were planned.
// A four-way heap of small entries over two slabs: most of what waits are timers, and they lie
// apart from what carries a message, so that copying a world copies flat arrays and few messages.
#pragma once
#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include "engine/base/ids.h"
#include "engine/base/time.h"
#include "engine/proto/step.h"
#include "engine/sim/command.h"

namespace caplab {

struct Delivery {
  NodeId from = kNobody;
  NodeId to = kNobody;
  StoreId store{0};
  std::uint32_t number = 0;
  Message message;
  bool at_door = false;  // has arrived, but the node was paused: no link can lose it any more
  bool operator==(const Delivery&) const = default;
};
struct TimerDue {
  NodeId node = kNobody;
  StoreId store{0};
  std::uint32_t epoch = 0;
  TimerKind kind = TimerKind::patience;
  std::uint32_t tag = 0;
  bool operator==(const TimerDue&) const = default;
};
struct HeartbeatDue {
  NodeId node = kNobody;
  std::uint32_t epoch = 0;
  bool operator==(const HeartbeatDue&) const = default;
};
// A call that follows another operation's success.
struct CallDue {
  Call call;
  bool operator==(const CallDue&) const = default;
};
using Happening = std::variant<TimerDue, HeartbeatDue, CallDue, Delivery>;

class EventQueue {
 public:
  void push(Time at, Happening&& happening);
  bool empty() const { return heap_.empty(); }
  // REQUIRES: !empty().
  Time next_time() const { return heap_.front().at; }
  Happening pop();

  // Everything that was ever planned has a number, from 0: how many there were.
  std::size_t planned() const { return static_cast<std::size_t>(next_sequence_); }
  // For those who choose the order themselves: all that waits, by number. What it points to stands
  // until the queue changes.
  struct Waiting {
    std::size_t number = 0;
    Time due;
    const TimerDue* timer = nullptr;   // either this
    const Happening* other = nullptr;  // or that
  };
  std::vector<Waiting> waiting() const;
  // REQUIRES: the thing of this number waits.
  Happening take(std::size_t number);

  // Equal when the same things will happen in the same order, wherever they lie in memory.
  bool operator==(const EventQueue& other) const;

  std::size_t size() const { return heap_.size(); }

 private:
  struct Entry {
    Time at;
    // The sequence number above, so that comparing it compares the sequence; below it the place in
    // a slab, and in the lowest bit which slab.
    std::uint64_t sequence_and_slot = 0;
    auto operator<=>(const Entry&) const = default;
  };
  // Things that stay where they are until they are taken; their places are used again.
  template <typename Thing>
  class Slab {
   public:
    std::uint32_t keep(Thing&& thing);
    Thing take(std::uint32_t place);
    const Thing& at(std::uint32_t place) const { return things_[place]; }

   private:
    std::vector<Thing> things_;
    std::vector<std::uint32_t> free_;
  };
  std::uint32_t keep(Happening&& happening);
  bool same_thing(const Entry& mine, const EventQueue& other, const Entry& theirs) const;
  Happening release(std::uint32_t slot);
  void raise(std::size_t hole, Entry entry);
  void sink(std::size_t hole, Entry entry);

  std::vector<Entry> heap_;
  Slab<TimerDue> timers_;
  Slab<Happening> others_;  // never timers
  std::uint64_t next_sequence_ = 0;
};

}  // namespace caplab
