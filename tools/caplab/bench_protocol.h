// How fast each protocol is simulated, what it sends, and how large a checkpoint of it is.
#pragma once
#include <vector>

#include "tools/caplab/bench_row.h"

namespace caplab {

// Takes a few seconds.
std::vector<BenchRow> bench_protocols();

}  // namespace caplab
