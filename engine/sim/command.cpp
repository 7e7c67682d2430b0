#include "engine/sim/command.h"

namespace caplab {

bool is_fault(const Command& command) { return !std::holds_alternative<Call>(command); }

bool is_mishap(const Command& command) {
  return is_fault(command) && !std::holds_alternative<Move>(command);
}

}  // namespace caplab
