#include "engine/sim/event_queue.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab {

void EventQueue::push(Time at, Happening happening) {
  std::uint32_t slot = 0;
  if (free_slots_.empty()) {
    slot = static_cast<std::uint32_t>(slab_.size());
    slab_.push_back(std::move(happening));
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
    slab_[slot] = std::move(happening);
  }
  heap_.push_back({at, next_sequence_++, slot});
  std::push_heap(heap_.begin(), heap_.end(),
                 [](const Entry& a, const Entry& b) { return b.before(a); });
}

Happening EventQueue::pop() {
  ENSURE(!heap_.empty());
  std::pop_heap(heap_.begin(), heap_.end(),
                [](const Entry& a, const Entry& b) { return b.before(a); });
  const std::uint32_t slot = heap_.back().slot;
  heap_.pop_back();
  free_slots_.push_back(slot);
  return std::move(slab_[slot]);
}

bool EventQueue::operator==(const EventQueue& other) const {
  if (heap_.size() != other.heap_.size() || next_sequence_ != other.next_sequence_) return false;
  const auto in_order = [](std::vector<Entry> entries) {
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.before(b); });
    return entries;
  };
  const std::vector<Entry> mine = in_order(heap_);
  const std::vector<Entry> theirs = in_order(other.heap_);
  return std::equal(mine.begin(), mine.end(), theirs.begin(), [&](const Entry& a, const Entry& b) {
    return a.at == b.at && a.sequence == b.sequence && slab_[a.slot] == other.slab_[b.slot];
  });
}

}  // namespace caplab
