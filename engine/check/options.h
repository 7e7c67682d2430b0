// What a checker must be told besides the history: what the object was and how to read the two
// things that different sources mean differently.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/history/history.h"

namespace caplab::check {

// A compare-and-set that ended with `fail`.
enum class FailedCas : std::uint8_t {
  mismatch,  // it looked, and the value was another one
  absent,    // it was refused or never sent: it tells nothing
};

// A read that returned null.
enum class NullRead : std::uint8_t {
  match,  // it saw "no value"
  any,    // its value was not recorded: it tells nothing
};

struct Options {
  history::ObjectType object = history::ObjectType::reg;
  // What each object held at the start. "No value" is 0 for an account and for a counter's sum.
  history::Value initial = history::kNoValue;
  std::vector<history::Value> initial_values = {};  // set, log: instead of `initial`
  FailedCas failed_cas = FailedCas::mismatch;
  NullRead null_read = NullRead::match;
  // By key, where it is known: its updates as positions in the history, in the order in which the
  // system had them. Empty: not known, then any order may be thought of.
  std::vector<std::vector<std::uint32_t>> version_order = {};
  // Bounded staleness: how much newer than what a read found may have been acknowledged before it
  // was called. At least one of the two is set.
  std::optional<std::int64_t> versions_max = {};
  std::optional<std::int64_t> staleness_max = {};  // microseconds since the oldest of those
  // Linearizable: objects are checked one by one, which is the same and quicker (Herlihy & Wing
  // 1990, §3.1). false: all as one, to measure what that saves.
  bool split = true;
  std::int64_t steps_max = 20'000'000;         // for the answer; then it is `undecided`
  std::int64_t explain_steps_max = 4'000'000;  // for the evidence; then it stays larger
};

}  // namespace caplab::check
