// One line of what `caplab bench` measured.
#pragma once
#include <string>

namespace caplab {

struct BenchRow {
  std::string name;  // as in "check.linearizable"
  double value = 0;
  std::string unit;  // as in "operations/s"
};

}  // namespace caplab
