// What each object type does, as plainly as can be: the tests' own idea of it, independent of the
// engine's. The brute-force twin decides by it and the random histories are truthful by it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/check/options.h"
#include "engine/history/history.h"

namespace caplab::test {

struct PlainObject {
  history::Value value = history::kNoValue;  // register, counter, account
  std::optional<std::string> text;           // kv
  std::vector<history::Value> list;          // set: sorted; log: as appended
};

PlainObject plain_start(const history::History& history, const check::Options& options);

// Performs `op` on `object`, and writes down in `op` what its caller is told.
void perform(history::History& history, history::ObjectType type, PlainObject& object,
             history::Operation& op);

// Whether a caller can be told what `op` says; then its effect is on `object`.
bool explains(const history::History& history, const check::Options& options, PlainObject& object,
              const history::Operation& op);

// The number of the text `text` in the history, new if it has none.
history::Value text_number(history::History& history, const std::string& text);

}  // namespace caplab::test
