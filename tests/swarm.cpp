#include "tests/swarm.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/check/linearizable.h"
#include "engine/object/verb_words.h"
#include "engine/sim/history_of.h"
#include "engine/sim/story.h"
#include "tests/invariants_objects.h"

namespace caplab::test {
namespace {

using object::ObjectType;
using object::Verb;

// The phases: faults, then a mended network that settles, then demands one after another.
constexpr Time kHealed{seconds(12).us};
constexpr Time kSettled{seconds(18).us};
constexpr Duration kBetweenDemands = milliseconds(300);
constexpr Duration kAfterDemands = seconds(6);

template <typename T, std::size_t kCount>
T one_of(const T (&choices)[kCount], Rng& rng) {
  return choices[static_cast<std::size_t>(rng.below(kCount))];
}

quorum::Config draw_quorum(Rng& rng) {
  quorum::Config config;
  if (rng.chance({1, 4})) config.read_repair = quorum::ReadRepair::none;
  if (rng.chance({1, 3})) config.fan_out = quorum::FanOut::enough;
  config.timeout = milliseconds(rng.between(300, 1800));
  return config;
}

primary_backup::Config draw_primary_backup(int replicas, Rng& rng) {
  using primary_backup::Mode;
  primary_backup::Config config;
  config.mode = one_of({Mode::single_copy, Mode::asynchronous, Mode::synchronous}, rng);
  config.primary = replica_node(static_cast<int>(rng.below(static_cast<std::uint64_t>(replicas))));
  config.timeout = milliseconds(rng.between(300, 1800));
  return config;
}

Verb progress_verb(ObjectType type) {
  if (type == ObjectType::reg) return Verb::write;
  if (type == ObjectType::account) return Verb::deposit;
  if (type == ObjectType::log) return Verb::append;
  for (const Verb verb : object::verbs_of(type)) {
    if (!object::is_read(verb)) return verb;
  }
  return Verb::look;
}

Verb read_verb(ObjectType type) {
  for (const Verb verb : object::verbs_of(type)) {
    if (object::is_read(verb) && !object::is_guarded(verb)) return verb;
  }
  return Verb::read;
}

bool is_quorum(const System& system) {
  return std::holds_alternative<quorum::Config>(system.stores[0].protocol);
}

bool is_recorded(const System& system, Verb verb) {
  return std::holds_alternative<object::Records>(system.stores[0].initial) &&
         !object::is_read(verb);
}

// A log that scrolls is no longer the whole story that a history tells, so it shall not.
void leave_out_scrolling(const System& system, std::vector<TimedCommand>& script) {
  const bool is_log = system.stores[0].type == ObjectType::log;
  const std::size_t appends_max = is_log ? object::kLogEntriesMax - 6 : object::kRecordsMax - 10;
  std::vector<std::size_t> appends(static_cast<std::size_t>(system.stores[0].keys), 0);
  std::erase_if(script, [&](const TimedCommand& timed) {
    const Call& call = std::get<Call>(timed.command);
    const Verb verb = system.operations[call.operation].verb;
    const bool append = object::enters(verb) || is_recorded(system, verb);
    return append && ++appends[index(call.key)] > appends_max;
  });
}

void mend(const System& system, std::vector<TimedCommand>& script) {
  script.push_back({kHealed, Heal{}});
  for (std::size_t i = 0; i < system.nodes.size(); ++i) {
    script.push_back({kHealed, Restart{id_of<NodeId>(i)}});
  }
}

// Each client changes each key once, then one reads each key from all replicas.
Time add_demands(const System& system, std::optional<Level> level,
                 std::vector<TimedCommand>& script) {
  const ObjectType type = system.stores[0].type;
  const Level strongest = is_quorum(system) ? Level::all : Level::primary;
  Time at = kSettled;
  const auto demand = [&](std::size_t client, int key, Verb verb, Level at_level) {
    Call call;
    call.client = client_node(system, static_cast<int>(client));
    call.operation = operation_of(system, verb, at_level);
    call.key = id_of<Key>(static_cast<std::size_t>(key));
    call.amount = 5;
    script.push_back({at, call});
    at = at + kBetweenDemands;
  };
  for (int key = 0; key < system.stores[0].keys; ++key) {
    for (std::size_t client = 0; client < client_count(system); ++client) {
      demand(client, key, progress_verb(type), level.value_or(Level::quorum));
    }
    demand(0, key, read_verb(type), strongest);
  }
  return at;
}

// --- what is demanded at the end ---

std::string operation_text(const Scenario& scenario, const Operation& operation) {
  return scenario.system.nodes[index(operation.client)].name + "'s operation " +
         std::to_string(index(operation.op)) + " at " + seconds_text(operation.called);
}

bool reachable(const System& system, const Operation& operation) {
  return !is_quorum(system) || quorum::needed(operation.level, system.replicas) <= system.replicas;
}

std::optional<Broken> demands_succeed(const Scenario& scenario, const World&, const Log& log) {
  for (const Operation& operation : log.operations) {
    const bool demanded = operation.called >= kSettled && reachable(scenario.system, operation);
    if (demanded && operation.outcome != Outcome::ok) {
      return Broken{"client.progress_after_heal",
                    operation_text(scenario, operation) + " " + ending_text(operation)};
    }
  }
  return std::nullopt;
}

// A client that crashed meanwhile forgot what it waited for.
std::optional<Broken> calls_return(const Scenario& scenario, const World& world, const Log& log) {
  for (const Operation& operation : log.operations) {
    const bool forgot = world.nodes[index(operation.client)].epoch > 0;
    if (!forgot && operation.returned == kNever) {
      return Broken{"client.every_call_returns", operation_text(scenario, operation)};
    }
  }
  return std::nullopt;
}

bool is_at_rest(const StoreState& state) {
  return std::visit(overload{
                        [](const client::State& own) { return own.waiting.empty(); },
                        [](const primary_backup::State& own) { return own.rounds.empty(); },
                        [](const quorum::State& own) { return own.rounds.empty(); },
                    },
                    state);
}

std::optional<Broken> work_ends(const Scenario& scenario, const World& world, const Log&) {
  for (std::size_t i = 0; i < world.nodes.size(); ++i) {
    const StoreState& state = world.nodes[i].stores[0];
    if (!is_at_rest(state)) {
      return Broken{"node.work_ends", scenario.system.nodes[i].name + " has work under way"};
    }
    if (hints_of(state) > 0) {
      return Broken{"quorum.hints_drain", scenario.system.nodes[i].name + " still keeps hints"};
    }
  }
  return std::nullopt;
}

// What a coordinator that crashed had not yet written everywhere is mended by reads only.
bool must_converge(const System& system, bool crashes, bool after_reads) {
  if (const auto* config = std::get_if<quorum::Config>(&system.stores[0].protocol)) {
    const bool repaired = after_reads && config->read_repair == quorum::ReadRepair::blocking;
    return repaired || !crashes;
  }
  const auto& config = std::get<primary_backup::Config>(system.stores[0].protocol);
  return config.mode != primary_backup::Mode::single_copy;
}

std::optional<Broken> replicas_converge(const Scenario& scenario, const World& world,
                                        const char* name) {
  const std::vector<object::Version>& first = versions_of(world.nodes[0].stores[0]);
  for (std::size_t i = 1; i < static_cast<std::size_t>(scenario.system.replicas); ++i) {
    const std::vector<object::Version>& other = versions_of(world.nodes[i].stores[0]);
    for (std::size_t key = 0; key < first.size(); ++key) {
      if (other[key] == first[key]) continue;
      return Broken{name, scenario.system.nodes[0].name + " has " + text_of(first[key]) + ", " +
                              scenario.system.nodes[i].name + " " + text_of(other[key])};
    }
  }
  return std::nullopt;
}

std::optional<Broken> broken_at_end(const SwarmOptions& options, const Scenario& scenario,
                                    const World& world, const Log& log) {
  for (const auto demand : {demands_succeed, calls_return, work_ends}) {
    if (auto broken = demand(scenario, world, log)) return broken;
  }
  if (must_converge(scenario.system, options.crashes, true)) {
    if (auto broken = replicas_converge(scenario, world, "replica.converge_by_reads"))
      return broken;
  }
  const bool one_order = promises_of(scenario.system, options.level).one_order;
  std::string trouble = rules_trouble(scenario, world, log, one_order);
  if (!trouble.empty()) return Broken{"object.rules_hold", std::move(trouble)};
  return std::nullopt;
}

std::optional<Broken> play(const SwarmOptions& options, const Scenario& scenario, World& world,
                           Log& log) {
  Invariants invariants(scenario, promises_of(scenario.system, options.level), world);
  const auto play_until = [&](Time until) -> std::optional<Broken> {
    while (next_time(scenario, world) <= until) {
      step(scenario, world, log);
      if (auto broken = invariants.after_event(world, log)) return broken;
    }
    return std::nullopt;
  };
  if (auto broken = play_until(kSettled - microseconds(1))) return broken;
  if (must_converge(scenario.system, options.crashes, false)) {
    if (auto broken = replicas_converge(scenario, world, "replica.converge_by_themselves")) {
      return broken;
    }
  }
  if (auto broken = play_until(scenario.end)) return broken;
  if (auto broken = invariants.at_end(log)) return broken;
  return broken_at_end(options, scenario, world, log);
}

std::string last_events(const Scenario& scenario, const Log& log) {
  constexpr std::size_t kShown = 12;
  std::string text;
  std::size_t i = log.events.size() - std::min(kShown, log.events.size());
  for (; i < log.events.size(); ++i) {
    text += story_line(scenario.system, log, log.events[i]) + "\n";
  }
  return text;
}

}  // namespace

check::Verdict verdict_on(const Scenario& scenario, const Log& log) {
  const StoreSpec& store = scenario.system.stores[0];
  check::Options options;
  options.object = history_type(store.type).value();
  options.initial_values = initial_values(store);
  if (store.type != ObjectType::log) options.initial = options.initial_values.front();
  options.failed_cas = check::FailedCas::absent;
  options.steps_max = 1'000'000;
  const std::vector<OpId> ops = operations_on(scenario.system, log, StoreId{0});
  return check::check_linearizable(history_of(scenario.system, log, ops), options);
}

std::string_view name_of(SwarmKind kind) {
  switch (kind) {
    case SwarmKind::primary_backup: return "primary_backup";
    case SwarmKind::quorum: return "quorum";
    case SwarmKind::serial: return "serial";
    case SwarmKind::mixed: return "mixed";
    case SwarmKind::objects: return "objects";
  }
  return "";
}

std::optional<SwarmKind> swarm_kind_named(std::string_view name) {
  for (const SwarmKind kind : kSwarmKinds) {
    if (name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

namespace {

// A type, a policy that means something for it, and often one order, in which nothing may break.
void draw_object(SwarmOptions& options, Rng& rng) {
  Shape& shape = options.shape;
  const std::vector<ObjectType> types = object::all_types();
  shape.type = types[static_cast<std::size_t>(rng.below(types.size()))];
  shape.extras = true;
  if (shape.type == ObjectType::stock) shape.initial = 3;
  const std::vector<object::Conflict> policies = object::conflicts_of(shape.type);
  shape.conflict = policies[static_cast<std::size_t>(rng.below(policies.size()))];
  if (rng.chance({1, 3})) shape.protocol = draw_primary_backup(shape.replicas, rng);
  const std::vector<Level> levels = levels_of(shape.protocol);
  options.level = levels[static_cast<std::size_t>(rng.below(levels.size()))];
  if (rng.chance({1, 3})) options.level = levels.back();
}

}  // namespace

SwarmOptions draw_options(SwarmKind kind, Rng& rng) {
  SwarmOptions options;
  options.shape.replicas = one_of({1, 2, 3, 3, 3, 3, 4, 5}, rng);
  options.shape.clients = static_cast<int>(rng.between(1, 4));
  options.shape.keys = one_of({1, 1, 2}, rng);
  options.shape.type = one_of({ObjectType::reg, ObjectType::account, ObjectType::log}, rng);
  if (kind == SwarmKind::primary_backup) {
    options.shape.protocol = draw_primary_backup(options.shape.replicas, rng);
    options.level = one_of({Level::primary, Level::primary, Level::any}, rng);
  } else {
    options.shape.protocol = draw_quorum(rng);
  }
  if (kind == SwarmKind::objects) draw_object(options, rng);
  if (kind == SwarmKind::serial) options.level = Level::serial;
  if (kind == SwarmKind::quorum) {
    options.level = one_of({Level::one, Level::two, Level::quorum, Level::all}, rng);
  }
  options.shape.exact = rng.chance({1, 4});
  options.every = milliseconds(rng.between(200, 1500));
  options.burst = static_cast<int>(rng.between(1, 5));
  options.patience = milliseconds(rng.between(600, 2500));
  options.heartbeat = milliseconds(rng.between(150, 500));
  options.faults = static_cast<int>(rng.between(0, 12));
  options.heals = static_cast<int>(rng.between(0, 3));
  if (rng.chance({1, 2})) options.loss = {rng.between(1, 40), 100};
  options.crashes = rng.chance({1, 2});
  if (rng.chance({1, 3})) options.duplication = {1, 20};
  return options;
}

std::string text_of(const SwarmOptions& options) {
  const Shape& shape = options.shape;
  std::string text =
      std::string(protocol_name(shape.protocol)) + ", " + std::string(object::name_of(shape.type)) +
      " " + std::string(object::name_of(shape.conflict)) + ", level " +
      std::string(options.level ? caplab::name_of(*options.level) : "any") + ", " +
      std::to_string(shape.replicas) + " replicas, " + std::to_string(shape.clients) +
      " clients, " + std::to_string(shape.keys) + " keys, " + std::to_string(options.faults) +
      " faults, bursts of " + std::to_string(options.burst);
  if (shape.exact) text += ", exact latencies";
  if (options.crashes) text += " with crashes";
  if (options.loss.num > 0) text += ", " + std::to_string(options.loss.num) + " of 100 lost";
  if (options.duplication.num > 0) text += ", duplication";
  return text;
}

Scenario draw_scenario(const SwarmOptions& options, Rng& rng) {
  Scenario scenario;
  scenario.system = make_system(options.shape);
  scenario.system.duplication = options.duplication;
  scenario.system.client.patience = options.patience;
  scenario.system.heartbeat = options.heartbeat;
  scenario.system.suspect_after = options.heartbeat * 3 + milliseconds(100);
  scenario.seed = rng.next();
  const Duration within = options.shape.exact ? Duration{} : milliseconds(40);
  const Demand demand{options.level, Time{}, kHealed, options.every, options.burst, within};
  scenario.script = draw_requests(scenario.system, demand, rng);
  leave_out_scrolling(scenario.system, scenario.script);
  const NodeSet all = all_nodes(scenario.system);
  scenario.script.push_back({Time{}, Lose{all, all, options.loss}});
  for (int i = 0; i < options.faults; ++i) {
    const auto kind = static_cast<FaultKind>(rng.below(kFaultKinds));
    if (kind == FaultKind::crash && !options.crashes) continue;
    draw_fault(scenario.system, kind, Time{}, kHealed, rng, scenario.script);
  }
  for (int i = 0; i < options.heals; ++i) {
    scenario.script.push_back({Time{rng.between(0, kHealed.us)}, Heal{}});
  }
  mend(scenario.system, scenario.script);
  scenario.end = add_demands(scenario.system, options.level, scenario.script) + kAfterDemands;
  sort_by_time(scenario.script);
  return scenario;
}

SwarmResult play_swarm(SwarmKind kind, std::uint64_t seed) {
  Rng rng(seed, static_cast<std::uint64_t>(kind));
  const SwarmOptions options = draw_options(kind, rng);
  const Scenario scenario = draw_scenario(options, rng);
  World world = make_world(scenario);
  Log log;
  SwarmResult result;
  std::optional<Broken> broken = play(options, scenario, world, log);
  const bool one_order = promises_of(scenario.system, options.level).one_order;
  if (!broken && one_order && history_type(scenario.system.stores[0].type)) {
    const check::Verdict verdict = verdict_on(scenario, log);
    result.undecided = verdict.answer == check::Answer::undecided;
    if (verdict.answer == check::Answer::violated)
      broken = Broken{"history.linearizable", verdict.why};
  }
  if (!broken) return result;
  const std::string run = std::string(name_of(kind)) + " " + std::to_string(seed);
  result.broken = broken->name + " at " + seconds_text(world.now) + ": " + broken->message + "\n" +
                  run + ": " + text_of(options) + "\nreplay: CAPLAB_SWARM=\"" + run +
                  "\" caplab_tests \"[.replay]\"\n" + last_events(scenario, log);
  return result;
}

}  // namespace caplab::test
