// Finds what is named, or says what there is.
#include "web/app_system.h"

#include "engine/base/text.h"

namespace caplab::web {
namespace {

constexpr const char* kFree = "free";

void write_level(json::Writer& out, const SystemOnStage& shown,
                 const std::optional<std::size_t>& level) {
  level ? out.text(shown.named.levels[*level].name) : out.null();
}

// Whether the run that was just played showed what it is said to; null until it has.
void write_outcome(json::Writer& out, const App& app) {
  out.key("outcome");
  if (!is_as_written(app) || !has_ended(*app.stage)) {
    out.null();
    return;
  }
  const std::string& differs = app.system->differs;
  out.begin_object().key("held").boolean(differs.empty()).key("text").text(differs).end_object();
}

}  // namespace

Result<lesson::NamedSystem> system_named(std::string_view json, std::string_view file_name,
                                         const std::string& id) {
  json::Report report{.file = std::string(file_name), .findings = {}};
  std::vector<lesson::NamedSystem> systems = lesson::load_systems(json, report);
  if (!report.ok()) return report.error();
  std::vector<std::string> ids;
  for (lesson::NamedSystem& system : systems) {
    if (system.id == id) return std::move(system);
    ids.push_back(system.id);
  }
  return Error{"There is no system " + json::excerpt(id) + ", must be one of " + join(ids, ", ") +
               "."};
}

Result<std::optional<std::size_t>> run_named(const lesson::NamedSystem& system,
                                             const std::string& name) {
  if (name == kFree) return std::optional<std::size_t>{};
  for (std::size_t i = 0; i < system.runs.size(); ++i) {
    if (name == std::to_string(i + 1)) return std::optional<std::size_t>{i};
  }
  std::vector<std::string> names;
  for (std::size_t i = 0; i < system.runs.size(); ++i) names.push_back(std::to_string(i + 1));
  names.emplace_back(kFree);
  return Error{"The run is " + json::excerpt(name) + ", must be one of " + join(names, ", ") + "."};
}

Result<std::optional<std::size_t>> level_named(const lesson::NamedSystem& system, bool reads,
                                               const std::string& name) {
  if (name.empty()) return std::optional<std::size_t>{};
  std::vector<std::string> names;
  for (const std::size_t level : lesson::levels_for(system, reads)) {
    if (system.levels[level].name == name) return std::optional<std::size_t>{level};
    names.push_back(system.levels[level].name);
  }
  return Error{std::string("The level for ") + (reads ? "reads" : "writes") + " is " +
               json::excerpt(name) + ", must be one of " + join(names, ", ") + "."};
}

void write_system(json::Writer& out, const App& app) {
  out.key("system");
  if (!app.system) {
    out.null();
    return;
  }
  const SystemOnStage& shown = *app.system;
  const std::optional<std::size_t>& run = shown.pick.run;
  out.begin_object().key("id").text(shown.named.id).key("name").text(shown.named.name);
  out.key("run").text(run ? std::to_string(*run + 1) : kFree).key("read");
  write_level(out, shown, shown.pick.read);
  out.key("write");
  write_level(out, shown, shown.pick.write);
  write_outcome(out, app);
  out.end_object();
}

}  // namespace caplab::web
