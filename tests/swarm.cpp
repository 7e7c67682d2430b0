#include "tests/swarm.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/check/linearizable.h"
#include "engine/object/verb_words.h"
#include "engine/sim/history_of.h"
#include "engine/sim/story.h"
#include "tests/draw_primary_backup.h"
#include "tests/invariants_objects.h"
#include "tests/invariants_quorum.h"
#include "tests/swarm_demands.h"
#include "tests/swarm_draw.h"
#include "tests/swarm_objects.h"
#include "tests/swarm_small.h"

namespace caplab::test {
namespace {

using object::ObjectType;
using object::Verb;

// The phases: faults, then a mended network that settles, then demands one after another.
constexpr Time kHealed{seconds(12).us};
constexpr Duration kBetweenDemands = milliseconds(300);
constexpr Duration kAfterDemands = seconds(6);

// What merges, or keeps conflicts: every type of object, at the one level there is.
void draw_merging(SwarmKind kind, SwarmOptions& options, Rng& rng) {
  const bool merges = kind == SwarmKind::crdt;
  options.shape.protocol =
      merges ? ProtocolConfig{draw_crdt(rng)} : ProtocolConfig{draw_multi_master(rng)};
  options.shape.type =
      one_of({ObjectType::reg, ObjectType::account, ObjectType::log, ObjectType::counter,
              ObjectType::set, ObjectType::text, ObjectType::presence},
             rng);
  options.level = Level::local;
}

Verb progress_verb(ObjectType type) {
  if (type == ObjectType::account) return Verb::deposit;
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

bool is_recorded(const System& system, Verb verb) {
  return std::holds_alternative<object::Records>(system.stores[0].initial) &&
         !object::is_read(verb);
}

// The level of a demanded change, and of the read that follows.
Level reading_level(const System& system) {
  if (is_raft(system)) return Level::leader;
  return is_quorum(system) ? Level::all : levels_of(system.stores[0]).back();
}

Level changing_level(const System& system, std::optional<Level> level) {
  if (is_raft(system)) return level.value_or(Level::majority);
  return level.value_or(is_quorum(system) ? Level::quorum : reading_level(system));
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
      demand(client, key, progress_verb(type), changing_level(system, level));
    }
    demand(0, key, read_verb(type), reading_level(system));
  }
  return at;
}

// A disk that lied breaks what every protocol takes for granted. What is left is that work goes on.
bool is_robbed(const Scenario& scenario) {
  return std::any_of(scenario.script.begin(), scenario.script.end(), [](const TimedCommand& step) {
    return std::holds_alternative<LoseDisk>(step.command);
  });
}

std::optional<Broken> play_robbed(const Scenario& scenario, World& world, Log& log) {
  run(scenario, world, log, scenario.end);
  if (auto broken = calls_return(scenario, world, log)) return broken;
  // An outbox that forgot how far it had counted gives numbers again that its home takes for what
  // is done.
  if (std::holds_alternative<outbox::Config>(scenario.system.stores[0].protocol)) return {};
  for (const auto demand : {demands_succeed, work_ends}) {
    if (auto broken = demand(scenario, world, log)) return broken;
  }
  return std::nullopt;
}

std::optional<Broken> broken_at_end(const SwarmOptions& options, const Scenario& scenario,
                                    const World& world, const Log& log) {
  for (const auto demand : {demands_succeed, calls_return, work_ends, copies_agree}) {
    if (auto broken = demand(scenario, world, log)) return broken;
  }
  if (must_converge(scenario.system, options.crashes, true)) {
    if (auto broken = replicas_converge(scenario, world, "replica.converge_by_reads"))
      return broken;
  }
  const bool one_order = promises_of(scenario, options.level).one_order;
  std::string trouble = rules_trouble(scenario, world, log, one_order);
  if (!trouble.empty()) return Broken{"object.rules_hold", std::move(trouble)};
  return std::nullopt;
}

std::optional<Broken> play(const SwarmOptions& options, const Scenario& scenario, World& world,
                           Log& log) {
  if (is_robbed(scenario)) return play_robbed(scenario, world, log);
  Invariants invariants(scenario, promises_of(scenario, options.level), world);
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
    if (auto broken = copies_agree(scenario, world, log)) return broken;
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

std::string text_of(const quorum::Config& config) {
  std::string text;
  if (config.coordinator == quorum::Coordinator::client) text += ", client coordinates";
  if (config.copies > 0) text += ", " + std::to_string(config.copies) + " copies";
  if (config.sloppy) text += ", sloppy";
  if (config.read_repair == quorum::ReadRepair::background) text += ", background repair";
  if (config.anti_entropy > Duration{}) text += ", anti-entropy";
  if (loses_hints(config)) text += ", few or short hints";
  return text;
}

}  // namespace

check::Verdict verdict_on(const Scenario& scenario, const Log& log) {
  const StoreSpec& store = scenario.system.stores[0];
  check::Options options;
  options.object = history_type(store.type).value_or(history::ObjectType::reg);
  options.initial_values = initial_values(store);
  options.initial = object::number_of(store.initial).value_or(options.initial);
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
    case SwarmKind::raft: return "raft";
    case SwarmKind::raft_weak: return "raft_weak";
    case SwarmKind::cache: return "cache";
    case SwarmKind::outbox: return "outbox";
    case SwarmKind::home_region: return "home_region";
    case SwarmKind::quorum_options: return "quorum_options";
    case SwarmKind::more_faults: return "more_faults";
    case SwarmKind::crdt: return "crdt";
    case SwarmKind::multi_master: return "multi_master";
    case SwarmKind::broadcast: return "broadcast";
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

// A lease is safe as long as nobody sets a clock.
void draw_raft_store(SwarmKind kind, SwarmOptions& options, Rng& rng) {
  raft::Config config = draw_raft(options.shape.replicas, rng);
  if (kind == SwarmKind::raft) {
    options.level = one_of({Level::leader, Level::leader, Level::lease}, rng);
    const bool lease = options.level == Level::lease;
    if (lease) config.check_quorum = true;
    options.skews = !lease;
  }
  options.shape.protocol = config;
}

}  // namespace

SwarmOptions draw_options(SwarmKind kind, Rng& rng) {
  if (kind == SwarmKind::more_faults) {
    SwarmOptions more = draw_options(
        one_of({SwarmKind::primary_backup, SwarmKind::quorum, SwarmKind::serial, SwarmKind::mixed,
                SwarmKind::quorum_options, SwarmKind::raft, SwarmKind::raft_weak, SwarmKind::cache,
                SwarmKind::outbox, SwarmKind::home_region, SwarmKind::crdt, SwarmKind::multi_master,
                SwarmKind::broadcast},
               rng),
        rng);
    more.faults = static_cast<int>(rng.between(4, 16));
    more.fault_kinds = rng.chance({1, 6}) ? kAnyFaultKinds : kAllFaultKinds;
    return more;
  }
  SwarmOptions options;
  options.shape.replicas = one_of({1, 2, 3, 3, 3, 3, 4, 5}, rng);
  options.shape.clients = static_cast<int>(rng.between(1, 4));
  options.shape.keys = one_of({1, 1, 2}, rng);
  options.shape.type = one_of({ObjectType::reg, ObjectType::account, ObjectType::log}, rng);
  if (kind == SwarmKind::raft || kind == SwarmKind::raft_weak) {
    draw_raft_store(kind, options, rng);
  } else if (kind == SwarmKind::primary_backup) {
    options.shape.protocol = draw_primary_backup(options.shape.replicas, rng);
    options.level = one_of({Level::primary, Level::primary, Level::any}, rng);
  } else if (is_small(kind)) {
    draw_small(kind, options, rng);
  } else {
    const bool all = kind == SwarmKind::quorum_options;
    if (all) draw_quorum_options(options.shape, rng);
    if (!all) options.shape.protocol = draw_quorum(rng);
  }
  if (kind == SwarmKind::quorum_options) {
    options.level = draw_level(options.shape, rng);
    options.shape.sites = one_of({0, 1, 2, 3}, rng);
  }
  if (kind == SwarmKind::crdt || kind == SwarmKind::multi_master) {
    draw_merging(kind, options, rng);
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
  if (const auto* config = std::get_if<primary_backup::Config>(&shape.protocol)) {
    text += ", " + text_of(*config);
  }
  if (shape.exact) text += ", exact latencies";
  if (shape.sites > 0) text += ", " + std::to_string(shape.sites) + " sites";
  if (const auto* config = std::get_if<quorum::Config>(&shape.protocol)) text += text_of(*config);
  if (options.crashes) text += " with crashes";
  if (options.fault_kinds == kAnyFaultKinds) text += ", disks that lie";
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
    const auto kind =
        static_cast<FaultKind>(rng.below(static_cast<std::uint64_t>(options.fault_kinds)));
    if (kind == FaultKind::crash && !options.crashes) continue;
    if (kind == FaultKind::skew && !options.skews) continue;
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
  const bool one_order = promises_of(scenario, options.level).one_order;
  const bool recorded = history_type(scenario.system.stores[0].type).has_value();
  if (!broken && !is_robbed(scenario) && one_order && recorded) {
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
