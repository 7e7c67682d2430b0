// How long work takes on this machine.
#pragma once
#include <chrono>

namespace caplab {

// The fastest of several times, in seconds: what is slower was disturbed. Short work is done more
// often, until a browser's compiler, too, has seen enough of it to make it fast.
template <typename Work>
double seconds_taken(Work work) {
  constexpr int kTimesAtLeast = 5;
  constexpr double kSecondsAtLeast = 0.2;
  double least = 0;
  double total = 0;
  for (int i = 0; i < kTimesAtLeast || total < kSecondsAtLeast; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    if (i == 0 || taken.count() < least) least = taken.count();
    total += taken.count();
  }
  return least;
}

}  // namespace caplab
