// The cut as a line in the picture: between which sites nothing passes, and where to draw that.
#pragma once
#include <vector>

#include "engine/sim/world.h"
#include "web/scene_layout.h"

namespace caplab::web {

struct Tear {
  std::vector<Vec> points;  // at least two
  bool one_way = false;     // something still passes in one direction
};

// The tears of the network as it is now. A group of sites without any way to the others is parted
// from them by one line; a single cut line inside a group has its own short one.
std::vector<Tear> tears_of(const System& system, const World& world, const SceneLayout& layout);

// Where on the line from one node to another a message meets the tear.
inline constexpr float kTearAt = 0.5F;

// The ends of the line between two nodes: the edges of their card or disc.
struct Line {
  Vec from;
  Vec to;
};
Line line_between(const SceneLayout& layout, NodeId from, NodeId to);

}  // namespace caplab::web
