// The words of the scene: names, values, what clients saw, how long a line takes, what is said on
// the way. Labels on lines have plates of the ground's colour and stay out of each other's way.
#include <algorithm>
#include <cmath>

#include "engine/base/text.h"
#include "web/panels.h"

namespace caplab::web {
namespace {

Glyph glyph_of(Health health) {
  switch (health) {
    case Health::fresh: return Glyph::check;
    case Health::stale: return Glyph::clock;
    case Health::conflict: return Glyph::split;
    case Health::crashed: return Glyph::cross;
  }
  return Glyph::check;
}

// "12:00:01.234" would say nothing: time counts from the start of the run.
std::string local_clock(const App& app, std::size_t site) {
  const System& system = app.lesson.system;
  const World& world = app.stage->session.world();
  for (std::size_t n = 0; n < system.nodes.size(); ++n) {
    if (index(system.nodes[n].site) != site) continue;
    return decimal_text(local_time(world.nodes[n].clock, world.now).us / 1000, 3) + " s";
  }
  return "";
}

bool clock_is_wrong(const ScenePlace& place, const App& app, std::size_t site) {
  return std::any_of(place.view.replicas.begin(), place.view.replicas.end(),
                     [&](const ReplicaView& replica) {
                       const SiteId at = app.lesson.system.nodes[index(replica.node)].site;
                       return index(at) == site && replica.skew.us != 0;
                     });
}

// Text on a piece of the site's own colour, so that lines pass behind it; `side` 0 is left, 1
// right.
void plate(Ui& ui, const Rect& row, const TextStyle& style, const std::string& text, float side) {
  const Pen pen = ui.pen();
  const Vec size = pen.size_of(style, text);
  const Vec at{row.x + (row.w - size.x) * side, row.center().y - size.y / 2};
  const Rect box{at.x - 3, at.y, size.x + 6, size.y};
  pen.fill(box, mixed(ui.theme.ground, ui.theme.surface, 0.75F), 3);
  pen.text(at, style, text);
}

void label_sites(Ui& ui, const ScenePlace& place) {
  const float s = place.layout.scale;
  for (std::size_t i = 0; i < place.layout.sites.size(); ++i) {
    const Rect& region = place.layout.sites[i];
    const Rect title{region.x + 13 * s, region.y + 5 * s, region.w - 26 * s, 18 * s};
    const TextStyle name{Face::bold, 13 * s, ui.theme.text};
    const bool wrong = clock_is_wrong(place, ui.app, i);
    const TextStyle clock{Face::mono, 11 * s, wrong ? ui.theme.stale : ui.theme.muted};
    plate(ui, title, name, ui.app.lesson.system.sites[i], 0);
    plate(ui, title, clock, local_clock(ui.app, i), 1);
  }
}

void draw_store_bars(Ui& ui, const ReplicaView& replica, const Rect& row) {
  const Pen pen = ui.pen();
  const auto count = static_cast<float>(std::max<std::size_t>(replica.stores.size(), 1));
  const float width = (row.w - 4 * (count - 1)) / count;
  for (std::size_t i = 0; i < replica.stores.size(); ++i) {
    const float x = row.x + static_cast<float>(i) * (width + 4);
    const bool down = replica.health == Health::crashed;
    const Color color = down ? ui.theme.muted : color_of(ui.theme, replica.stores[i].health);
    pen.fill({x, row.y, width, row.h}, color, row.h / 2);
  }
}

// The size at which a text fits: several values side by side are smaller than one.
float fitting(const Pen& pen, const std::string& text, float width, float size, float least) {
  const float wide = pen.size_of({Face::mono, size, {}}, text).x;
  return wide <= width ? size : std::max(least, std::floor(size * width / wide));
}

// What the first store holds, large, and the second's beside it where there is room for both.
void label_values(const Pen& pen, const ReplicaView& replica, const Rect& room, float s,
                  const Color& main, const Color& muted) {
  const std::string& first = replica.stores.front().value;
  float left = room.w;
  if (replica.stores.size() > 1) {
    const TextStyle small{Face::mono, 10.5F * s, muted};
    const std::string& second = replica.stores[1].value;
    const float beside = pen.size_of(small, second).x + 8 * s;
    if (pen.size_of({Face::mono, 12 * s, main}, first).x + beside <= room.w) {
      pen.text_right({room.x, room.y + 3 * s, room.w, room.h - 3 * s}, small, second);
      left -= beside;
    }
  }
  const TextStyle large{Face::mono, fitting(pen, first, left, 17 * s, 10 * s), main};
  pen.text_left(room, large, shortened(pen, large, first, left));
}

void label_replica(Ui& ui, const ScenePlace& place, const ReplicaView& replica) {
  if (replica.stores.empty()) return;
  const Pen pen = ui.pen();
  const float s = place.layout.scale;
  const Rect card = place.layout.nodes[index(replica.node)];
  const Rect inner{card.x + 11 * s, card.y + 8 * s, card.w - 22 * s, card.h - 16 * s};
  const bool down = replica.health == Health::crashed;
  const Color color = color_of(ui.theme, replica.health);
  pen.text_left({inner.x, inner.y, inner.w - 18 * s, 14 * s}, {Face::bold, 11 * s, ui.theme.muted},
                node_short(ui.app.lesson, replica.node));
  draw_glyph(pen, glyph_of(replica.health), {inner.right() - 6 * s, inner.y + 7 * s}, 5.5F * s,
             color);
  label_values(pen, replica, {inner.x, inner.y + 15 * s, inner.w, 22 * s}, s,
               down ? ui.theme.muted : ui.theme.text, ui.theme.muted);
  pen.text_left({inner.x, inner.y + 38 * s, inner.w, 14 * s},
                {Face::mono, 10.5F * s, replica.health == Health::stale ? color : ui.theme.muted},
                "as of " + replica.stores.front().as_of);
  draw_store_bars(ui, replica, {inner.x, inner.bottom() - 3 * s, inner.w, 3 * s});
}

std::optional<Glyph> glyph_of(const ClientView& client) {
  switch (client.ended) {
    case Ended::not_yet: return std::nullopt;
    case Ended::accepted: return client.stale ? Glyph::clock : Glyph::check;
    case Ended::declined: return Glyph::cross;
    case Ended::refused: return Glyph::bar;
    case Ended::unknown: return Glyph::question;
  }
  return std::nullopt;
}

void draw_bubble(Ui& ui, const ScenePlace& place, const ClientView& client) {
  const Pen pen = ui.pen();
  const float s = place.layout.scale;
  const Rect room = place.layout.bubbles[index(client.node)];
  const Color color = color_of(ui.theme, client.ended, client.stale);
  const TextStyle style{Face::text, 12 * s,
                        client.ended == Ended::declined ? ui.theme.text : color};
  const std::optional<Glyph> glyph = glyph_of(client);
  const float mark = glyph ? 16 * s : 0;
  const std::string text = shortened(pen, style, client.bubble, room.w - 14 * s - mark);
  const float width = pen.size_of(style, text).x + 14 * s + mark;
  const bool below = room.y > place.layout.nodes[index(client.node)].bottom();
  const float x = below ? room.center().x - width / 2 : room.x;
  const Rect box{x, room.y, width, room.h};
  pen.fill(box, mixed(ui.theme.ground, color, 0.12F), 7 * s);
  pen.outline(box, faded(color, 0.6F), 7 * s, 1);
  if (glyph) draw_glyph(pen, *glyph, {box.x + 13 * s, box.center().y}, 4.5F * s, color);
  pen.text_left({box.x + 7 * s + mark, box.y, width, box.h}, style, text);
}

void label_client(Ui& ui, const ScenePlace& place, const ClientView& client) {
  const Pen pen = ui.pen();
  const float s = place.layout.scale;
  const Rect disc = place.layout.nodes[index(client.node)];
  pen.text_centered(disc, {Face::bold, 12 * s, ui.theme.text},
                    node_short(ui.app.lesson, client.node));
  if (client.called) draw_bubble(ui, place, client);
}

void label_link(Ui& ui, const ScenePlace& place, const LinkView& link) {
  const System& system = ui.app.lesson.system;
  if (static_cast<int>(std::max(index(link.a), index(link.b))) >= system.replicas) return;
  const Pen pen = ui.pen();
  const bool cut = link.cut_there || link.cut_back;
  const Duration median = latency_between(system, link.a, link.b).at[1];
  const std::string text = cut ? "cut" : std::to_string((median.us + 500) / 1000) + " ms";
  const TextStyle style{Face::mono, 11, cut ? ui.theme.refused : ui.theme.muted};
  const Vec size = pen.size_of(style, text);
  const Rect box = plate_of(place, link, size + Vec{12, 8});
  const auto covers = [&](const Rect& node) { return overlap(node, box); };
  if (std::any_of(place.layout.nodes.begin(), place.layout.nodes.end(), covers)) return;
  pen.fill(box, ui.theme.ground, 5);
  if (may_intervene(ui.app)) pen.outline(box, ui.theme.line, 5, 1);
  pen.text_centered(box, style, text);
}

}  // namespace

void draw_scene_labels(Ui& ui, const ScenePlace& place) {
  label_sites(ui, place);
  for (const LinkView& link : place.view.links) label_link(ui, place, link);
  for (const ReplicaView& replica : place.view.replicas) label_replica(ui, place, replica);
  for (const ClientView& client : place.view.clients) label_client(ui, place, client);
}

}  // namespace caplab::web
