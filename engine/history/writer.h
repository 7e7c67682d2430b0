// Writes a history as JSON Lines, so that a run can be stored, sent and checked again elsewhere.
#pragma once
#include <string>

#include "engine/history/history.h"

namespace caplab::history {

// What read_history() reads. Where one process has operations that overlap, or goes on after an
// unknown outcome, the later ones get the number of a process that is not in use: a file allows
// neither, and no order among them is lost that the times do not tell.
// REQUIRES: the operations are in order of their calls.
std::string write_history(const History& history);

}  // namespace caplab::history
