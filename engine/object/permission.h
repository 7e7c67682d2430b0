// A permission: who may. The latest grant or revocation of a person counts, by the clocks of
// whoever wrote it down. The invariant that hurts when it breaks: no access after an acknowledged
// revoke.
#pragma once
#include "engine/object/records.h"

namespace caplab::object {

bool may_access(const Records& records, std::int32_t person);

}  // namespace caplab::object
