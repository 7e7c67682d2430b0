#include "engine/sim/command.h"

namespace caplab {

bool is_fault(const Command& command) { return !std::holds_alternative<Call>(command); }

}  // namespace caplab
