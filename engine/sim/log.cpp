#include "engine/sim/log.h"

#include "engine/base/ensure.h"

namespace caplab {

LogMark mark(const Log& log) {
  return {log.events.size(), log.operations.size(), log.faults.size()};
}

void rewind(Log& log, const LogMark& mark) {
  ENSURE(mark.events <= log.events.size());
  ENSURE(mark.operations <= log.operations.size());
  ENSURE(mark.faults <= log.faults.size());
  for (std::size_t i = mark.events; i < log.events.size(); ++i) {
    const Event& event = log.events[i];
    if (event.kind != EventKind::returned || index(event.op) >= mark.operations) continue;
    Operation& operation = log.operations[index(event.op)];
    operation.returned = kNever;
    operation.outcome = Outcome::unknown;
    operation.answer = {};
  }
  log.events.resize(mark.events);
  log.operations.resize(mark.operations);
  log.faults.resize(mark.faults);
}

}  // namespace caplab
