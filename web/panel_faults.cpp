// What can be done to single copies besides a click on them: let one stand still, let its disk
// forget, make it the primary. Every other fault is a command of the page, in a script's words.
#include "web/panels.h"
#include "web/words.h"

namespace caplab::web {
namespace {

constexpr float kHeight = 26;
constexpr float kBetween = 6;

// One button of a row of `count`.
bool pressed(Ui& ui, const Rect& row, std::size_t place, std::size_t count, TreeItem item) {
  const float all = row.w - kBetween * static_cast<float>(count - 1);
  const float width = all / static_cast<float>(count);
  item.rect = {row.x + (width + kBetween) * static_cast<float>(place), row.y, width, row.h};
  item.role = "button";
  return button(ui, item, Look::quiet);
}

bool has_primary(const System& system) {
  for (const StoreSpec& store : system.stores) {
    if (std::holds_alternative<primary_backup::Config>(store.protocol)) return true;
  }
  return false;
}

void draw_replica(Ui& ui, NodeId node) {
  const App& app = ui.app;
  const Node& host = app.stage->session.world().nodes[index(node)];
  const std::string id = "." + app.lesson.node_ids[index(node)];
  const std::string name = node_name(app.lesson, node);
  paragraph(ui, "fault" + id, ui.small(), name);
  const Rect row = next_row(kHeight);
  const bool promotes = has_primary(app.lesson.system);
  const std::size_t count = promotes ? 3 : 2;
  const Command rest = host.paused ? Command{Resume{node}} : Command{Pause{node}};
  const auto item = [&](const char* what, const char* label) {
    TreeItem one;
    one.id = std::string(what) + id;
    one.label = label;
    one.enabled = host.up;
    one.value = name;
    return one;
  };
  if (pressed(ui, row, 0, count,
              item("fault.pause", host.paused ? "Let it go on" : "Let it wait"))) {
    ui.actions.push_back(Intervene{rest});
  }
  if (pressed(ui, row, 1, count, item("fault.disk", "Break disk"))) {
    ui.actions.push_back(Intervene{LoseDisk{node}});
  }
  if (promotes && pressed(ui, row, 2, count, item("fault.promote", "Promote"))) {
    ui.actions.push_back(Intervene{Promote{node, {}}});
  }
  take_row(row.h);
  gap(8);
}

}  // namespace

void draw_faults(Ui& ui) {
  if (!may_intervene(ui.app)) return;
  gap(16);
  section(ui, "fault.heading", "Faults of copies");
  for (int i = 0; i < ui.app.lesson.system.replicas; ++i) {
    draw_replica(ui, id_of<NodeId>(static_cast<std::size_t>(i)));
  }
}

}  // namespace caplab::web
