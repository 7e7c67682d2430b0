// A history of registers as models see it that ask who read what from whom: each operation finds a
// value, avoids one, writes one, or does two of these. Of kv, texts that are only put and got are
// registers, too.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/check/options.h"
#include "engine/history/history.h"

namespace caplab::check {

struct Access {
  std::uint32_t operation = 0;  // position in the history
  std::uint32_t process = 0;    // numbered from 0 up
  std::int32_t key = 0;
  bool finds = false;
  bool avoids = false;  // a compare-and-set that met another value than `value`
  bool writes = false;
  bool certain = true;  // false: its outcome is unknown, it may have had no effect
  history::Value value = history::kNoValue;  // what it found or avoided
  history::Value written = history::kNoValue;
  std::int64_t called = 0;
  std::int64_t returned = history::kNotReturned;
};

struct Accesses {
  std::vector<Access> all;  // process by process, each in its order
  // Where each process begins in `all`, and the end of the last one.
  std::vector<std::size_t> begins;
  std::size_t keys = 0;
  history::Value initial = history::kNoValue;  // of every key
  // What is judged of them stops when its work is larger, and then objects to nothing.
  std::int64_t steps_max = 0;

  std::size_t processes() const { return begins.size() - 1; }
};

// Whether all of the history's operations are accesses: of a register, or of a kv without appends.
bool are_accesses(const history::History& history, const Options& options);

// Leaves out what tells nothing and changes nothing.
// REQUIRES: are_accesses(history, options).
Accesses accesses_of(const history::History& history, const Options& options);

}  // namespace caplab::check
