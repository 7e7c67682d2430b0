// The words of such a lesson follow from the system's own names; the calls of a run are put to the
// levels that were picked.
#include "engine/lesson/system_lesson.h"

#include "engine/lesson/load_parts.h"
#include "engine/sim/command.h"

namespace caplab::lesson {
namespace {

// Slow enough to follow each call, and somebody is always asking.
constexpr Duration kFirst = milliseconds(500);
constexpr Duration kBeat = milliseconds(1500);  // between one client's calls
constexpr Time kLastCall{seconds(18).us};
constexpr Time kBeatEnd{seconds(21).us};

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

// Each client writes and reads in turn, one after the other; every value is written once.
std::vector<TimedCommand> steady_beat(const NamedSystem& system) {
  const Configuration& usual = system.configurations.front();
  const auto replicas = static_cast<std::size_t>(system.system.replicas);
  const std::size_t clients = client_count(system.system);
  const Duration apart{kBeat.us / static_cast<std::int64_t>(clients)};
  std::vector<TimedCommand> script;
  std::int64_t value = 0;
  std::size_t calls = 0;
  for (Time at = Time{} + kFirst; at < kLastCall; at = at + apart, ++calls) {
    const bool writes = (calls / clients + calls % clients) % 2 == 0;
    Call call;
    call.client = id_of<NodeId>(replicas + calls % clients);
    call.operation = operation_at(writes ? object::Verb::write : object::Verb::read,
                                  writes ? usual.write : usual.read);
    call.amount = writes ? ++value : 0;
    script.push_back({at, call});
  }
  return script;
}

// Every store has the same operations in the same order, see operation_at.
std::size_t operations_of_a_store(const NamedSystem& system) { return system.levels.size() * 2; }

// The operation on the same store that reads or writes as this one does, at the level picked.
std::uint16_t picked(const NamedSystem& system, const SystemPick& pick, std::size_t operation) {
  const std::size_t within = operation % operations_of_a_store(system);
  const object::Verb verb = system.system.operations[within].verb;
  const std::optional<std::size_t>& level = object::is_read(verb) ? pick.read : pick.write;
  const std::size_t moved = level ? operation_at(verb, *level) : within;
  return static_cast<std::uint16_t>(operation - within + moved);
}

void put_to_levels(const NamedSystem& system, const SystemPick& pick, Lesson& lesson) {
  for (TimedCommand& timed : lesson.script) {
    auto* call = std::get_if<Call>(&timed.command);
    if (call) call->operation = picked(system, pick, call->operation);
  }
  std::vector<OperationSpec>& operations = lesson.system.operations;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    if (!operations[i].then) continue;
    operations[picked(system, pick, i)].then = picked(system, pick, *operations[i].then);
  }
}

void name_nodes(Lesson& lesson) {
  System& system = lesson.system;
  for (std::size_t i = 0; i < system.nodes.size(); ++i) {
    const std::string& id = lesson.node_ids[i];
    const bool copy = static_cast<int>(i) < system.replicas;
    const std::string& site = lesson.site_ids[index(system.nodes[i].site)];
    lesson.prose.entries["node." + id] = copy ? "Copy in " + capitalised(site) : capitalised(id);
    lesson.prose.entries["node." + id + ".short"] = capitalised(id.substr(0, 2));
  }
}

// Where a run keeps several stores, an operation says which of them it is on.
void name_operations(const NamedSystem& system, Lesson& lesson) {
  const std::vector<OperationSpec>& operations = lesson.system.operations;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const bool reads = object::is_read(operations[i].verb);
    const std::string entry = "operation." + lesson.operation_ids[i];
    const std::string store = lesson.object_ids[index(operations[i].store)] + ": ";
    const std::string on_store = store + (reads ? "read" : "write");
    const std::string alone = reads ? "Read" : "Write";
    lesson.prose.entries[entry] = lesson.object_ids.size() > 1 ? on_store : alone;
    const std::size_t level = i % operations_of_a_store(system) / 2;
    lesson.prose.entries[entry + ".level"] = system.levels[level].name;
  }
}

// The ids are the names that the file gives.
void take_names(const NamedSystem& system, Lesson& lesson) {
  for (const NodeSpec& node : lesson.system.nodes) lesson.node_ids.push_back(node.name);
  for (const StoreSpec& store : lesson.system.stores) lesson.object_ids.push_back(store.name);
  for (const OperationSpec& operation : lesson.system.operations) {
    lesson.operation_ids.push_back(operation.name);
  }
  lesson.site_ids = std::move(lesson.system.sites);
  lesson.system.sites.clear();
  for (const std::string& id : lesson.site_ids) {
    lesson.prose.entries["site." + id] = capitalised(id);
  }
  for (const std::string& id : lesson.object_ids) lesson.prose.entries["object." + id] = id;
  lesson.prose.entries["title"] = system.name;
  lesson.prose.entries["currency"] = "";
  name_nodes(lesson);
  name_operations(system, lesson);
  name_system(lesson);
}

}  // namespace

Lesson lesson_of(const NamedSystem& system, const SystemPick& pick) {
  Lesson lesson;
  lesson.id = system.id;
  Scenario scenario;
  if (pick.run) {
    scenario = scenario_of(system, system.runs[*pick.run], 1);
  } else {
    scenario = {.system = system.system, .script = steady_beat(system), .end = kBeatEnd};
  }
  lesson.system = std::move(scenario.system);
  lesson.script = std::move(scenario.script);
  lesson.script_end = scenario.end;
  put_to_levels(system, pick, lesson);
  take_names(system, lesson);
  return lesson;
}

std::vector<std::size_t> levels_for(const NamedSystem& system, bool reads) {
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < system.levels.size(); ++i) {
    if (reads ? system.levels[i].reads : system.levels[i].writes) positions.push_back(i);
  }
  return positions;
}

}  // namespace caplab::lesson
