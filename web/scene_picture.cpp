// Shapes and lines of one moment.
#include "web/scene_picture.h"

#include <algorithm>

#include "web/theme_values.h"

namespace caplab::web {
namespace {

struct Painter {
  const App& app;
  const Theme& theme;
  const SceneLayout& layout;
  const Highlight& highlight;
  ScenePicture picture;
};

struct Paint {
  Color fill;
  Color edge;
  float radius = 8;
  float edge_width = 1;
  ShapeStyle style = ShapeStyle::solid;
  float glow = 0;
};

ShapeInstance shape(const Rect& box, const Paint& paint) {
  const Vec c = box.center();
  return {c.x,
          c.y,
          box.w / 2,
          box.h / 2,
          paint.radius,
          paint.edge_width,
          static_cast<float>(paint.style),
          paint.glow,
          paint.fill,
          paint.edge};
}

void paint_sites(Painter& painter) {
  const Theme& theme = painter.theme;
  for (std::size_t i = 0; i < painter.layout.sites.size(); ++i) {
    const bool lit = painter.highlight.site == i;
    painter.picture.sites.push_back(shape(
        painter.layout.sites[i], {.fill = mixed(theme.ground, theme.surface, lit ? 1.0F : 0.75F),
                                  .edge = lit ? theme.accent : theme.line,
                                  .radius = 18 * painter.layout.scale,
                                  .edge_width = line_width(painter.app.theme)}));
  }
}

void paint_link(Painter& painter, const LinkView& link) {
  const Theme& theme = painter.theme;
  const Line line = line_between(painter.layout, link.a, link.b);
  const bool cut = link.cut_there && link.cut_back;
  const Color quiet = mixed(theme.line, theme.muted, 0.35F);
  Color color = mixed(quiet, theme.accent, link.wake * 0.85F);
  if (link.slow) color = theme.stale;
  if (cut) color = faded(quiet, 0.6F);
  const auto style = cut || link.slow ? StrokeStyle::dashed : StrokeStyle::plain;
  const float width = line_width(painter.app.theme) * (1.2F + 0.5F * link.wake);
  painter.picture.strokes.push_back({line.from.x,
                                     line.from.y,
                                     line.to.x,
                                     line.to.y,
                                     width,
                                     static_cast<float>(style),
                                     0.25F * link.wake,
                                     0,
                                     color,
                                     {}});
}

void paint_tears(Painter& painter) {
  const Stage& stage = *painter.app.stage;
  for (const Tear& tear :
       tears_of(painter.app.lesson.system, stage.session.world(), painter.layout)) {
    const auto style = tear.one_way ? StrokeStyle::torn_one_way : StrokeStyle::torn;
    float begins = 0;
    for (std::size_t i = 0; i + 1 < tear.points.size(); ++i) {
      const Vec a = tear.points[i];
      const Vec b = tear.points[i + 1];
      painter.picture.strokes.push_back({a.x, a.y, b.x, b.y, 1.6F, static_cast<float>(style), 0,
                                         begins, painter.theme.refused, painter.theme.ground});
      begins += distance(a, b);
    }
  }
}

ShapeStyle style_of(const ReplicaView& replica) {
  if (replica.health == Health::crashed) return ShapeStyle::hatched;
  if (replica.health == Health::stale) return ShapeStyle::dashed;
  return replica.leads ? ShapeStyle::twofold : ShapeStyle::solid;
}

void paint_replica(Painter& painter, const ReplicaView& replica) {
  const Theme& theme = painter.theme;
  const Color color = color_of(theme, replica.health);
  const bool lit = painter.highlight.node == replica.node;
  const bool down = replica.health == Health::crashed;
  Color fill = mixed(theme.raised, color, down ? 0.0F : 0.06F + 0.22F * replica.pulse);
  if (lit) fill = mixed(fill, theme.text, 0.07F);
  painter.picture.nodes.push_back(shape(painter.layout.nodes[index(replica.node)],
                                        {.fill = fill,
                                         .edge = color,
                                         .radius = 10 * painter.layout.scale,
                                         .edge_width = 1.6F * line_width(painter.app.theme),
                                         .style = style_of(replica),
                                         .glow = replica.pulse}));
}

void paint_client(Painter& painter, const ClientView& client) {
  const Theme& theme = painter.theme;
  const Rect& disc = painter.layout.nodes[index(client.node)];
  const Color color = client.called ? color_of(theme, client.ended, client.stale) : theme.muted;
  const bool lit = painter.highlight.node == client.node;
  painter.picture.nodes.push_back(
      shape(disc, {.fill = mixed(theme.raised, theme.text, lit ? 0.14F : 0.03F),
                   .edge = client.up ? color : theme.muted,
                   .radius = disc.w / 2,
                   .edge_width = 1.6F * line_width(painter.app.theme),
                   .style = client.up ? ShapeStyle::solid : ShapeStyle::hatched}));
}

}  // namespace

Color color_of(const Theme& theme, Health health) {
  switch (health) {
    case Health::fresh: return theme.ok;
    case Health::stale: return theme.stale;
    case Health::conflict: return theme.conflict;
    case Health::crashed: return theme.muted;
  }
  return theme.muted;
}

Color color_of(const Theme& theme, Ended ended, bool stale) {
  switch (ended) {
    case Ended::not_yet: return theme.accent;
    case Ended::accepted: return stale ? theme.stale : theme.ok;
    case Ended::declined: return theme.text;
    case Ended::refused: return theme.refused;
    case Ended::unknown: return theme.unknown;
  }
  return theme.muted;
}

ScenePicture picture_of(const App& app, const SceneView& view, const SceneLayout& layout,
                        const Highlight& highlight) {
  Painter painter{app, theme_of(app.theme), layout, highlight, {}};
  paint_sites(painter);
  for (const LinkView& link : view.links) paint_link(painter, link);
  if (app.stage) paint_tears(painter);
  for (const ReplicaView& replica : view.replicas) paint_replica(painter, replica);
  for (const ClientView& client : view.clients) paint_client(painter, client);
  return std::move(painter.picture);
}

}  // namespace caplab::web
