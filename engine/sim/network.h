// The links between nodes: what they let through, and how long it takes. Faults are facts about
// links; nothing else knows that a network exists.
#pragma once
#include "engine/sim/world.h"

namespace caplab {

Link& link_between(World& world, NodeId from, NodeId to);
const Link& link_between(const World& world, NodeId from, NodeId to);

// Puts a message on its way, or loses it, and records either.
void transmit(const Scenario& scenario, World& world, Log& log, NodeId from, NodeId to,
              StoreId store, Message&& message);

// What arrives: false where a cut or a dead node swallows it, which is recorded.
bool arrives(const World& world, Log& log, const Delivery& delivery);

// The link and clock faults; crashes are the world's.
void cut(World& world, const Cut& command);
void heal(World& world);
void slow(World& world, const SlowLink& command);
void lose(World& world, const Lose& command);
void duplicate(World& world, const Duplicate& command);
// Gives a client the links of its new site: what any node there can reach, it can; where nobody is,
// all links are whole.
void move(const System& system, World& world, const Move& command);

}  // namespace caplab
