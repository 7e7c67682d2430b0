// The histories with known verdicts in tests/histories: random ones and mutants.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "engine/history/history.h"

namespace caplab::test {

struct KnownHistory {
  std::string id;
  history::History history;              // of registers that start with 0
  std::map<std::string, bool> verdicts;  // by model, as the file names it: LIN SC CM CCv CC PRAM
};

// `name`: "random" or "mutants". The latter have no times: all their operations are concurrent
// but for their process's order.
std::vector<KnownHistory> known_histories(const std::string& name);

}  // namespace caplab::test
