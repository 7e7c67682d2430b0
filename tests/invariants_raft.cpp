#include "tests/invariants_raft.h"

#include <algorithm>

namespace caplab::test {
namespace {

using raft::Entry;
using raft::Index;
using raft::Log;
using raft::Term;

Index last_of(const Log& log) { return log.start + static_cast<Index>(log.entries.size()); }

const Entry* entry_of(const Log& log, Index index) {
  if (index <= log.start || index > last_of(log)) return nullptr;
  return &log.entries[index - log.start - 1];
}

Term term_of(const Log& log, Index index) {
  const Entry* entry = entry_of(log, index);
  return entry == nullptr ? log.start_term : entry->term;
}

// Whether the log may have changed: one that ends with the same entry and begins at the same place
// is the same, or Log Matching was broken before.
bool same_log(const Log& a, const Log& b) {
  if (a.start != b.start || a.entries.size() != b.entries.size()) return false;
  return a.entries.empty() || a.entries.back() == b.entries.back();
}

std::string place(Index index, Term term) {
  return std::to_string(index) + " of term " + std::to_string(term);
}

}  // namespace

RaftInvariants::RaftInvariants(const Scenario& scenario, StoreId store)
    : scenario_(scenario), store_(store) {
  const StoreSpec& spec = scenario.system.stores[index(store)];
  const auto* config = std::get_if<raft::Config>(&spec.protocol);
  if (config == nullptr) return;
  watches_ = true;
  config_ = *config;
  if (config_.first_leader != kNobody) first_ = 2;
  known_.resize(static_cast<std::size_t>(scenario.system.replicas));
  line_.resize(static_cast<std::size_t>(spec.keys));
  for (auto& versions : line_) versions.push_back({0, {{}, kNoOp, spec.initial}});
}

std::string RaftInvariants::name(std::size_t node) const {
  return scenario_.system.nodes[node].name;
}

const raft::State& RaftInvariants::state(const World& world, std::size_t node) const {
  return std::get<raft::State>(world.nodes[node].stores[index(store_)]);
}

const std::vector<RaftInvariants::Named>& RaftInvariants::all() {
  static const std::vector<Named> kAll{
      {"raft.term_never_falls", &RaftInvariants::term_never_falls},
      {"raft.one_vote_per_term", &RaftInvariants::one_vote_per_term},
      {"raft.election_safety", &RaftInvariants::election_safety},
      {"raft.leader_append_only", &RaftInvariants::leader_append_only},
      {"raft.log_matching", &RaftInvariants::log_matching},
      {"raft.stamps_rise", &RaftInvariants::stamps_rise},
      {"raft.committed_never_rolled_back", &RaftInvariants::committed_never_rolled_back},
      {"raft.state_machine_safety", &RaftInvariants::state_machine_safety},
      {"raft.leader_completeness", &RaftInvariants::leader_completeness},
      {"raft.handover_takes_no_writes", &RaftInvariants::handover_takes_no_writes},
      {"raft.successor_has_everything", &RaftInvariants::successor_has_everything},
  };
  return kAll;
}

RaftInvariants::Finding RaftInvariants::after_event(const World& world,
                                                    const std::vector<const Operation*>& ended) {
  if (!watches_) return {};
  world_ = &world;
  for (std::size_t node = 0; node < known_.size(); ++node) {
    const raft::State& now = state(world, node);
    Known& before = known_[node];
    const bool leads = now.role == raft::Role::leader;
    const bool same = before.leads == leads && before.durable.term == now.durable.term &&
                      before.durable.vote == now.durable.vote &&
                      before.succession == now.succession &&
                      before.durable.commit == now.durable.commit &&
                      same_log(before.durable.log, now.durable.log);
    if (same) continue;
    for (const Named& invariant : all()) {
      std::string message = (this->*invariant.check)({node, before, now});
      if (!message.empty()) return {invariant.name, std::move(message)};
    }
    before = {now.durable, leads, now.succession};
  }
  std::string message = acknowledged_is_committed(ended);
  if (!message.empty()) return {"raft.acknowledged_is_committed", std::move(message)};
  return {};
}

std::string RaftInvariants::term_never_falls(const Change& change) {
  if (change.now.durable.term >= change.before.durable.term) return "";
  return name(change.node) + " was in term " + std::to_string(change.before.durable.term);
}

std::string RaftInvariants::one_vote_per_term(const Change& change) {
  const raft::Durable& before = change.before.durable;
  const bool again = change.now.durable.term == before.term && before.vote != kNobody &&
                     change.now.durable.vote != before.vote;
  if (!again) return "";
  return name(change.node) + " voted twice in term " + std::to_string(before.term);
}

// Figure 3: at most one leader can be elected in a given term.
std::string RaftInvariants::election_safety(const Change& change) {
  if (change.now.role != raft::Role::leader) return "";
  const Term term = change.now.durable.term;
  const auto [leader, fresh] = leaders_.try_emplace(term, change.node);
  if (fresh || leader->second == change.node) return "";
  return name(change.node) + " and " + name(leader->second) + " both lead term " +
         std::to_string(term);
}

// Figure 3: a leader never overwrites or deletes entries in its log.
std::string RaftInvariants::leader_append_only(const Change& change) {
  const bool led_on = change.before.leads && change.now.role == raft::Role::leader &&
                      change.before.durable.term == change.now.durable.term;
  if (!led_on) return "";
  const Log& before = change.before.durable.log;
  const Log& now = change.now.durable.log;
  for (Index at = now.start + 1; at <= last_of(before); ++at) {
    const Entry* old = entry_of(before, at);
    const Entry* entry = entry_of(now, at);
    if (old != nullptr && (entry == nullptr || *entry != *old)) {
      return name(change.node) + " leads and changed its entry " + std::to_string(at);
    }
  }
  return "";
}

// Figure 3: if two logs contain an entry with the same index and term, then the logs are identical
// in all entries up through the given index. By induction: so is the entry before.
std::string RaftInvariants::log_matching(const Change& change) {
  const Log& log = change.now.durable.log;
  if (same_log(log, change.before.durable.log)) return "";
  for (Index at = log.start + 1; at <= last_of(log); ++at) {
    const Place here{*entry_of(log, at), term_of(log, at - 1)};
    const auto [known, fresh] = places_.try_emplace({at, here.entry.term}, here);
    if (!fresh && known->second != here) {
      return name(change.node) + "'s log has something else at " + place(at, here.entry.term);
    }
  }
  return "";
}

std::string RaftInvariants::stamps_rise(const Change& change) {
  const Log& log = change.now.durable.log;
  LocalTime before = log.start_stamp;
  for (const Entry& entry : log.entries) {
    if (entry.stamp.time <= before) return name(change.node) + "'s stamps do not rise";
    before = entry.stamp.time;
  }
  return "";
}

std::string RaftInvariants::committed_never_rolled_back(const Change& change) {
  const raft::Durable& before = change.before.durable;
  const raft::Durable& now = change.now.durable;
  if (now.commit < before.commit) {
    return name(change.node) + " had committed " + std::to_string(before.commit);
  }
  if (last_of(now.log) < now.commit) return name(change.node) + "'s log ends before its commit";
  for (Index at = now.log.start + 1; at <= before.commit; ++at) {
    const Entry* old = entry_of(before.log, at);
    if (old != nullptr && *entry_of(now.log, at) != *old) {
      return name(change.node) + " changed its committed entry " + std::to_string(at);
    }
  }
  return "";
}

// Figure 3: if a server has applied a log entry at a given index to its state machine, no other
// server will ever apply a different log entry for the same index.
std::string RaftInvariants::state_machine_safety(const Change& change) {
  const raft::Durable& now = change.now.durable;
  for (Index at = change.before.durable.commit + 1; at <= now.commit; ++at) {
    const Entry* entry = entry_of(now.log, at);
    // What was committed and has left the log at once stood in it before.
    const bool is_news = at - first_ >= committed_.size();
    if (entry == nullptr && is_news) entry = entry_of(change.before.durable.log, at);
    if (entry == nullptr) continue;
    std::string message = learn_committed(change, at, *entry);
    if (!message.empty()) return message;
  }
  return compare_copies(change);
}

std::string RaftInvariants::learn_committed(const Change& change, Index index, const Entry& entry) {
  const std::size_t position = index - first_;
  if (position > committed_.size()) return name(change.node) + " skipped what others commit";
  if (position < committed_.size()) {
    if (committed_[position].entry == entry) return "";
    return name(change.node) + " applied another entry " + std::to_string(index);
  }
  committed_.push_back({entry, change.now.durable.term});
  if (entry.op == kNoOp) return "";
  auto& versions = line_[caplab::index(entry.key)];
  object::Effect effect =
      object::apply(versions.back().second.content, entry.request, entry.stamp, entry.op);
  if (effect.changed) versions.push_back({index, {entry.stamp, entry.op, std::move(effect.next)}});
  return "";
}

// What a replica has applied is what the committed entries make, one after another.
std::string RaftInvariants::compare_copies(const Change& change) const {
  const raft::Durable& now = change.now.durable;
  for (std::size_t key = 0; key < line_.size(); ++key) {
    const auto& versions = line_[key];
    const auto after =
        std::upper_bound(versions.begin(), versions.end(), now.commit,
                         [](Index commit, const auto& version) { return commit < version.first; });
    if (std::prev(after)->second != now.versions[key]) {
      return name(change.node) + "'s copy is not what was committed up to " +
             std::to_string(now.commit);
    }
  }
  return "";
}

// Figure 3: if a log entry is committed in a given term, then that entry will be present in the
// logs of the leaders for all higher-numbered terms.
std::string RaftInvariants::leader_completeness(const Change&) {
  for (std::size_t node = 0; node < known_.size(); ++node) {
    const raft::State& leader = state(*world_, node);
    if (leader.role != raft::Role::leader) continue;
    const Log& log = leader.durable.log;
    for (Index at = log.start + 1; at - first_ < committed_.size(); ++at) {
      const Committed& committed = committed_[at - first_];
      const Entry* entry = entry_of(log, at);
      const bool has = entry != nullptr && entry->term == committed.entry.term;
      if (has || leader.durable.term < committed.in) continue;
      return name(node) + " leads term " + std::to_string(leader.durable.term) +
             " without the committed entry " + std::to_string(at);
    }
  }
  return "";
}

// Thesis §3.10: a leader that hands over stops taking requests.
std::string RaftInvariants::handover_takes_no_writes(const Change& change) {
  const bool goes_on = change.before.leads && change.now.role == raft::Role::leader &&
                       change.before.durable.term == change.now.durable.term &&
                       change.before.succession.to != kNobody &&
                       change.before.succession.to == change.now.succession.to;
  if (!goes_on || last_of(change.now.durable.log) == last_of(change.before.durable.log)) return "";
  return name(change.node) + " hands over and took a write";
}

// Thesis §3.10: a successor stands for election only with all that its leader has.
std::string RaftInvariants::successor_has_everything(const Change& change) {
  const raft::Succession& now = change.now.succession;
  if (!now.announced || change.before.succession.announced) return "";
  if (change.now.role != raft::Role::leader) return "";
  if (!config_.preferred.has(now.to)) return name(change.node) + " hands over to another";
  const Log& own = change.now.durable.log;
  const Log& other = state(*world_, index(now.to)).durable.log;
  const bool whole = last_of(other) == last_of(own) &&
                     term_of(other, last_of(other)) == term_of(own, last_of(own));
  return whole ? "" : name(index(now.to)) + " is behind its leader";
}

// Whoever is told "done" at a level that a majority stands behind can rely on it.
std::string RaftInvariants::acknowledged_is_committed(
    const std::vector<const Operation*>& ended) const {
  for (const Operation* operation : ended) {
    const bool unchecked =
        operation->level == Level::leader_unchecked && config_.apply_at == raft::ApplyAt::append;
    if (unchecked || object::is_read(operation->request.verb)) continue;
    const bool found = std::any_of(committed_.begin(), committed_.end(), [&](const Committed& one) {
      return one.entry.op == operation->op;
    });
    if (!found) return "operation " + std::to_string(index(operation->op)) + " is not committed";
  }
  return "";
}

}  // namespace caplab::test
