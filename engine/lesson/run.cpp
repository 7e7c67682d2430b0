// Plays into the same log again, so that its memory is kept.
#include "engine/lesson/run.h"

namespace caplab::lesson {

void play(Run& run) {
  run.log.events.clear();
  run.log.operations.clear();
  run.log.faults.clear();
  run.world = make_world(run.scenario);
  caplab::run(run.scenario, run.world, run.log, run.scenario.end);
}

}  // namespace caplab::lesson
