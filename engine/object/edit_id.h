// The name of one edit: when its writer made it, who that was, and the operation behind it. No two
// edits share one, whatever a writer remembers, because the operation is part of it.
#pragma once
#include <compare>

#include "engine/base/ids.h"
#include "engine/base/time.h"

namespace caplab::object {

// The default comes before every edit: what was there at the start.
struct EditId {
  LocalTime time{INT64_MIN};
  NodeId writer = kNobody;
  OpId op = kNoOp;
  auto operator<=>(const EditId&) const = default;
};

}  // namespace caplab::object
