// What the swarm draws for objects: a type, a protocol, and a policy that is defined for both.
#pragma once
#include "engine/base/rng.h"
#include "tests/swarm.h"

namespace caplab::test {

void draw_object(SwarmOptions& options, Rng& rng);

}  // namespace caplab::test
