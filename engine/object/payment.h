// What is charged for a trip: first authorised, then charged once, and paid back where it must be.
// A charge that carries an idempotency key is recognised when it comes again. The invariant that
// hurts when it breaks: charged exactly once per finished trip.
#pragma once
#include "engine/object/records.h"

namespace caplab::object {

Decision decide_payment(const Records& records, const Record& record);

// The charges of a trip; those under one key are one.
Records charges_of(const Records& records, std::int32_t trip);

// What a trip has cost so far, without what was paid back.
std::int64_t charged_for(const Content& content, std::int32_t trip);

}  // namespace caplab::object
