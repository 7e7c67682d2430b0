// The options of each protocol, drawn at random for the swarm.
#pragma once
#include <optional>

#include "engine/base/rng.h"
#include "engine/proto/node.h"
#include "tests/scenarios.h"

namespace caplab::test {

template <typename T, std::size_t kCount>
T one_of(const T (&choices)[kCount], Rng& rng) {
  return choices[static_cast<std::size_t>(rng.below(kCount))];
}

quorum::Config draw_quorum(Rng& rng);
// With the options that came later; the kinds of swarm before them keep their runs.
void draw_quorum_options(Shape& shape, Rng& rng);
raft::Config draw_raft(int replicas, Rng& rng);
crdt::Config draw_crdt(Rng& rng);
multi_master::Config draw_multi_master(Rng& rng);

// Whether hints may be dropped before they are delivered.
bool loses_hints(const quorum::Config& config);

// Any of the store's levels, or none: every operation at its own.
std::optional<Level> draw_level(const Shape& shape, Rng& rng);

}  // namespace caplab::test
