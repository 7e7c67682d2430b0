#include "tests/invariants.h"

#include <algorithm>
#include <array>
#include <set>

#include "tests/invariants_broadcast.h"
#include "tests/invariants_cache.h"
#include "tests/invariants_home_region.h"
#include "tests/invariants_objects.h"
#include "tests/invariants_outbox.h"
#include "tests/invariants_quorum.h"
#include "tests/invariants_text.h"

namespace caplab::test {
namespace {

using object::Entries;
using object::LogEntry;
using object::Stamp;
using object::Version;

// Entries older than all that a full log shows have scrolled off.
bool still_has(const Entries& entries, const LogEntry& entry) {
  const bool scrolled = entries.size() == object::kLogEntriesMax && entry < entries.front();
  return scrolled || std::binary_search(entries.begin(), entries.end(), entry);
}

bool is_multi_master(const System& system) {
  return std::holds_alternative<multi_master::Config>(system.stores[0].protocol);
}

// Whether clients keep what they were told is written, until they have told a replica.
bool clients_hold_copies(const System& system) {
  const auto* config = std::get_if<crdt::Config>(&system.stores[0].protocol);
  return config != nullptr && config->on_client;
}

}  // namespace

Invariants::Invariants(const Scenario& scenario, const Promises& promises, const World& start)
    : scenario_(scenario),
      promises_(promises),
      keys_(static_cast<std::size_t>(scenario.system.stores[0].keys)),
      time_(start.now),
      primary_backup_(scenario, start),
      raft_(scenario, StoreId{0}),
      crdt_(scenario, start),
      masters_(scenario, start) {
  const auto* raft = std::get_if<raft::Config>(&scenario.system.stores[0].protocol);
  tentative_ = raft != nullptr && raft->apply_at == raft::ApplyAt::append;
  copies_.resize(static_cast<std::size_t>(scenario.system.replicas) * keys_);
  epochs_.resize(static_cast<std::size_t>(scenario.system.replicas));
  if (Watcher watcher = watch_cache(scenario)) watchers_.push_back(std::move(watcher));
  if (Watcher watcher = watch_outbox(scenario)) watchers_.push_back(std::move(watcher));
  if (Watcher watcher = watch_home_region(scenario)) watchers_.push_back(std::move(watcher));
  if (Watcher watcher = watch_broadcast(scenario)) watchers_.push_back(std::move(watcher));
  moment_of(start, Log{});
}

std::size_t Invariants::place(NodeId node, Key key) const {
  return index(node) * keys_ + index(key);
}

std::string Invariants::name(NodeId node) const { return scenario_.system.nodes[index(node)].name; }

// Brings the copies up to date and collects what is new.
Invariants::Moment Invariants::moment_of(const World& world, const Log& log) {
  Moment moment{world, log, {}, {}, {}};
  for (std::size_t i = 0; i < copies_.size(); ++i) {
    const auto node = id_of<NodeId>(i / keys_);
    const auto key = id_of<Key>(i % keys_);
    const StoreState& state = world.nodes[index(node)].stores[0];
    Copy now{versions_of(state)[index(key)], {}};
    const auto* replica = std::get_if<quorum::State>(&state);
    if (replica != nullptr) now.acceptor = replica->durable.acceptors[index(key)];
    if (now == copies_[i]) continue;
    const bool crashed = epochs_[index(node)] != world.nodes[index(node)].epoch;
    if (!crashed || keeps_its_copies(scenario_.system, node)) {
      moment.changes.push_back({node, key, copies_[i], now});
    }
    copies_[i] = std::move(now);
  }
  for (std::size_t i = 0; i < epochs_.size(); ++i) epochs_[i] = world.nodes[i].epoch;
  for (; events_ < log.events.size(); ++events_) {
    const Event& event = log.events[events_];
    if (event.kind != EventKind::returned || event.store != StoreId{0}) continue;
    const Operation& operation = log.operations[index(event.op)];
    if (operation.outcome == Outcome::ok) moment.ended.push_back(&operation);
    if (operation.outcome == Outcome::fail) moment.refused.push_back(&operation);
  }
  return moment;
}

const std::vector<Invariants::Named>& Invariants::all() {
  static const std::vector<Named> kAll{
      {"world.time_never_falls", &Invariants::time_never_falls},
      {"replica.stamp_never_falls", &Invariants::stamp_never_falls},
      {"replica.one_content_per_stamp", &Invariants::one_content_per_stamp},
      {"account.never_below_zero", &Invariants::never_below_zero},
      {"records.are_sound", &Invariants::records_are_sound},
      {"log.entries_survive", &Invariants::entries_survive},
      {"log.entries_in_order", &Invariants::entries_in_order},
      {"log.no_append_twice", &Invariants::no_append_twice},
      {"paxos.promise_never_falls", &Invariants::promise_never_falls},
      {"paxos.accepts_only_promised", &Invariants::accepts_only_promised},
      {"paxos.one_value_per_ballot", &Invariants::one_value_per_ballot},
      {"siblings.go_only_to_who_knew", &Invariants::siblings_go_only_to_who_knew},
      {"quorum.hints_are_for_others", &Invariants::hints_are_for_others},
      {"quorum.copies_only_at_homes", &Invariants::copies_only_at_homes},
      {"replica.acknowledged_write_is_held", &Invariants::acknowledged_write_is_held},
      {"primary_backup.sync_shows_what_all_hold", &Invariants::sync_shows_what_all_hold},
      {"log.acknowledged_entries_survive", &Invariants::acknowledged_entries_survive},
      {"account.serial_never_overdraws", &Invariants::never_overdraws},
      {"client.refused_leaves_no_trace", &Invariants::refused_leaves_no_trace},
      {"quorum.reads_meet_writes", &Invariants::reads_meet_writes},
      {"quorum.reads_agree", &Invariants::reads_agree},
  };
  return kAll;
}

std::optional<Broken> Invariants::after_event(const World& world, const Log& log) {
  const Moment moment = moment_of(world, log);
  for (const Named& invariant : all()) {
    std::string message = (this->*invariant.check)(moment);
    if (!message.empty()) return Broken{invariant.name, std::move(message)};
  }
  RaftInvariants::Finding of_raft = raft_.after_event(world, moment.ended);
  if (of_raft.name != nullptr) return Broken{of_raft.name, std::move(of_raft.message)};
  for (const Watcher& watcher : watchers_) {
    if (std::optional<Broken> broken = watcher(world, log)) return broken;
  }
  if (std::optional<Broken> broken = primary_backup_.after_event(world, log)) return broken;
  Finding finding = crdt_.after_event(world, log);
  if (!finding) finding = masters_.after_event(world, log);
  if (finding) return Broken{finding->first, finding->second};
  return std::nullopt;
}

std::string Invariants::time_never_falls(const Moment& moment) {
  const Time before = time_;
  time_ = moment.world.now;
  return time_ < before ? "it was " + std::to_string(before.us) + " us already" : "";
}

// A master's winner may be older than the one that it showed before.
std::string Invariants::stamp_never_falls(const Moment& moment) {
  if (tentative_ || may_roll_back(scenario_)) return "";
  if (is_multi_master(scenario_.system)) return "";
  for (const Change& change : moment.changes) {
    if (change.after.version.stamp < change.before.version.stamp) {
      return name(change.node) + " had " + text(change.before.version) + " and has " +
             text(change.after.version);
    }
  }
  return "";
}

std::string Invariants::one_content_per_stamp(const Moment& moment) {
  for (const Change& change : moment.changes) {
    const Version& now = change.after.version;
    if (now.stamp == Stamp{}) continue;
    // United under one later stamp, two copies need not hold the same yet.
    const bool in_line =
        promises_.one_order && std::holds_alternative<object::Records>(now.content);
    if (!std::holds_alternative<object::Number>(now.content) && !in_line) continue;
    const auto [known, fresh] = written_.try_emplace({change.key, now.stamp}, now);
    if (!fresh && known->second != now) {
      return name(change.node) + " has " + text(now) + ", another " + text(known->second);
    }
  }
  return "";
}

std::string Invariants::never_below_zero(const Moment& moment) {
  if (scenario_.system.stores[0].type != object::ObjectType::account) return "";
  for (const Change& change : moment.changes) {
    const Version& now = change.after.version;
    const auto* balance = std::get_if<object::Number>(&now.content);
    if (balance != nullptr && *balance < 0) return name(change.node) + " has " + text(now);
  }
  return "";
}

std::string Invariants::records_are_sound(const Moment& moment) {
  const System& system = scenario_.system;
  const bool stay =
      !tentative_ && !may_roll_back(scenario_) && !is_multi_master(system) && !replaces(system);
  const bool once = !may_do_again(system);
  for (const Change& change : moment.changes) {
    std::string trouble = records_trouble(change.before.version, change.after.version, stay, once);
    if (!trouble.empty()) return name(change.node) + ": " + trouble;
  }
  return "";
}

// A branch that loses to another takes its entries out of sight.
std::string Invariants::entries_survive(const Moment& moment) {
  if (tentative_ || may_roll_back(scenario_)) return "";
  if (is_multi_master(scenario_.system) || replaces(scenario_.system)) return "";
  for (const Change& change : moment.changes) {
    const Entries* before = entries_of(change.before.version);
    const Entries* now = entries_of(change.after.version);
    if (before == nullptr || now == nullptr) continue;
    for (const LogEntry& entry : *before) {
      if (!still_has(*now, entry)) return name(change.node) + " lost " + text(entry.stamp);
    }
  }
  return "";
}

std::string Invariants::entries_in_order(const Moment& moment) {
  for (const Change& change : moment.changes) {
    const Entries* now = entries_of(change.after.version);
    if (now == nullptr) continue;
    const bool in_order =
        std::adjacent_find(now->begin(), now->end(), std::greater_equal<>()) == now->end();
    if (!in_order) return name(change.node) + " has " + text(change.after.version);
    if (now->size() > object::kLogEntriesMax) return name(change.node) + " keeps too many";
  }
  return "";
}

std::string Invariants::no_append_twice(const Moment& moment) {
  if (may_do_again(scenario_.system)) return "";
  for (const Change& change : moment.changes) {
    const Entries* now = entries_of(change.after.version);
    if (now == nullptr) continue;
    std::vector<OpId> ops;
    for (const LogEntry& entry : *now) ops.push_back(entry.op);
    std::sort(ops.begin(), ops.end());
    if (std::adjacent_find(ops.begin(), ops.end()) != ops.end()) {
      return name(change.node) + " has " + text(change.after.version);
    }
  }
  return "";
}

std::string Invariants::promise_never_falls(const Moment& moment) {
  for (const Change& change : moment.changes) {
    const Stamp before = change.before.acceptor.promised;
    const Stamp now = change.after.acceptor.promised;
    if (now < before) {
      return name(change.node) + " had promised " + text(before) + " and now " + text(now);
    }
  }
  return "";
}

std::string Invariants::accepts_only_promised(const Moment& moment) {
  for (const Change& change : moment.changes) {
    const quorum::Acceptor& now = change.after.acceptor;
    const bool accepted_now = now.accepted_ballot > change.before.acceptor.accepted_ballot;
    if (accepted_now && now.accepted_ballot < change.before.acceptor.promised) {
      return name(change.node) + " accepted " + text(now.accepted_ballot) + " but had promised " +
             text(change.before.acceptor.promised);
    }
    if (now.accepted_ballot > now.promised) {
      return name(change.node) + " accepted " + text(now.accepted_ballot) + " above its promise " +
             text(now.promised);
    }
  }
  return "";
}

std::string Invariants::one_value_per_ballot(const Moment& moment) {
  for (const Change& change : moment.changes) {
    const quorum::Acceptor& now = change.after.acceptor;
    if (now.accepted_ballot == Stamp{}) continue;
    const auto [known, fresh] =
        accepted_.try_emplace({change.key, now.accepted_ballot}, now.accepted);
    if (!fresh && known->second != now.accepted) {
      return name(change.node) + " accepted " + text(now.accepted) + ", another " +
             text(known->second);
    }
  }
  return "";
}

// One sibling a dot; and one that is gone was known to another that is there.
std::string Invariants::siblings_go_only_to_who_knew(const Moment& moment) {
  for (const Change& change : moment.changes) {
    const std::string wrong = wrong_siblings(change.before.version, change.after.version);
    if (!wrong.empty()) return name(change.node) + " " + wrong;
  }
  return "";
}

std::string Invariants::hints_are_for_others(const Moment& moment) {
  for (std::size_t i = 0; i < copies_.size() / keys_; ++i) {
    const NodeId node = id_of<NodeId>(i);
    const std::string wrong = wrong_hints(scenario_.system, moment.world, node);
    if (!wrong.empty()) return name(node) + " keeps " + wrong;
  }
  return "";
}

std::string Invariants::copies_only_at_homes(const Moment& moment) {
  for (const Change& change : moment.changes) {
    if (homes_in(scenario_.system, change.key).has(change.node)) continue;
    return name(change.node) + " has " + text(change.after.version) + " and is no home";
  }
  return "";
}

// The replicas that hold what it showed or wrote.
NodeSet Invariants::holders_of(const Operation& operation) const {
  NodeSet holders;
  for (int i = 0; i < scenario_.system.replicas; ++i) {
    const NodeId node = id_of<NodeId>(static_cast<std::size_t>(i));
    const Version& copy = copies_[place(node, operation.key)].version;
    if (knows(scenario_.system, copy, operation.answer.shown)) holders.add(node);
  }
  return holders;
}

// How many replicas must hold a write when its client is told, where no level counts them.
int Invariants::holders_needed(const Operation& operation) const {
  if (operation.level == Level::queued) return 0;  // it may still stand in an outbox
  const System& system = scenario_.system;
  // Kept in memory only, it may be forgotten in a crash before its client hears.
  if (std::holds_alternative<broadcast::Config>(system.stores[0].protocol)) return 0;
  if (clients_hold_copies(system) || is_multi_master(system)) return 0;
  if (!keeps_acknowledged(scenario_)) return 0;
  const auto* config = std::get_if<primary_backup::Config>(&system.stores[0].protocol);
  return config == nullptr ? 1 : holders_needed_by(*config, system.replicas);
}

// Whether as many hold a write as must when its client is told.
bool Invariants::is_held(const World& world, const Log& log, const Operation& operation) const {
  const System& system = scenario_.system;
  NodeSet holders = holders_of(operation);
  const auto* config = std::get_if<quorum::Config>(&system.stores[0].protocol);
  if (config == nullptr) return holders.count() >= holders_needed(operation);
  const NodeSet hints = hinting(system, world, operation.key, operation.answer.shown);
  // Where a client was when it asked is not known any more once it has moved.
  const bool local = operation.level == Level::local_one || operation.level == Level::local_quorum;
  if (local && has_moved(log, operation.client)) return !holders.empty();
  if (config->sloppy) holders.bits |= hints.bits;
  return is_reached(system, operation.level, operation.client, homes_in(system, operation.key),
                    holders, !hints.empty());
}

std::string Invariants::acknowledged_write_is_held(const Moment& moment) {
  if (tentative_) return "";
  for (const Operation* operation : moment.ended) {
    if (!changed_something(*operation)) continue;
    if (!is_held(moment.world, moment.log, *operation)) {
      return text(*operation) + " is held by " + std::to_string(holders_of(*operation).count());
    }
  }
  return "";
}

// A primary that crashed has forgotten which of its writes its backups confirmed.
std::string Invariants::sync_shows_what_all_hold(const Moment& moment) {
  const System& system = scenario_.system;
  const auto* config = std::get_if<primary_backup::Config>(&system.stores[0].protocol);
  const bool promised =
      config != nullptr && config->mode == primary_backup::Mode::synchronous &&
      !config->shared_log &&
      (fails_over(system) || moment.world.nodes[index(config->primary)].epoch == 0);
  if (!promised) return "";
  for (const Operation* operation : moment.ended) {
    const int holders = holders_of(*operation).count();
    if (operation->level == Level::primary && holders < system.replicas) {
      return text(*operation) + " is held by " + std::to_string(holders);
    }
  }
  return "";
}

std::string Invariants::acknowledged_entries_survive(const Moment& moment) {
  if (tentative_ || !promises_.writes_stay) return "";
  const System& system = scenario_.system;
  if (is_multi_master(system) || clients_hold_copies(system) || replaces(system)) return "";
  const StoreSpec& store = scenario_.system.stores[0];
  const bool on_disk = !std::holds_alternative<broadcast::Config>(store.protocol);
  if (store.type != object::ObjectType::log || !on_disk) return "";
  if (moment.changes.empty() && moment.ended.empty()) return "";
  if (!keeps_acknowledged(scenario_)) return "";
  for (const Operation& operation : moment.log.operations) {
    const bool acknowledged = operation.outcome == Outcome::ok && changed_something(operation);
    if (!acknowledged || holders_needed(operation) == 0) continue;
    const auto shows = [&](const Copy& copy) {
      const Entries& entries = *entries_of(copy.version);
      return entries.size() == object::kLogEntriesMax || wrote(copy.version, operation.op);
    };
    bool found =
        !hinting(scenario_.system, moment.world, operation.key, operation.answer.shown).empty();
    for (int i = 0; i < scenario_.system.replicas; ++i) {
      const NodeId node = id_of<NodeId>(static_cast<std::size_t>(i));
      found = found || shows(copies_[place(node, operation.key)]);
    }
    if (!found) return "no replica has " + text(operation) + " any more";
  }
  return "";
}

// Deposits that may have happened count as put in.
std::string Invariants::never_overdraws(const Moment& moment) {
  const bool promised =
      promises_.one_order && scenario_.system.stores[0].type == object::ObjectType::account;
  if (!promised || moment.ended.empty()) return "";
  const auto initial = std::get<object::Number>(scenario_.system.stores[0].initial);
  std::vector<object::Number> left(keys_, initial);
  for (const Operation& operation : moment.log.operations) {
    const bool deposit = object::pays_in(operation.request.verb);
    const bool paid = object::pays_out(operation.request.verb) &&
                      operation.outcome == Outcome::ok && operation.answer.accepted;
    object::Number& balance = left[index(operation.key)];
    if (deposit && operation.outcome != Outcome::fail) balance += operation.request.amount;
    if (paid) balance -= operation.request.amount;
  }
  for (std::size_t key = 0; key < keys_; ++key) {
    if (left[key] < 0) return std::to_string(-left[key]) + " more was paid out than put in";
  }
  return "";
}

// "No" means that it did not happen and will not.
std::string Invariants::refused_leaves_no_trace(const Moment& moment) {
  for (const Operation* operation : moment.refused) {
    for (const Copy& copy : copies_) {
      if (wrote(copy.version, operation->op)) return text(*operation) + " was refused";
    }
  }
  for (const Change& change : moment.changes) {
    for (const Operation& operation : moment.log.operations) {
      const bool refused = operation.outcome == Outcome::fail && operation.key == change.key;
      if (refused && wrote(change.after.version, operation.op)) {
        return text(operation) + " was refused, but " + name(change.node) + " has it";
      }
    }
  }
  return "";
}

std::string Invariants::reads_meet_writes(const Moment& moment) {
  if (!promises_.reads_meet_writes) return "";
  for (const Operation* read : moment.ended) {
    if (!shows_what_it_read(*read)) continue;
    for (const Operation& write : moment.log.operations) {
      const bool before = write.key == read->key && write.returned < read->called &&
                          write.outcome == Outcome::ok && changed_something(write);
      if (!before || knows(scenario_.system, read->answer.shown, write.answer.shown)) continue;
      return text(*read) + " does not show " + text(write);
    }
  }
  return "";
}

std::string Invariants::reads_agree(const Moment& moment) {
  if (!promises_.reads_agree) return "";
  for (const Operation* later : moment.ended) {
    if (!shows_what_it_read(*later)) continue;
    for (const Operation& earlier : moment.log.operations) {
      const bool before = earlier.key == later->key && earlier.returned < later->called &&
                          earlier.outcome == Outcome::ok && shows_what_it_read(earlier);
      if (!before || knows(scenario_.system, later->answer.shown, earlier.answer.shown)) continue;
      return text(*later) + " is older than " + text(earlier);
    }
  }
  return "";
}

}  // namespace caplab::test
