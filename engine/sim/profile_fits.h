// The published latency fits as tables; see tools/latency_fits.py, which writes them.
#pragma once
#include <array>
#include <cstdint>

#include "engine/sim/latency.h"

namespace caplab::fits {

extern const std::array<std::int64_t, kFinePoints> kSsd;          // nanoseconds
extern const std::array<std::int64_t, kFinePoints> kDisk;         // nanoseconds
extern const std::array<std::int64_t, kFinePoints> kYmmrWrite;    // nanoseconds
extern const std::array<std::int64_t, kFinePoints> kYmmrOther;    // nanoseconds
extern const std::array<std::int64_t, kFinePoints> kExponential;  // thousand-millionths of the mean

}  // namespace caplab::fits
