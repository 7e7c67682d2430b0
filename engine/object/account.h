// An account: a balance that deposits raise and withdrawals lower, never below zero. The invariant
// that hurts when it breaks: money paid out never exceeds money put in.
#pragma once
#include "engine/object/object.h"

namespace caplab::object {

// REQUIRES: the verb is deposit or withdraw.
Effect apply_account(Number balance, const Request& request);

}  // namespace caplab::object
