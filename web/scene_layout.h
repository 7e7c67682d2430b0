// Where the scene's things lie: sites, the replicas and clients at them. From the system and the
// room alone, so that nothing moves while a run plays.
#pragma once
#include <vector>

#include "engine/sim/scenario.h"
#include "web/geometry.h"

namespace caplab::web {

struct SceneLayout {
  float scale = 1;            // of cards, discs and what is written on them
  std::vector<Rect> sites;    // by SiteId
  std::vector<Rect> nodes;    // by NodeId: a replica's card, the square around a client's disc
  std::vector<Rect> bubbles;  // by NodeId: the room for what a client last saw; empty for replicas
  bool operator==(const SceneLayout&) const = default;
};

SceneLayout place_scene(const System& system, Rect room);

// The replica that a client asks first: the nearest.
NodeId home_of(const System& system, NodeId client);

}  // namespace caplab::web
