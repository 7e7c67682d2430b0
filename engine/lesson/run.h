// One scenario played to its end, and everything that measures read of it. Grading keeps one and
// plays thousands of scripts with it.
#pragma once
#include "engine/sim/world.h"

namespace caplab::lesson {

struct Run {
  Scenario scenario;
  World world;  // at the end
  Log log;
};

// Plays run.scenario from the start. Messages are recorded if run.log.keep_messages says so.
void play(Run& run);

}  // namespace caplab::lesson
