// What the swarm draws for the smaller protocols, and what it may demand of them.
#pragma once
#include "tests/swarm.h"

namespace caplab::test {

bool is_small(SwarmKind kind);

// The protocol with all its options, and the level. REQUIRES: is_small(kind); the shape is drawn.
void draw_small(SwarmKind kind, SwarmOptions& options, Rng& rng);

// Whether nothing is under way.
bool rests(const cache::State& state);
bool rests(const outbox::State& state);
bool rests(const home_region::State& state);
bool rests(const broadcast::State& state);

// Whether all copies become equal once the network is mended: by themselves, or when every key has
// been written once more. REQUIRES: the protocol is small.
bool converges(const System& system, bool after_writes);

}  // namespace caplab::test
