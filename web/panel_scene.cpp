// What can be touched in the scene: sites to cut off, lines to cut, nodes to crash. The picture
// itself is drawn by the shaders, the words by scene_labels.cpp.
#include <algorithm>

#include "engine/base/text.h"
#include "web/panels.h"

namespace caplab::web {
namespace {

constexpr float kBanner = 36;

std::string health_word(Health health) {
  switch (health) {
    case Health::fresh: return "up to date";
    case Health::stale: return "out of date";
    case Health::conflict: return "disagrees with another copy";
    case Health::crashed: return "down";
  }
  return "";
}

bool reaches_all(const App& app, SiteId site) {
  const System& system = app.lesson.system;
  const World& world = app.stage->session.world();
  const NodeSet here = nodes_at(system, site);
  for (std::size_t a = 0; a < world.nodes.size(); ++a) {
    for (std::size_t b = 0; b < world.nodes.size(); ++b) {
      if (!here.has(id_of<NodeId>(a)) || here.has(id_of<NodeId>(b))) continue;
      if (!world.links[a * world.nodes.size() + b].up) return false;
    }
  }
  return true;
}

Command cut_off(const App& app, SiteId site) {
  const NodeSet side = nodes_at(app.lesson.system, site);
  return Cut{side, NodeSet{all_nodes(app.lesson.system).bits & ~side.bits}, true};
}

void touch_site(Ui& ui, const ScenePlace& place, std::size_t i, SceneUi& state) {
  const auto site = id_of<SiteId>(i);
  const bool may = may_intervene(ui.app);
  const bool whole = reaches_all(ui.app, site);
  const Rect& region = place.layout.sites[i];
  const Touch at = touch(ui,
                         {.id = "site." + ui.app.lesson.site_ids[i],
                          .label = ui.app.lesson.system.sites[i] + (whole ? "" : ", cut off"),
                          .role = "node",
                          .rect = {region.x, region.y, region.w, 25 * place.layout.scale},
                          .enabled = may},
                         true);
  if (at.hovered) {
    if (may) state.highlight.site = i;
    if (may) tip(ui, whole ? "Cut " + ui.app.lesson.system.sites[i] + " off" : "Mend every line");
  }
  if (!at.pressed) return;
  ui.actions.push_back(Intervene{whole ? cut_off(ui.app, site) : Command{Heal{}}});
}

std::string replica_words(const App& app, const ReplicaView& replica) {
  std::string words = node_name(app.lesson, replica.node) + ": " + health_word(replica.health);
  for (const StoreView& store : replica.stores) {
    words += "\n" + store.name + " " + store.value + ", as of " + store.as_of;
    if (!store.kept.empty()) {
      words += " (" + store.kept + ")";
    } else if (store.health != Health::fresh) {
      words += " (" + health_word(store.health) + ")";
    }
  }
  if (replica.leads) words += "\nDecides what is written";
  if (replica.paused) words += "\nStands still: what arrives waits";
  if (replica.hints > 0) {
    words += "\nKeeps " + std::to_string(replica.hints) + " writes for copies it cannot reach";
  }
  if (replica.skew.us != 0) {
    const bool behind = replica.skew.us < 0;
    words += "\nIts clock is " + duration_text({behind ? -replica.skew.us : replica.skew.us}) +
             (behind ? " behind" : " ahead");
  }
  return words;
}

void touch_replica(Ui& ui, const ScenePlace& place, const ReplicaView& replica, SceneUi& state) {
  const App& app = ui.app;
  const bool may = may_intervene(app);
  const bool down = replica.health == Health::crashed;
  std::string value = replica.stores.empty() ? "" : replica.stores.front().value + ", ";
  const bool keeps = replica.health == Health::conflict && !replica.stores.front().kept.empty();
  value += keeps ? replica.stores.front().kept : health_word(replica.health);
  if (replica.paused) value += ", stands still";
  const Touch at = touch(ui, {.id = "node." + app.lesson.node_ids[index(replica.node)],
                              .label = node_name(app.lesson, replica.node),
                              .role = "node",
                              .rect = place.layout.nodes[index(replica.node)],
                              .value = value});
  if (at.hovered) {
    state.highlight.node = replica.node;
    std::string words = replica_words(app, replica);
    if (may) words += down ? "\n\nClick to restart it" : "\n\nClick to crash it";
    tip(ui, words);
  }
  if (!at.pressed || !may) return;
  ui.actions.push_back(
      Intervene{down ? Command{Restart{replica.node}} : Command{Crash{replica.node}}});
}

void touch_client(Ui& ui, const ScenePlace& place, const ClientView& client, SceneUi& state) {
  const App& app = ui.app;
  const Touch at = touch(ui, {.id = "node." + app.lesson.node_ids[index(client.node)],
                              .label = node_name(app.lesson, client.node),
                              .role = "node",
                              .rect = place.layout.nodes[index(client.node)],
                              .value = client.bubble});
  if (at.hovered) {
    state.highlight.node = client.node;
    const Log& log = app.stage->session.log();
    std::string words = node_name(app.lesson, client.node);
    if (client.called) {
      words += "\n" + operation_text(app.lesson, log.operations[index(client.op)]);
    }
    tip(ui, words);
  }
  if (at.pressed && client.called) ui.actions.push_back(ShowOperation{client.op});
}

void touch_link(Ui& ui, const ScenePlace& place, const LinkView& link) {
  const App& app = ui.app;
  const System& system = app.lesson.system;
  const bool between_replicas = static_cast<int>(index(link.b)) < system.replicas &&
                                static_cast<int>(index(link.a)) < system.replicas;
  if (!between_replicas) return;
  const bool cut = link.cut_there || link.cut_back;
  const std::string a = system.sites[index(system.nodes[index(link.a)].site)];
  const std::string b = system.sites[index(system.nodes[index(link.b)].site)];
  const Touch at = touch(ui, {.id = "link." + app.lesson.node_ids[index(link.a)] + "." +
                                    app.lesson.node_ids[index(link.b)],
                              .label = "Line from " + a + " to " + b,
                              .role = "link",
                              .rect = plate_of(place, link, {56, 24}),
                              .enabled = may_intervene(app),
                              .value = cut ? "cut" : "whole"});
  if (at.hovered && may_intervene(app)) tip(ui, cut ? "Mend every line" : "Cut this line");
  if (!at.pressed) return;
  NodeSet from = nodes_at(system, system.nodes[index(link.a)].site);
  NodeSet to = nodes_at(system, system.nodes[index(link.b)].site);
  ui.actions.push_back(Intervene{cut ? Command{Heal{}} : Command{Cut{from, to, true}}});
}

bool has_banner(const App& app) {
  return app.stage && (app.stage->breaks_at || app.stage->touched || !app.watched.empty());
}

// Above a run that is not the lesson's own: what is played, and the way back.
void draw_banner(Ui& ui, const ScenePlace& place) {
  const App& app = ui.app;
  if (!has_banner(app)) return;
  const bool violation = app.stage->breaks_at.has_value();
  std::string text = app.watched.empty() ? "You have changed this run" : app.watched;
  if (violation && app.violation) {
    const int number = app.violation->found_in;
    text = (number == 0 ? "Small case" : "Schedule " + count_text(number)) +
           ", paused where it breaks";
  }
  const Rect strip{place.room.x, place.room.y, place.room.w, kBanner};
  const Color color = violation ? ui.theme.refused : ui.theme.accent;
  const Pen pen = ui.pen();
  pen.fill(strip, mixed(ui.theme.ground, color, 0.14F));
  pen.line({strip.x, strip.bottom()}, {strip.right(), strip.bottom()}, faded(color, 0.5F));
  const Rect back{strip.right() - 128, strip.y + 4, 120, strip.h - 8};
  pen.text_left({strip.x + 16, strip.y, back.x - strip.x - 24, strip.h}, ui.body(), text);
  note(ui, {.id = "scene.banner", .label = text, .role = "text", .rect = strip});
  const char* label = app.system ? "Undo my changes" : "Back to my run";
  if (app.lesson.task == lesson::Task::diagnose) label = "Back to the table";
  const TreeItem item{.id = "scene.restart", .label = label, .role = "button", .rect = back};
  if (button(ui, item, Look::quiet)) ui.actions.push_back(RestartRun{});
}

}  // namespace

Rect room_below_banner(const App& app, const Rect& scene) {
  if (!has_banner(app)) return scene;
  return {scene.x, scene.y + kBanner, scene.w, scene.h - kBanner};
}

Rect plate_of(const ScenePlace& place, const LinkView& link, Vec size) {
  const Line line = line_between(place.layout, link.a, link.b);
  const Vec middle = lerp(line.from, line.to, 0.5F);
  if (link.cut_there || link.cut_back) return centered(middle, size);
  Vec away = across(direction(line.to - line.from));
  if (dot(away, middle - place.room.center()) < 0) away = away * -1;
  const float reach = (std::fabs(away.x) * size.x + std::fabs(away.y) * size.y) / 2 + 8;
  return centered(middle + away * reach, size);
}

void draw_scene_panel(Ui& ui, const ScenePlace& place, SceneUi& state) {
  begin_panel("scene", place.room, faded(ui.theme.ground, 0), {});
  state.highlight = {};
  if (ui.app.stage) {
    for (std::size_t i = 0; i < place.layout.sites.size(); ++i) touch_site(ui, place, i, state);
    for (const LinkView& link : place.view.links) touch_link(ui, place, link);
    for (const ReplicaView& replica : place.view.replicas) touch_replica(ui, place, replica, state);
    for (const ClientView& client : place.view.clients) touch_client(ui, place, client, state);
    draw_scene_labels(ui, place);
    draw_message_labels(ui, place);
    draw_banner(ui, place);
  }
  end_panel();
}

}  // namespace caplab::web
