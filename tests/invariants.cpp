#include "tests/invariants.h"

#include "tests/invariants_objects.h"

#include <algorithm>
#include <array>

namespace caplab::test {
namespace {

using object::Entries;
using object::LogEntry;
using object::Stamp;
using object::Version;

std::string text(const Stamp& stamp) {
  if (stamp == Stamp{}) return "none";
  return std::to_string(stamp.time.us) + "us/" + std::to_string(index(stamp.writer));
}

std::string text(const Version& version) { return text_of(version); }

std::string text(const Operation& operation) {
  return "operation " + std::to_string(index(operation.op)) + " (" +
         std::string(object::name_of(operation.request.verb)) + " " +
         std::to_string(operation.request.amount) + ") showing " + text(operation.answer.shown);
}

const Entries* entries_of(const Version& version) { return std::get_if<Entries>(&version.content); }

// Entries older than all that a full log shows have scrolled off.
bool still_has(const Entries& entries, const LogEntry& entry) {
  const bool scrolled = entries.size() == object::kLogEntriesMax && entry < entries.front();
  return scrolled || std::binary_search(entries.begin(), entries.end(), entry);
}

// Of what is made of records, an operation that is so already is accepted and changes nothing.
bool changed_something(const Operation& operation) {
  const Version& shown = operation.answer.shown;
  if (std::holds_alternative<object::Records>(shown.content)) {
    return holds_record(shown, operation.op);
  }
  return operation.answer.accepted && !object::is_read(operation.request.verb);
}

// What it shows is what it found: a read, or an operation that was declined.
bool shows_what_it_read(const Operation& operation) { return !changed_something(operation); }

// The tests' own idea of how far a level reaches.
int replicas_for(Level level, int replicas) {
  switch (level) {
    case Level::two: return 2;
    case Level::quorum:
    case Level::serial: return replicas / 2 + 1;
    case Level::all: return replicas;
    default: return 1;
  }
}

bool wrote(const Version& version, OpId op) {
  if (std::holds_alternative<object::Records>(version.content)) return holds_record(version, op);
  const Entries* entries = entries_of(version);
  if (entries == nullptr) return version.writer_op == op;
  return std::any_of(entries->begin(), entries->end(),
                     [&](const LogEntry& entry) { return entry.op == op; });
}

}  // namespace

std::string text_of(const Version& version) {
  std::string content;
  if (const auto* number = std::get_if<object::Number>(&version.content)) {
    content = std::to_string(*number);
  } else if (const auto* records = std::get_if<object::Records>(&version.content)) {
    for (const object::Record& record : *records) {
      content += text(record.stamp) + "=" + std::string(object::name_of(record.verb)) + " " +
                 std::to_string(record.item) + " ";
    }
  } else {
    for (const LogEntry& entry : std::get<Entries>(version.content)) {
      content += text(entry.stamp) + "=" + std::to_string(index(entry.op)) + " ";
    }
  }
  return "[" + text(version.stamp) + " by operation " + std::to_string(index(version.writer_op)) +
         ": " + content + "]";
}

Promises promises_of(const System& system, std::optional<Level> level) {
  if (!level) return {};
  if (std::holds_alternative<primary_backup::Config>(system.stores[0].protocol)) {
    const bool by_primary = *level == Level::primary;
    return {by_primary, by_primary, by_primary};
  }
  const auto& config = std::get<quorum::Config>(system.stores[0].protocol);
  const bool serial = *level == Level::serial;
  const bool overlap = 2 * replicas_for(*level, system.replicas) > system.replicas;
  const bool repairs = config.read_repair == quorum::ReadRepair::blocking;
  return {serial, overlap, serial || (overlap && repairs)};
}

Invariants::Invariants(const Scenario& scenario, const Promises& promises, const World& start)
    : scenario_(scenario),
      promises_(promises),
      keys_(static_cast<std::size_t>(scenario.system.stores[0].keys)),
      time_(start.now) {
  copies_.resize(static_cast<std::size_t>(scenario.system.replicas) * keys_);
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
    moment.changes.push_back({node, key, copies_[i], now});
    copies_[i] = std::move(now);
  }
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
      {"quorum.one_hint_per_target", &Invariants::one_hint_per_target},
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
  return std::nullopt;
}

std::string Invariants::time_never_falls(const Moment& moment) {
  const Time before = time_;
  time_ = moment.world.now;
  return time_ < before ? "it was " + std::to_string(before.us) + " us already" : "";
}

std::string Invariants::stamp_never_falls(const Moment& moment) {
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
    if (entries_of(now) != nullptr || now.stamp == Stamp{}) continue;
    // United under one later stamp, two copies need not hold the same yet.
    const bool unites = std::holds_alternative<object::Records>(now.content);
    if (unites && !promises_.one_order) continue;
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
    if (std::get<object::Number>(now.content) < 0) return name(change.node) + " has " + text(now);
  }
  return "";
}

std::string Invariants::records_are_sound(const Moment& moment) {
  const object::Conflict conflict = scenario_.system.stores[0].conflict;
  for (const Change& change : moment.changes) {
    std::string trouble = records_trouble(change.before.version, change.after.version, conflict);
    if (!trouble.empty()) return name(change.node) + ": " + trouble;
  }
  return "";
}

std::string Invariants::entries_survive(const Moment& moment) {
  if (scenario_.system.stores[0].conflict == object::Conflict::last_write) return "";
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

std::string Invariants::one_hint_per_target(const Moment& moment) {
  const auto most = static_cast<std::size_t>(scenario_.system.replicas - 1) * keys_;
  for (std::size_t i = 0; i < copies_.size() / keys_; ++i) {
    const StoreState& state = moment.world.nodes[i].stores[0];
    if (hints_of(state) > most) return name(id_of<NodeId>(i)) + " keeps more than one of a kind";
  }
  return "";
}

// How many replicas must hold a write when its client is told.
int Invariants::holders_needed(const Operation& operation) const {
  const System& system = scenario_.system;
  const auto* config = std::get_if<primary_backup::Config>(&system.stores[0].protocol);
  if (config == nullptr) return replicas_for(operation.level, system.replicas);
  return config->mode == primary_backup::Mode::synchronous ? system.replicas : 1;
}

// How many replicas hold what it showed or wrote.
int Invariants::holders_of(const Operation& operation) const {
  int holders = 0;
  for (int i = 0; i < scenario_.system.replicas; ++i) {
    const NodeId node = id_of<NodeId>(static_cast<std::size_t>(i));
    const Version& copy = copies_[place(node, operation.key)].version;
    if (object::covers(copy, operation.answer.shown, scenario_.system.stores[0].conflict))
      ++holders;
  }
  return holders;
}

std::string Invariants::acknowledged_write_is_held(const Moment& moment) {
  for (const Operation* operation : moment.ended) {
    if (!changed_something(*operation)) continue;
    if (holders_of(*operation) < holders_needed(*operation)) {
      return text(*operation) + " is held by " + std::to_string(holders_of(*operation));
    }
  }
  return "";
}

// A primary that crashed has forgotten which of its writes its backups confirmed.
std::string Invariants::sync_shows_what_all_hold(const Moment& moment) {
  const System& system = scenario_.system;
  const auto* config = std::get_if<primary_backup::Config>(&system.stores[0].protocol);
  const bool promised = config != nullptr && config->mode == primary_backup::Mode::synchronous &&
                        moment.world.nodes[index(config->primary)].epoch == 0;
  if (!promised) return "";
  for (const Operation* operation : moment.ended) {
    if (operation->level == Level::primary && holders_of(*operation) < system.replicas) {
      return text(*operation) + " is held by " + std::to_string(holders_of(*operation));
    }
  }
  return "";
}

std::string Invariants::acknowledged_entries_survive(const Moment& moment) {
  const StoreSpec& store = scenario_.system.stores[0];
  const bool replaces = store.conflict == object::Conflict::last_write;
  if (store.type != object::ObjectType::log || replaces) return "";
  if (moment.changes.empty() && moment.ended.empty()) return "";
  for (const Operation& operation : moment.log.operations) {
    const bool acknowledged = operation.outcome == Outcome::ok && changed_something(operation);
    if (!acknowledged) continue;
    const auto shows = [&](const Copy& copy) {
      const Entries& entries = *entries_of(copy.version);
      return entries.size() == object::kLogEntriesMax || wrote(copy.version, operation.op);
    };
    bool found = false;
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
      if (!before || object::covers(read->answer.shown, write.answer.shown,
                                    scenario_.system.stores[0].conflict))
        continue;
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
      if (!before || object::covers(later->answer.shown, earlier.answer.shown,
                                    scenario_.system.stores[0].conflict))
        continue;
      return text(*later) + " is older than " + text(earlier);
    }
  }
  return "";
}

std::optional<Broken> Invariants::at_end(const Log& log) const {
  if (!promises_.one_order) return std::nullopt;
  const StoreSpec& store = scenario_.system.stores[0];
  std::map<Key, Version> last;
  std::map<OpId, int> turns;  // of each operation in the line; a completed one may come again
  for (const auto& [where, version] : written_) {
    const Key key = where.first;
    const Version before = last.try_emplace(key, Version{{}, kNoOp, store.initial}).first->second;
    last[key] = version;
    if (version.writer_op == before.writer_op && version.content == before.content) continue;
    const Operation& operation = log.operations[index(version.writer_op)];
    const object::Effect effect = object::apply(before.content, operation.request,
                                                stamp_of(version, operation.op), operation.op);
    const bool follows = effect.changed && effect.next == version.content;
    if (!follows || ++turns[version.writer_op] > 1) {
      return Broken{"replica.versions_form_one_line",
                    text(version) + " does not follow from " + text(before)};
    }
  }
  return std::nullopt;
}

}  // namespace caplab::test
