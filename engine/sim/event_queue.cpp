#include "engine/sim/event_queue.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab {
namespace {

// Few levels and neighbours in memory: four children a node beat two.
constexpr std::size_t kChildren = 4;

constexpr int kSlotBits = 24;
constexpr std::uint64_t kSlotMask = (std::uint64_t{1} << kSlotBits) - 1;

// A slot is a place in one of the slabs.
constexpr std::uint32_t slot_of(std::uint32_t place, bool timer) {
  return place << 1 | static_cast<std::uint32_t>(timer);
}

constexpr std::uint32_t place_of(std::uint32_t slot) { return slot >> 1; }
constexpr bool is_timer(std::uint32_t slot) { return (slot & 1) != 0; }

constexpr std::uint32_t slot_in(std::uint64_t sequence_and_slot) {
  return static_cast<std::uint32_t>(sequence_and_slot & kSlotMask);
}

}  // namespace

template <typename Thing>
std::uint32_t EventQueue::Slab<Thing>::keep(Thing&& thing) {
  if (free_.empty()) {
    things_.push_back(std::move(thing));
    return static_cast<std::uint32_t>(things_.size() - 1);
  }
  const std::uint32_t place = free_.back();
  free_.pop_back();
  things_[place] = std::move(thing);
  return place;
}

template <typename Thing>
Thing EventQueue::Slab<Thing>::take(std::uint32_t place) {
  free_.push_back(place);
  return std::move(things_[place]);
}

std::uint32_t EventQueue::keep(Happening&& happening) {
  if (TimerDue* timer = std::get_if<TimerDue>(&happening)) {
    return slot_of(timers_.keep(std::move(*timer)), true);
  }
  return slot_of(others_.keep(std::move(happening)), false);
}

void EventQueue::push(Time at, Happening&& happening) {
  const std::uint32_t slot = keep(std::move(happening));
  ENSURE(slot <= kSlotMask);
  const Entry entry{at, next_sequence_++ << kSlotBits | slot};
  heap_.push_back(entry);
  raise(heap_.size() - 1, entry);
}

// Lets `entry` rise from the hole to its place.
void EventQueue::raise(std::size_t hole, Entry entry) {
  while (hole > 0) {
    const std::size_t parent = (hole - 1) / kChildren;
    if (heap_[parent] < entry) break;
    heap_[hole] = heap_[parent];
    hole = parent;
  }
  heap_[hole] = entry;
}

// Lets `entry` sink from the hole to its place.
void EventQueue::sink(std::size_t hole, Entry entry) {
  const std::size_t size = heap_.size();
  for (;;) {
    const std::size_t first = hole * kChildren + 1;
    if (first >= size) break;
    const std::size_t last = std::min(first + kChildren, size);
    std::size_t least = first;
    for (std::size_t child = first + 1; child < last; ++child) {
      if (heap_[child] < heap_[least]) least = child;
    }
    if (entry < heap_[least]) break;
    heap_[hole] = heap_[least];
    hole = least;
  }
  heap_[hole] = entry;
}

Happening EventQueue::pop() {
  ENSURE(!heap_.empty());
  const std::uint32_t slot = slot_in(heap_.front().sequence_and_slot);
  const Entry last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) sink(0, last);
  return release(slot);
}

std::vector<EventQueue::Waiting> EventQueue::waiting() const {
  std::vector<Waiting> all;
  for (const Entry& entry : heap_) {
    const std::uint32_t slot = slot_in(entry.sequence_and_slot);
    Waiting one{static_cast<std::size_t>(entry.sequence_and_slot >> kSlotBits), entry.at};
    if (is_timer(slot)) {
      one.timer = &timers_.at(place_of(slot));
    } else {
      one.other = &others_.at(place_of(slot));
    }
    all.push_back(one);
  }
  std::sort(all.begin(), all.end(),
            [](const Waiting& a, const Waiting& b) { return a.number < b.number; });
  return all;
}

Happening EventQueue::take(std::size_t number) {
  const auto found = std::find_if(heap_.begin(), heap_.end(), [number](const Entry& entry) {
    return entry.sequence_and_slot >> kSlotBits == number;
  });
  ENSURE(found != heap_.end());
  const std::uint32_t slot = slot_in(found->sequence_and_slot);
  const auto hole = static_cast<std::size_t>(found - heap_.begin());
  const Entry last = heap_.back();
  heap_.pop_back();
  if (hole < heap_.size()) {
    sink(hole, last);
    raise(hole, heap_[hole]);
  }
  return release(slot);
}

Happening EventQueue::release(std::uint32_t slot) {
  if (is_timer(slot)) return timers_.take(place_of(slot));
  return others_.take(place_of(slot));
}

bool EventQueue::same_thing(const Entry& mine, const EventQueue& other, const Entry& theirs) const {
  const std::uint32_t here = slot_in(mine.sequence_and_slot);
  const std::uint32_t there = slot_in(theirs.sequence_and_slot);
  if (is_timer(here) != is_timer(there)) return false;
  if (is_timer(here)) return timers_.at(place_of(here)) == other.timers_.at(place_of(there));
  return others_.at(place_of(here)) == other.others_.at(place_of(there));
}

bool EventQueue::operator==(const EventQueue& other) const {
  if (heap_.size() != other.heap_.size() || next_sequence_ != other.next_sequence_) return false;
  const auto in_order = [](std::vector<Entry> entries) {
    std::sort(entries.begin(), entries.end());
    return entries;
  };
  const std::vector<Entry> mine = in_order(heap_);
  const std::vector<Entry> theirs = in_order(other.heap_);
  const auto same = [&](const Entry& a, const Entry& b) {
    return a.at == b.at && a.sequence_and_slot >> kSlotBits == b.sequence_and_slot >> kSlotBits &&
           same_thing(a, other, b);
  };
  return std::equal(mine.begin(), mine.end(), theirs.begin(), same);
}

}  // namespace caplab
