// Open addressing over rows in one flat array.
#include "engine/check/row_set.h"

#include <algorithm>

namespace caplab::check {
namespace {

constexpr std::size_t kNumbersMax = std::size_t{1} << 24;  // 128 MB
constexpr std::size_t kSlotsAtFirst = 64;

std::uint64_t hash_of(std::span<const std::int64_t> row) {
  std::uint64_t hash = 0x9e3779b97f4a7c15ULL;
  for (const std::int64_t number : row) {
    hash = (hash ^ static_cast<std::uint64_t>(number)) * 0xff51afd7ed558ccdULL;
    hash ^= hash >> 32;
  }
  return hash;
}

}  // namespace

// The slot of the row, or the empty one where it belongs.
std::size_t RowSet::slot_of(std::span<const std::int64_t> row) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = static_cast<std::size_t>(hash_of(row)) & mask;
  while (slots_[at] != 0) {
    const std::int64_t* other = rows_.data() + (slots_[at] - 1) * width_;
    if (std::equal(row.begin(), row.end(), other)) break;
    at = (at + 1) & mask;
  }
  return at;
}

void RowSet::grow() {
  slots_.assign(slots_.empty() ? kSlotsAtFirst : slots_.size() * 2, 0);
  for (std::size_t row = 0; row < used_; ++row) {
    const std::span<const std::int64_t> numbers(rows_.data() + row * width_, width_);
    slots_[slot_of(numbers)] = static_cast<std::uint32_t>(row + 1);
  }
}

bool RowSet::insert(std::span<const std::int64_t> row) {
  const bool full = rows_.size() + width_ > kNumbersMax;
  if (used_ * 2 >= slots_.size() && !full) grow();
  const std::size_t slot = slot_of(row);
  if (slots_[slot] != 0) return false;
  if (full) return true;
  rows_.insert(rows_.end(), row.begin(), row.end());
  slots_[slot] = static_cast<std::uint32_t>(++used_);
  return true;
}

}  // namespace caplab::check
