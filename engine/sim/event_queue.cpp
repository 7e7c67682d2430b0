#include "engine/sim/event_queue.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab {
namespace {

// Few levels and neighbours in memory: four children a node beat two.
constexpr std::size_t kChildren = 4;

constexpr int kSlotBits = 24;
constexpr std::uint64_t kSlotMask = (std::uint64_t{1} << kSlotBits) - 1;

}  // namespace

std::uint32_t EventQueue::keep(Happening&& happening) {
  if (free_slots_.empty()) {
    slab_.push_back(std::move(happening));
    return static_cast<std::uint32_t>(slab_.size() - 1);
  }
  const std::uint32_t slot = free_slots_.back();
  free_slots_.pop_back();
  slab_[slot] = std::move(happening);
  return slot;
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
  const auto slot = static_cast<std::uint32_t>(heap_.front().sequence_and_slot & kSlotMask);
  const Entry last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) sink_from_top(last);
  free_slots_.push_back(slot);
  return std::move(slab_[slot]);
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
           slab_[a.sequence_and_slot & kSlotMask] == other.slab_[b.sequence_and_slot & kSlotMask];
  };
  return std::equal(mine.begin(), mine.end(), theirs.begin(), same);
}

}  // namespace caplab
