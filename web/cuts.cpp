// Sites that still reach each other, directly or through others, form a group.
#include "web/cuts.h"

#include <algorithm>
#include <utility>

namespace caplab::web {
namespace {

constexpr float kBeyond = 46;  // how far a tear goes on past its outermost lines, at scale 1
constexpr float kAlone = 60;   // half the length of a single line's tear

struct SitePair {
  std::size_t a = 0;
  std::size_t b = 0;
  bool there = true;  // something passes from a to b
  bool back = true;
};

std::vector<NodeId> replicas_at(const System& system, std::size_t site) {
  std::vector<NodeId> replicas;
  for (int n = 0; n < system.replicas; ++n) {
    const auto node = id_of<NodeId>(static_cast<std::size_t>(n));
    if (index(system.nodes[index(node)].site) == site) replicas.push_back(node);
  }
  return replicas;
}

bool passes(const System& system, const World& world, std::size_t from, std::size_t to) {
  const auto targets = replicas_at(system, to);
  for (const NodeId a : replicas_at(system, from)) {
    for (const NodeId b : targets) {
      if (!world.links[index(a) * world.nodes.size() + index(b)].up) return false;
    }
  }
  return true;
}

std::vector<SitePair> site_pairs(const System& system, const World& world) {
  std::vector<SitePair> pairs;
  for (std::size_t a = 0; a < system.sites.size(); ++a) {
    for (std::size_t b = a + 1; b < system.sites.size(); ++b) {
      pairs.push_back({a, b, passes(system, world, a, b), passes(system, world, b, a)});
    }
  }
  return pairs;
}

bool whole(const SitePair& pair) { return pair.there && pair.back; }

// By site: the lowest site that it can still talk to both ways.
std::vector<std::size_t> groups_of(const System& system, const std::vector<SitePair>& pairs) {
  std::vector<std::size_t> group(system.sites.size());
  for (std::size_t i = 0; i < group.size(); ++i) group[i] = i;
  for (std::size_t round = 0; round < group.size(); ++round) {
    for (const SitePair& pair : pairs) {
      if (!whole(pair)) continue;
      group[pair.a] = group[pair.b] = std::min(group[pair.a], group[pair.b]);
    }
  }
  return group;
}

Vec middle_of(const System& system, const SceneLayout& layout, const SitePair& pair) {
  const auto from = replicas_at(system, pair.a);
  const auto to = replicas_at(system, pair.b);
  if (from.empty() || to.empty()) {
    return lerp(layout.sites[pair.a].center(), layout.sites[pair.b].center(), kTearAt);
  }
  const Line line = line_between(layout, from.front(), to.front());
  return lerp(line.from, line.to, kTearAt);
}

Tear tear_across(const System& system, const SceneLayout& layout, const SitePair& pair) {
  const Vec middle = middle_of(system, layout, pair);
  const Vec along = direction(layout.sites[pair.b].center() - layout.sites[pair.a].center());
  const Vec side = across(along) * (kAlone * layout.scale);
  return {{middle - side, middle + side}, pair.there != pair.back};
}

// By their direction from the center. Few enough for the plainest way to sort.
void order_around(std::vector<Vec>& points, Vec center) {
  const auto angle = [center](Vec p) { return std::atan2(p.y - center.y, p.x - center.x); };
  for (std::size_t i = 1; i < points.size(); ++i) {
    for (std::size_t j = i; j > 0 && angle(points[j]) < angle(points[j - 1]); --j) {
      std::swap(points[j], points[j - 1]);
    }
  }
}

// Through the middles of all cut lines of one group, in their order around it, and a bit beyond.
Tear tear_around(const System& system, const SceneLayout& layout,
                 const std::vector<SitePair>& pairs, Vec center) {
  Tear tear;
  tear.one_way = true;
  for (const SitePair& pair : pairs) {
    tear.points.push_back(middle_of(system, layout, pair));
    tear.one_way = tear.one_way && pair.there != pair.back;
  }
  order_around(tear.points, center);
  const float beyond = kBeyond * layout.scale;
  const auto last = tear.points.size() - 1;
  const Vec start = direction(tear.points[0] - tear.points[1]) * beyond;
  const Vec end = direction(tear.points[last] - tear.points[last - 1]) * beyond;
  tear.points.insert(tear.points.begin(), tear.points.front() + start);
  tear.points.push_back(tear.points.back() + end);
  return tear;
}

// The groups that are drawn around: a line goes around the part that is cut off, not the rest.
std::vector<std::size_t> small_first(const std::vector<std::size_t>& group) {
  std::vector<std::size_t> order;
  for (std::size_t size = 1; size <= group.size(); ++size) {
    for (std::size_t id = 0; id < group.size(); ++id) {
      const auto members = std::count(group.begin(), group.end(), id);
      if (static_cast<std::size_t>(members) == size) order.push_back(id);
    }
  }
  return order;
}

}  // namespace

std::vector<Tear> tears_of(const System& system, const World& world, const SceneLayout& layout) {
  const std::vector<SitePair> pairs = site_pairs(system, world);
  const std::vector<std::size_t> group = groups_of(system, pairs);
  std::vector<Tear> tears;
  std::vector<bool> drawn(pairs.size(), false);
  for (const std::size_t id : small_first(group)) {
    std::vector<SitePair> cut;
    for (std::size_t p = 0; p < pairs.size(); ++p) {
      const bool leaves = (group[pairs[p].a] == id) != (group[pairs[p].b] == id);
      if (!leaves || whole(pairs[p]) || drawn[p]) continue;
      drawn[p] = true;
      cut.push_back(pairs[p]);
    }
    if (cut.size() == 1) tears.push_back(tear_across(system, layout, cut.front()));
    if (cut.size() > 1) {
      tears.push_back(tear_around(system, layout, cut, layout.sites[id].center()));
    }
  }
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    if (!whole(pairs[p]) && !drawn[p]) tears.push_back(tear_across(system, layout, pairs[p]));
  }
  return tears;
}

Line line_between(const SceneLayout& layout, NodeId from, NodeId to) {
  const Rect& a = layout.nodes[index(from)];
  const Rect& b = layout.nodes[index(to)];
  return {edge_towards(a, b.center()), edge_towards(b, a.center())};
}

}  // namespace caplab::web
