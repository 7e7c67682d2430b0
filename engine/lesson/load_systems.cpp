// Reads lessons/systems.json: one world for all, then a system after the other, each with a store
// of its own in that world.
#include <algorithm>
#include <utility>

#include "engine/lesson/load_parts.h"
#include "engine/lesson/load_protocol.h"
#include "engine/lesson/systems.h"

namespace caplab::lesson {
namespace {

constexpr std::size_t kSystemsMax = 64;
constexpr json::Count kSentence{1, 400};

// For a read or a write of a store at a level an operation "read LEVEL"; of a group "GROUP: read
// LEVEL".
void add_operation(Lesson& lesson, StoreId store, object::Verb verb, const NamedLevel& level) {
  const bool reads = object::is_read(verb);
  const std::string& group = lesson.object_ids[index(store)];
  const std::string prefix = group.empty() ? "" : group + ": ";
  lesson.operation_ids.push_back(prefix + (reads ? "read " : "write ") + level.name);
  lesson.system.operations.push_back({.name = lesson.operation_ids.back(),
                                      .store = store,
                                      .verb = verb,
                                      .level = level.level,
                                      .then = std::nullopt});
}

// Operations stand two a level, the read first; one that a level is not for is never called.
void add_operations(Lesson& lesson, StoreId store, const std::vector<NamedLevel>& levels) {
  for (const NamedLevel& level : levels) {
    add_operation(lesson, store, object::Verb::read, level);
    add_operation(lesson, store, object::Verb::write, level);
  }
}

void load_store_of(const json::Reader& store, const std::string& group, Lesson& lesson) {
  const Names replicas{lesson.node_ids.begin(), lesson.node_ids.begin() + lesson.system.replicas};
  lesson.object_ids.push_back(group);
  StoreSpec spec{.name = group.empty() ? "register" : group,
                 .type = object::ObjectType::reg,
                 .protocol = load_protocol(store, replicas),
                 .keys = 1,
                 .initial = {}};
  spec.conflict = load_conflict(store, spec.protocol, spec.type);
  spec.initial = initial_content(spec.protocol, spec.type, 0, spec.conflict);
  lesson.system.stores.push_back(std::move(spec));
}

NamedLevel load_level(const json::Reader& reader, const Lesson& lesson) {
  const json::Fields fields = reader.object({"name", "level", "for"});
  const std::vector<Level> offered = levels_of(lesson.system.stores[0]);
  std::vector<std::string> words;
  for (const Level level : offered) words.emplace_back(name_of(level));
  NamedLevel level;
  level.name = fields["name"].text({1, 60});
  level.level = offered[fields["level"].one_of(words)];
  enum class For : std::uint8_t { reads, writes, both };
  const For use = fields["for"].one_of<For>(
      {{"reads", For::reads}, {"writes", For::writes}, {"both", For::both}}, For::both);
  level.reads = use != For::writes;
  level.writes = use != For::reads;
  return level;
}

std::size_t level_at(const json::Reader& reader, const NamedSystem& system, bool reads) {
  std::vector<std::string> names;
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < system.levels.size(); ++i) {
    if (reads ? !system.levels[i].reads : !system.levels[i].writes) continue;
    names.push_back(system.levels[i].name);
    positions.push_back(i);
  }
  if (names.empty()) return 0;
  return positions[reader.one_of(names)];
}

Configuration load_configuration(const json::Reader& reader, const NamedSystem& system,
                                 std::vector<std::string>& ids) {
  const json::Fields fields =
      reader.object({"id", "read", "write"}, {"documented", "source", "note"});
  Configuration configuration;
  add_id(fields["id"], ids);
  configuration.id = ids.back();
  configuration.read = level_at(fields["read"], system, true);
  configuration.write = level_at(fields["write"], system, false);
  if (fields["documented"].present()) {
    configuration.documented = pacelc_letters(fields["documented"]);
    configuration.source = fields["source"].text(kSentence);
    if (!fields["source"].present()) {
      reader.fail("missing-key", "has no key \"source\", must have it: it has \"documented\"");
    }
  }
  if (fields["note"].present()) configuration.note = fields["note"].text(kSentence);
  return configuration;
}

Expectation load_expectation(const json::Reader& reader, std::size_t calls) {
  using Ended = Expectation::Ended;
  const json::Fields fields =
      reader.object({"call"}, {"ended", "shows", "conflicts", "takesAtLeast"});
  Expectation expectation;
  const auto last = static_cast<std::int64_t>(calls);
  expectation.call = static_cast<std::size_t>(fields["call"].integer({1, last}, 1) - 1);
  if (fields["ended"].present()) {
    expectation.ended = fields["ended"].one_of<Ended>({{"accepted", Ended::accepted},
                                                       {"declined", Ended::declined},
                                                       {"refused", Ended::refused},
                                                       {"unknown", Ended::unknown}});
  }
  if (fields["shows"].present()) {
    expectation.shows = fields["shows"].list({1, 16}, [](const json::Reader& value) {
      return value.integer({-kAmountMax, kAmountMax});
    });
  }
  if (fields["conflicts"].present()) {
    expectation.conflicts = static_cast<std::uint32_t>(fields["conflicts"].integer({0, 100}));
  }
  if (fields["takesAtLeast"].present()) {
    expectation.at_least = fields["takesAtLeast"].duration({microseconds(1), seconds(60)});
  }
  return expectation;
}

std::size_t count_calls(const std::vector<TimedCommand>& script) {
  return static_cast<std::size_t>(std::count_if(
      script.begin(), script.end(),
      [](const TimedCommand& timed) { return std::holds_alternative<Call>(timed.command); }));
}

// Groups stand in place of the system's one store, each with the same levels.
void load_groups(const json::Reader& groups, const std::vector<NamedLevel>& levels,
                 Lesson& lesson) {
  if (!groups.present()) return;
  lesson.object_ids.clear();
  lesson.operation_ids.clear();
  lesson.system.stores.clear();
  lesson.system.operations.clear();
  std::vector<std::string> ids;
  for (const json::Reader& group : groups.items({2, 4})) {
    const json::Fields fields = group.object({"id", "store"});
    add_id(fields["id"], ids);
    load_store_of(fields["store"], ids.back(), lesson);
    add_operations(lesson, id_of<StoreId>(ids.size() - 1), levels);
  }
}

// What a client calls as soon as another call of its has ended, with the same amount.
void load_next_calls(const json::Reader& then, Lesson& lesson) {
  if (!then.present()) return;
  for (const json::Reader& pair : then.items({1, 8})) {
    const json::Fields fields = pair.object({"after", "call"});
    const std::size_t after = fields["after"].one_of(lesson.operation_ids);
    const std::size_t next = fields["call"].one_of(lesson.operation_ids);
    if (next == after || lesson.system.operations[next].then) {
      pair.fail("not-allowed", "goes on and on, the call after a call must be the last");
      return;
    }
    lesson.system.operations[after].then = static_cast<std::uint16_t>(next);
  }
}

Together load_together(const json::Reader& reader, const Lesson& lesson) {
  const json::Fields fields = reader.object({"later", "earlier", "apart"});
  return {id_of<StoreId>(fields["later"].one_of(lesson.object_ids)),
          id_of<StoreId>(fields["earlier"].one_of(lesson.object_ids)), fields["apart"].boolean()};
}

SystemRun load_run(const json::Reader& reader, const NamedSystem& system, Lesson lesson) {
  const json::Fields fields =
      reader.object({"shows", "script", "expect"}, {"groups", "then", "together"});
  SystemRun run;
  run.shows = fields["shows"].text(kSentence);
  load_groups(fields["groups"], system.levels, lesson);
  load_next_calls(fields["then"], lesson);
  load_script(fields["script"], lesson);
  run.script = std::move(lesson.script);
  run.end = lesson.script_end;
  std::size_t calls = std::max<std::size_t>(count_calls(run.script), 1);
  if (fields["then"].present()) calls *= 2;
  run.expect = fields["expect"].list({1, 64}, [&](const json::Reader& expectation) {
    return load_expectation(expectation, calls);
  });
  if (fields["together"].present()) {
    run.together = fields["together"].list(
        {1, 8}, [&](const json::Reader& reads) { return load_together(reads, lesson); });
  }
  const bool own = fields["groups"].present() || fields["then"].present();
  if (own) run.groups = std::move(lesson.system);
  return run;
}

NamedSystem load_system(const json::Reader& reader, Lesson lesson, std::vector<std::string>& ids) {
  const json::Fields fields = reader.object(
      {"id", "name", "store", "levels", "configurations", "claim", "source", "leavesOut", "runs"});
  NamedSystem system;
  add_id(fields["id"], ids);
  system.id = ids.back();
  system.name = fields["name"].text({1, 60});
  load_store_of(fields["store"], "", lesson);
  system.levels = fields["levels"].list(
      {1, 16}, [&](const json::Reader& level) { return load_level(level, lesson); });
  add_operations(lesson, StoreId{0}, system.levels);
  std::vector<std::string> configurations;
  if (!system.levels.empty()) {
    system.configurations =
        fields["configurations"].list({1, 8}, [&](const json::Reader& configuration) {
          return load_configuration(configuration, system, configurations);
        });
    system.runs = fields["runs"].list(
        {1, 8}, [&](const json::Reader& run) { return load_run(run, system, lesson); });
  }
  system.claim = fields["claim"].text(kSentence);
  system.source = fields["source"].text(kSentence);
  system.leaves_out = fields["leavesOut"].text(kSentence);
  system.system = std::move(lesson.system);
  return system;
}

// Names of sites and nodes are their ids.
void name_world(Lesson& lesson) {
  lesson.system.sites = lesson.site_ids;
  for (std::size_t i = 0; i < lesson.system.nodes.size(); ++i) {
    lesson.system.nodes[i].name = lesson.node_ids[i];
  }
}

std::optional<Lesson> load_world(const json::Reader& world) {
  const json::Fields fields = world.object({"sites", "network", "replicas", "clients"});
  Lesson lesson;
  if (!load_sites(fields["sites"], lesson)) return std::nullopt;
  if (!load_nodes(fields["replicas"], fields["clients"], lesson)) return std::nullopt;
  load_network(fields["network"], lesson);
  name_world(lesson);
  return lesson;
}

}  // namespace

std::uint16_t operation_at(object::Verb verb, std::size_t level) {
  return static_cast<std::uint16_t>(level * 2 + (object::is_read(verb) ? 0 : 1));
}

std::vector<NamedSystem> load_systems(std::string_view json, json::Report& report) {
  const std::optional<json::Value> root = json::parse(json, report);
  if (!root) return {};
  const json::Fields fields =
      json::Reader(*root, report).object({"format", "world", "systems"}, {"$schema"});
  fields["format"].integer({1, 1}, 1);
  fields["$schema"].text({1, 200});
  const std::optional<Lesson> world = load_world(fields["world"]);
  if (!world) return {};
  std::vector<std::string> ids;
  return fields["systems"].list({1, kSystemsMax}, [&](const json::Reader& system) {
    return load_system(system, *world, ids);
  });
}

}  // namespace caplab::lesson
