// Converged at rest: once all updates of a key have returned, what each process reads last is the
// same, and what the updates left. A finite history cannot show that a system never converges; it
// shows that it had not by its end.
#pragma once
#include "engine/check/options.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

// A key with an update of unknown outcome is not judged, since that may still take effect.
Verdict check_converged(const history::History& history, const Options& options);

}  // namespace caplab::check
