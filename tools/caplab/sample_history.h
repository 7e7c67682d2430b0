// Histories like recorded ones, each from one seed: clients call at random times, and each
// operation takes effect at one moment inside its call, or if its outcome is unknown perhaps later
// or never.
#pragma once
#include <cstdint>

#include "engine/base/rng.h"
#include "engine/check/options.h"
#include "engine/history/history.h"

namespace caplab {

struct SampleShape {
  history::ObjectType object = history::ObjectType::reg;
  int clients = 5;
  int operations = 80;
  int keys = 1;
  std::int64_t values = 5;  // that are written; 0: every write has one of its own
  Ratio unknown{1, 10};
  Ratio falsified{0, 1};  // that one read tells something else
};

struct SampleHistory {
  history::History history;
  check::Options options;  // the object, and 0 or nothing at the start
};

// REQUIRES: all of the shape's numbers but `values` are positive; the object is no log and no set.
SampleHistory sample_history(const SampleShape& shape, std::uint64_t seed);

}  // namespace caplab
