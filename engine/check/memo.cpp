// Open addressing over rows in one flat array; nothing is ever removed. A row is a header, the
// words of the certain and of the uncertain operations, and the state.
#include "engine/check/memo.h"

namespace caplab::check {
namespace {

constexpr std::size_t kRowWordsMax = std::size_t{1} << 24;  // 128 MB
constexpr std::size_t kSlotsAtFirst = 64;

std::uint64_t header(const Configuration& configuration) {
  return std::uint64_t{configuration.first} << 32 | configuration.certain.size();
}

}  // namespace

bool Memo::row_covers(std::size_t row, const Configuration& configuration) const {
  const std::uint64_t* at = rows_.data() + row;
  if (*at++ != header(configuration)) return false;
  for (const std::uint64_t word : configuration.certain) {
    if (*at++ != word) return false;
  }
  for (const std::uint64_t word : configuration.uncertain) {
    if ((*at++ & ~word) != 0) return false;
  }
  for (const std::int64_t word : configuration.state) {
    if (*at++ != static_cast<std::uint64_t>(word)) return false;
  }
  return true;
}

bool Memo::covers(const Configuration& configuration) const {
  if (used_ == 0) return false;
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = configuration.hash & mask;
  while (slots_[at].row != 0) {
    const bool same_hash = slots_[at].hash == configuration.hash;
    if (same_hash && row_covers(slots_[at].row - 1, configuration)) return true;
    at = (at + 1) & mask;
  }
  return false;
}

void Memo::insert(std::vector<Slot>& slots, const Slot& slot) {
  const std::size_t mask = slots.size() - 1;
  std::size_t at = slot.hash & mask;
  while (slots[at].row != 0) at = (at + 1) & mask;
  slots[at] = slot;
}

void Memo::grow() {
  std::vector<Slot> larger(slots_.empty() ? kSlotsAtFirst : slots_.size() * 2);
  for (const Slot& slot : slots_) {
    if (slot.row != 0) insert(larger, slot);
  }
  slots_ = std::move(larger);
}

void Memo::remember(const Configuration& configuration) {
  if (rows_.size() > kRowWordsMax) return;
  if (used_ * 2 >= slots_.size()) grow();
  insert(slots_, {.hash = configuration.hash, .row = rows_.size() + 1});
  ++used_;
  rows_.push_back(header(configuration));
  rows_.insert(rows_.end(), configuration.certain.begin(), configuration.certain.end());
  rows_.insert(rows_.end(), configuration.uncertain.begin(), configuration.uncertain.end());
  for (const std::int64_t word : configuration.state) {
    rows_.push_back(static_cast<std::uint64_t>(word));
  }
}

}  // namespace caplab::check
