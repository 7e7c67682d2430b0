// How long work takes on this machine.
#pragma once
#include <chrono>

namespace caplab {

// The fastest of several times, in seconds: what is slower was disturbed.
template <typename Work>
double seconds_taken(Work work) {
  constexpr int kTimes = 5;
  double least = 0;
  for (int i = 0; i < kTimes; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    if (i == 0 || taken.count() < least) least = taken.count();
  }
  return least;
}

}  // namespace caplab
