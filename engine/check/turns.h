// All operations of a history that matter, process by process, ready to be performed on the states
// of all objects: for searches that know no clock.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/options.h"
#include "engine/check/problem.h"
#include "engine/history/history.h"

namespace caplab::check {

struct Turn {
  std::size_t object = 0;  // a key
  const Action* action = nullptr;
  std::int64_t called = 0;  // by the history's clock, to try likely orders first
};

// One object: what may be done to it, and where its state stands among those of all.
struct Object {
  Problem problem;
  std::size_t offset = 0;
};

// Its turns point into its objects, so it stays where it is made.
struct Turns {
  Turns(const history::History& history, const Options& options);
  Turns(const Turns&) = delete;
  Turns& operator=(const Turns&) = delete;

  std::vector<Object> objects;
  std::vector<std::vector<Turn>> processes;
  std::vector<std::int64_t> start;  // the states of all objects
  std::size_t certain = 0;          // turns that did happen
  std::size_t state_size_max = 0;   // of one object
  bool hopeless = false;            // something was found that nothing makes
};

}  // namespace caplab::check
