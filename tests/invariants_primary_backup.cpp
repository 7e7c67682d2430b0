#include "tests/invariants_primary_backup.h"

#include <algorithm>

#include "tests/invariants.h"

namespace caplab::test {
namespace {

using primary_backup::Config;
using primary_backup::Durable;
using primary_backup::ElectedBy;
using primary_backup::Elects;
using primary_backup::Epoch;
using primary_backup::Failover;
using primary_backup::Mode;

// No run lasts so long.
constexpr Duration kForever = seconds(600);

const Config* config_of(const System& system) {
  return std::get_if<Config>(&system.stores[0].protocol);
}

bool fails_over(const Config& config, int replicas) {
  return config.failover == Failover::automatic && config.mode != Mode::single_copy && replicas > 1;
}

bool waits_for_all(const Config& config) {
  return config.mode == Mode::synchronous && !config.shared_log;
}

// A shared log has to be read from a majority before somebody else can own it.
bool is_replaced_by_hand(const Scenario& scenario) {
  const Config* config = config_of(scenario.system);
  if (config == nullptr || fails_over(*config, scenario.system.replicas)) return false;
  if (config->mode == Mode::single_copy || config->shared_log) return false;
  return std::any_of(scenario.script.begin(), scenario.script.end(), [](const TimedCommand& step) {
    return std::holds_alternative<Promote>(step.command);
  });
}

// Every majority must have somebody who holds the write, and the new primary must ask one.
bool keeps_acknowledged(const Config& config, int replicas) {
  if (!fails_over(config, replicas) || waits_for_all(config)) return true;
  if (config.mode == Mode::asynchronous) return false;
  if (!config.shared_log && config.fallback_after < kForever) return false;
  const int holders = 1 + (config.shared_log ? replicas / 2 : std::min(config.acks, replicas - 1));
  const int voters = replicas / 2 + 1;
  return holders + voters > replicas && config.elected_by == ElectedBy::majority &&
         config.elects == Elects::newest;
}

// A primary that has been replaced has stopped before, by a margin for clocks that drift.
bool stops_in_time(const Config& config, Duration heartbeat) {
  return config.minority_stops && config.stops_after + heartbeat <= config.failover_after * 9 / 10;
}

std::string text(const Epoch& epoch) {
  return std::to_string(epoch.number) + " of r" + std::to_string(index(epoch.primary) + 1);
}

}  // namespace

bool fails_over(const System& system) {
  const Config* config = config_of(system);
  return config != nullptr && fails_over(*config, system.replicas);
}

bool may_roll_back(const Scenario& scenario) {
  return fails_over(scenario.system) || is_replaced_by_hand(scenario);
}

// Who is promoted by hand may be any backup, so only a write that all have is safe.
bool keeps_acknowledged(const Scenario& scenario) {
  const Config* config = config_of(scenario.system);
  if (config == nullptr) return true;
  const bool safe = waits_for_all(*config) || !is_replaced_by_hand(scenario);
  return safe && keeps_acknowledged(*config, scenario.system.replicas);
}

// A semi-synchronous primary may have fallen back to holding it alone.
int holders_needed_by(const Config& config, int replicas) {
  if (config.shared_log) return replicas / 2 + 1;
  if (config.mode == Mode::synchronous) return replicas;
  const bool waits = config.mode == Mode::semi_synchronous && config.fallback_after >= kForever;
  return waits ? 1 + std::min(config.acks, replicas - 1) : 1;
}

// A primary that was replaced by hand serves until it hears of that. Even where it waits for all
// its backups it shows, after a crash, what they may not have, as nobody else is to be the primary.
Promises promises_of_primary_backup(const Scenario& scenario, Level level) {
  const System& system = scenario.system;
  const Config& config = *config_of(system);
  const bool only_primary = config.mode == Mode::single_copy || config.shared_log ||
                            !config.standby_reads || level == Level::primary;
  const bool stays = !fails_over(config, system.replicas);
  const bool one_at_a_time =
      stays || waits_for_all(config) || stops_in_time(config, system.heartbeat);
  const bool one_order = only_primary && one_at_a_time && !is_replaced_by_hand(scenario) &&
                         keeps_acknowledged(config, system.replicas);
  // All standbys show a write before it is acknowledged, though not all at the same time.
  const bool applied = config.apply_delay == Duration{} || config.apply_before_ack;
  const bool everywhere = waits_for_all(config) && applied;
  return {one_order, one_order || everywhere, one_order};
}

PrimaryBackupInvariants::PrimaryBackupInvariants(const Scenario& scenario, const World& start)
    : scenario_(scenario), watches_(config_of(scenario.system) != nullptr) {
  if (!watches_) return;
  for (std::size_t i = 0; i < static_cast<std::size_t>(scenario.system.replicas); ++i) {
    before_.push_back(state_of(start, i).durable);
  }
}

const primary_backup::State& PrimaryBackupInvariants::state_of(const World& world,
                                                               std::size_t node) const {
  return std::get<primary_backup::State>(world.nodes[node].stores[0]);
}

std::size_t PrimaryBackupInvariants::latest_primary(const World& world) const {
  Epoch latest;
  for (std::size_t i = 0; i < before_.size(); ++i) {
    latest = std::max(latest, state_of(world, i).durable.epoch);
  }
  return index(latest.primary);
}

// A version is seen first at the primary that makes it, out of what it held.
void PrimaryBackupInvariants::note_new_versions(const World& world) {
  const Epoch latest = state_of(world, latest_primary(world)).durable.epoch;
  for (std::size_t i = 0; i < before_.size(); ++i) {
    const Durable& now = state_of(world, i).durable;
    for (std::size_t key = 0; key < now.versions.size(); ++key) {
      const Name name{id_of<Key>(key), now.versions[key].stamp};
      const object::Stamp before = before_[i].versions[key].stamp;
      if (name.second == before || !made_from_.try_emplace(name, before).second) continue;
      if (now.epoch < latest) fenced_.insert(name);
    }
  }
}

std::vector<const Operation*> PrimaryBackupInvariants::newly_acknowledged(const Log& log) {
  std::vector<const Operation*> writes;
  for (; events_ < log.events.size(); ++events_) {
    const Event& event = log.events[events_];
    if (event.kind != EventKind::returned || event.store != StoreId{0}) continue;
    const Operation& operation = log.operations[index(event.op)];
    const bool wrote = operation.outcome == Outcome::ok && operation.answer.accepted &&
                       !object::is_read(operation.request.verb);
    if (wrote && operation.answer.shown.writer_op == operation.op) writes.push_back(&operation);
  }
  return writes;
}

bool PrimaryBackupInvariants::comes_from(Name tip, const object::Stamp& wanted) const {
  while (tip.second > wanted) {
    const auto made = made_from_.find(tip);
    if (made == made_from_.end()) return false;
    tip.second = made->second;
  }
  return tip.second == wanted;
}

bool PrimaryBackupInvariants::is_lost(const World& world, const Operation& write) const {
  const Durable& latest = state_of(world, latest_primary(world)).durable;
  const object::Stamp tip = latest.versions[index(write.key)].stamp;
  return !comes_from({write.key, tip}, write.answer.shown.stamp);
}

int PrimaryBackupInvariants::lost(const World& world) const {
  return static_cast<int>(
      std::count_if(acknowledged_.begin(), acknowledged_.end(),
                    [&](const Operation& write) { return is_lost(world, write); }));
}

std::string PrimaryBackupInvariants::one_primary_per_epoch(const World& world) {
  const bool asks = config_of(scenario_.system)->elected_by == ElectedBy::majority;
  if (!asks || is_replaced_by_hand(scenario_)) return "";
  for (std::size_t i = 0; i < before_.size(); ++i) {
    const Epoch epoch = state_of(world, i).durable.epoch;
    const NodeId known = primaries_.try_emplace(epoch.number, epoch.primary).first->second;
    if (known != epoch.primary) return text(epoch) + " and " + text(Epoch{epoch.number, known});
  }
  return "";
}

std::string PrimaryBackupInvariants::epochs_never_fall(const World& world) {
  for (std::size_t i = 0; i < before_.size(); ++i) {
    const Durable& now = state_of(world, i).durable;
    const Durable& before = before_[i];
    bool falls = now.epoch < before.epoch || now.promised < before.promised;
    for (std::size_t key = 0; key < now.epochs.size(); ++key) {
      falls = falls || now.epochs[key] < before.epochs[key] || now.epochs[key] > now.epoch;
    }
    if (falls) {
      return scenario_.system.nodes[i].name + " was in " + text(before.epoch) + " and is in " +
             text(now.epoch);
    }
  }
  return "";
}

std::string PrimaryBackupInvariants::acknowledged_writes_survive(const World& world) const {
  for (const Operation& write : acknowledged_) {
    if (!is_lost(world, write)) continue;
    return text(write) + " was acknowledged, but " +
           scenario_.system.nodes[latest_primary(world)].name + " has taken over without it";
  }
  return "";
}

std::optional<Broken> PrimaryBackupInvariants::after_event(const World& world, const Log& log) {
  if (!watches_) return std::nullopt;
  note_new_versions(world);
  bool news = false;
  std::string acknowledged_late;
  for (const Operation* write : newly_acknowledged(log)) {
    news = true;
    acknowledged_.push_back(*write);
    const bool late = fenced_.count({write->key, write->answer.shown.stamp}) > 0;
    if (late) acknowledged_late = text(*write) + " was made when a later epoch had begun";
  }
  std::string message = one_primary_per_epoch(world);
  if (!message.empty()) return Broken{"primary_backup.one_primary_per_epoch", message};
  message = epochs_never_fall(world);
  if (!message.empty()) return Broken{"primary_backup.epochs_never_fall", message};
  for (std::size_t i = 0; i < before_.size(); ++i) {
    const Durable& now = state_of(world, i).durable;
    if (now == before_[i]) continue;
    before_[i] = now;
    news = true;
  }
  if (!news || !keeps_acknowledged(scenario_)) return std::nullopt;
  if (!acknowledged_late.empty()) {
    return Broken{"primary_backup.fenced_is_not_acknowledged", acknowledged_late};
  }
  message = acknowledged_writes_survive(world);
  if (!message.empty()) return Broken{"primary_backup.acknowledged_writes_survive", message};
  return std::nullopt;
}

}  // namespace caplab::test
