// The configurations that a search has left without success (Lowe 2017): which operations were
// linearized, and the state they led to. Reaching one again, by whatever order, is of no use; nor
// is reaching it with more of the uncertain operations used up.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace caplab::check {

struct Configuration {
  std::uint64_t hash = 0;  // of the certain operations and the state
  // The certain operations, one bit each: all before word `first` are in, all from the end of
  // `certain` on are not.
  std::uint32_t first = 0;
  std::span<const std::uint64_t> certain;
  std::span<const std::uint64_t> uncertain;
  std::span<const std::int64_t> state;
};

class Memo {
 public:
  // Whether `configuration` is no better than a remembered one.
  bool covers(const Configuration& configuration) const;

  // Does nothing once the memory is full: the search is then slower, not wrong.
  void remember(const Configuration& configuration);

 private:
  bool row_covers(std::size_t row, const Configuration& configuration) const;
  void grow();

  struct Slot {
    std::uint64_t hash = 0;
    std::size_t row = 0;  // its place in rows_ + 1; 0: the slot is empty
  };
  static void insert(std::vector<Slot>& slots, const Slot& slot);

  std::vector<Slot> slots_;  // a power of two, at most half full
  std::vector<std::uint64_t> rows_;
  std::size_t used_ = 0;
};

}  // namespace caplab::check
