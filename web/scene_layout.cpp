// Three sites form a triangle with the longest line at its foot; otherwise sites stand side by
// side or in a ring. Inside a site the replicas stand in a row with the clients below or beside.
#include "web/scene_layout.h"

#include <cmath>

namespace caplab::web {
namespace {

constexpr float kFlat = 235;  // a room with less height has its sites in a row

// At scale 1.
constexpr float kMargin = 16;
constexpr float kPad = 12;
constexpr float kTitle = 26;
constexpr Vec kCard{112, 80};
constexpr float kGap = 12;
constexpr float kDisc = 32;
constexpr float kClientRow = 44;     // a client below the cards: disc, bubble to its right
constexpr float kClientColumn = 88;  // a client beside the cards: disc, bubble below it
constexpr float kClientBlock = 66;

// A site as it wants to be, at scale 1.
struct SiteShape {
  std::vector<NodeId> replicas;
  std::vector<NodeId> clients;
  bool beside = false;  // clients stand beside the cards instead of below
  Vec size;
};

float cards_width(std::size_t replicas) {
  const auto count = static_cast<float>(std::max<std::size_t>(replicas, 1));
  return count * kCard.x + (count - 1) * kGap;
}

SiteShape shape_of(const System& system, SiteId site, bool beside) {
  SiteShape shape;
  shape.beside = beside;
  for (std::size_t n = 0; n < system.nodes.size(); ++n) {
    if (system.nodes[n].site != site) continue;
    const bool replica = n < static_cast<std::size_t>(system.replicas);
    (replica ? shape.replicas : shape.clients).push_back(id_of<NodeId>(n));
  }
  const float cards = cards_width(shape.replicas.size());
  const auto clients = static_cast<float>(shape.clients.size());
  const float card_height = shape.replicas.empty() ? 0 : kCard.y;
  if (beside) {
    const float column = clients > 0 ? kGap + kClientColumn : 0;
    shape.size = {kPad + cards + column + kPad,
                  kTitle + std::max(card_height, clients * kClientBlock) + kPad};
  } else {
    shape.size = {kPad + cards + kPad, kTitle + card_height + clients * kClientRow + kPad};
  }
  return shape;
}

void place_client_below(SceneLayout& layout, NodeId client, Vec at, float width) {
  const float s = layout.scale;
  const Rect disc{at.x, at.y + 10 * s, kDisc * s, kDisc * s};
  layout.nodes[index(client)] = disc;
  layout.bubbles[index(client)] = {disc.right() + 8 * s, disc.y + 3 * s, width - (kDisc + 8) * s,
                                   26 * s};
}

void place_client_beside(SceneLayout& layout, NodeId client, Vec at) {
  const float s = layout.scale;
  const Rect disc{at.x + (kClientColumn - kDisc) / 2 * s, at.y + 2 * s, kDisc * s, kDisc * s};
  layout.nodes[index(client)] = disc;
  layout.bubbles[index(client)] = {at.x, disc.bottom() + 6 * s, kClientColumn * s, 24 * s};
}

void place_site(SceneLayout& layout, SiteId site, const SiteShape& shape, Vec center) {
  const float s = layout.scale;
  const Rect region = centered(center, shape.size * s);
  layout.sites[index(site)] = region;
  Vec at{region.x + kPad * s, region.y + kTitle * s};
  for (const NodeId replica : shape.replicas) {
    layout.nodes[index(replica)] = {at.x, at.y, kCard.x * s, kCard.y * s};
    at.x += (kCard.x + kGap) * s;
  }
  if (shape.beside) {
    Vec client{region.right() - (kPad + kClientColumn) * s, region.y + kTitle * s};
    for (const NodeId id : shape.clients) {
      place_client_beside(layout, id, client);
      client.y += kClientBlock * s;
    }
    return;
  }
  const float cards = shape.replicas.empty() ? 0 : kCard.y;
  Vec client{region.x + kPad * s, region.y + (kTitle + cards) * s};
  for (const NodeId id : shape.clients) {
    place_client_below(layout, id, client, region.w - 2 * kPad * s);
    client.y += kClientRow * s;
  }
}

Duration median(const System& system, std::size_t a, std::size_t b) {
  return system.latencies[a * system.sites.size() + b].at[1];
}

// The site opposite to the longest of three lines.
std::size_t apex_of(const System& system) {
  std::size_t apex = 2;
  for (std::size_t site = 0; site < 3; ++site) {
    const Duration opposite = median(system, (site + 1) % 3, (site + 2) % 3);
    if (opposite > median(system, (apex + 1) % 3, (apex + 2) % 3)) apex = site;
  }
  return apex;
}

void place_three(SceneLayout& layout, const System& system, Rect room) {
  const std::size_t apex = apex_of(system);
  const std::size_t left = std::min((apex + 1) % 3, (apex + 2) % 3);
  const std::size_t right = std::max((apex + 1) % 3, (apex + 2) % 3);
  const SiteShape top = shape_of(system, id_of<SiteId>(apex), true);
  const SiteShape a = shape_of(system, id_of<SiteId>(left), false);
  const SiteShape b = shape_of(system, id_of<SiteId>(right), false);
  const float s = layout.scale;
  const Vec low_left{room.x + a.size.x * s / 2, room.bottom() - a.size.y * s / 2};
  const Vec low_right{room.right() - b.size.x * s / 2, room.bottom() - b.size.y * s / 2};
  const auto to_left = static_cast<float>(median(system, apex, left).us);
  const auto to_right = static_cast<float>(median(system, apex, right).us);
  const float share = to_left + to_right > 0 ? to_left / (to_left + to_right) : 0.5F;
  const float reach = clamped(share, 0.36F, 0.64F);
  const float half = top.size.x * s / 2;
  const float x = clamped(lerp(low_left, low_right, reach).x, room.x + half, room.right() - half);
  place_site(layout, id_of<SiteId>(left), a, low_left);
  place_site(layout, id_of<SiteId>(right), b, low_right);
  place_site(layout, id_of<SiteId>(apex), top, {x, room.y + top.size.y * s / 2});
}

// Side by side, in the order of the list, where there is too little height for anything else.
void place_row(SceneLayout& layout, const System& system, Rect room) {
  const auto count = static_cast<float>(system.sites.size());
  for (std::size_t i = 0; i < system.sites.size(); ++i) {
    const SiteShape shape = shape_of(system, id_of<SiteId>(i), false);
    const float free = room.w - shape.size.x * layout.scale;
    const float x = count > 1 ? free * static_cast<float>(i) / (count - 1) : free / 2;
    const Vec corner{room.x + x, room.center().y - shape.size.y * layout.scale / 2};
    place_site(layout, id_of<SiteId>(i), shape, corner + shape.size * (layout.scale / 2));
  }
}

// Up to two sites stand in a row; more stand in a ring, the first at the left.
void place_others(SceneLayout& layout, const System& system, Rect room) {
  const std::size_t count = system.sites.size();
  for (std::size_t i = 0; i < count; ++i) {
    const SiteShape shape = shape_of(system, id_of<SiteId>(i), false);
    const Vec free = (Vec{room.w, room.h} - shape.size * layout.scale) * 0.5F;
    const auto turn = static_cast<float>(i) / static_cast<float>(count);
    const float angle = 6.2831853F * turn + 3.1415926F;
    const bool alone = count == 1;
    const Vec offset{alone ? 0 : std::cos(angle) * std::max(0.0F, free.x),
                     alone ? 0 : std::sin(angle) * std::max(0.0F, free.y)};
    place_site(layout, id_of<SiteId>(i), shape, room.center() + offset);
  }
}

float row_width(const System& system) {
  float width = 2 * kMargin;
  for (std::size_t i = 0; i < system.sites.size(); ++i) {
    width += shape_of(system, id_of<SiteId>(i), false).size.x + kGap / 2;
  }
  return width;
}

float scale_for(const System& system, Rect room) {
  if (room.h >= kFlat) return clamped(std::min(room.w / 620, room.h / 430), 0.72F, 1.5F);
  return clamped(std::min(room.w / row_width(system), room.h / 210), 0.5F, 0.9F);
}

}  // namespace

SceneLayout place_scene(const System& system, Rect room) {
  SceneLayout layout;
  layout.sites.resize(system.sites.size());
  layout.nodes.resize(system.nodes.size());
  layout.bubbles.resize(system.nodes.size());
  layout.scale = scale_for(system, room);
  const Rect inner = room.inset(kMargin * layout.scale);
  if (room.h < kFlat) {
    place_row(layout, system, inner);
  } else if (system.sites.size() == 3) {
    place_three(layout, system, inner);
  } else {
    place_others(layout, system, inner);
  }
  return layout;
}

NodeId home_of(const System& system, NodeId client) {
  const std::vector<NodeId> nearest = replicas_by_distance(system, client);
  return nearest.empty() ? kNobody : nearest.front();
}

}  // namespace caplab::web
