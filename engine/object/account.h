// An account: a balance that deposits raise and withdrawals lower, never below zero. The invariant
// that hurts when it breaks: money paid out never exceeds money put in.
//
// A transfer is two operations, as it is wherever two rows are not kept together: the amount is
// taken off one key, and once that is acknowledged the client has it credited to the other.
// Between the two, and forever where the second fails, the books do not add up.
#pragma once
#include "engine/object/object.h"

namespace caplab::object {

// REQUIRES: the verb is deposit, withdraw, transfer or transfer_in.
Effect apply_account(Number balance, const Request& request);

}  // namespace caplab::object
