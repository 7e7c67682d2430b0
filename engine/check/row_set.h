// A set of rows of equally many numbers, for searches to remember where they have been. Bounded: a
// full set forgets what comes later, so a search that asks it is slower then, not wrong.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace caplab::check {

class RowSet {
 public:
  explicit RowSet(std::size_t width) : width_(width) {}

  // Whether the row was not in the set; then it is now, unless the set is full.
  // REQUIRES: row.size() is the width.
  bool insert(std::span<const std::int64_t> row);

 private:
  std::size_t slot_of(std::span<const std::int64_t> row) const;
  void grow();

  std::size_t width_;
  std::vector<std::int64_t> rows_;
  std::vector<std::uint32_t> slots_;  // a power of two, at most half full: row + 1, or 0
  std::size_t used_ = 0;
};

}  // namespace caplab::check
