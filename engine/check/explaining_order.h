// Whether a read is explained by what it knows of, for models that know no clock.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/turns.h"

namespace caplab::check {

using Knowledge = std::vector<std::uint32_t>;  // by process: how many of its turns

struct Placed {
  std::size_t process = 0;
  std::size_t place = 0;
};

// A read that is about to be placed.
struct Reading {
  const Knowledge& knowledge;
  std::size_t process = 0;
  const Turn& turn;
  const std::vector<std::vector<Knowledge>>& knows;  // by process and place
  const std::vector<Placed>& placed;                 // in the order in which they were
};

// Whether the updates that it knows of, in the order in which they were placed, leave what it
// found. `steps_left` is what may still be tried; both give up with false when it is used up.
bool replay_explains(const Turns& turns, const Reading& reading, std::int64_t& steps_left);

// Whether some order of them does that respects what each of them knew of; with `all_own` also what
// the process's earlier reads found.
bool some_order_explains(const Turns& turns, const Reading& reading, bool all_own,
                         std::int64_t& steps_left);

}  // namespace caplab::check
