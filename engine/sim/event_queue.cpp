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
  std::size_t hole = heap_.size();
  heap_.push_back(entry);
  while (hole > 0) {
    const std::size_t parent = (hole - 1) / kChildren;
    if (heap_[parent] < entry) break;
    heap_[hole] = heap_[parent];
    hole = parent;
  }
  heap_[hole] = entry;
}

// Puts `entry` where the top was and lets it sink to its place.
void EventQueue::sink_from_top(Entry entry) {
  const std::size_t size = heap_.size();
  std::size_t hole = 0;
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
  if (!heap_.empty()) sink_from_top(last);
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
