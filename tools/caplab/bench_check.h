// How fast histories are checked, measured on histories made from fixed seeds.
#pragma once
#include <vector>

#include "tools/caplab/bench_row.h"

namespace caplab {

// Takes about two seconds.
std::vector<BenchRow> bench_check();

}  // namespace caplab
