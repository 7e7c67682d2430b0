// What must be true of copies that merge, and of masters that keep revision trees, after every
// event and at the end; see invariants.h. Clients that hold a copy are watched like replicas.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/sim/world.h"

namespace caplab::test {

using Finding = std::optional<std::pair<std::string, std::string>>;  // its name, and who and what

class CrdtInvariants {
 public:
  // `scenario` must outlive this. Watches nothing where its first store has another protocol.
  CrdtInvariants(const Scenario& scenario, const World& start);

  Finding after_event(const World& world, const Log& log);

 private:
  struct Change {
    std::size_t node = 0;
    std::size_t key = 0;
    object::Version before;
  };
  void collect_edits(const Log& log);
  Finding copy_only_grows(const World& world, const Change& change) const;
  Finding same_knowledge_same_copy(const World& world, const Change& change) const;
  Finding counter_is_a_sum(const World& world, const Change& change) const;
  Finding each_keystroke_once(const World& world, const Change& change) const;
  Finding answers(const World& world, const Log& log);

  const Scenario& scenario_;
  std::vector<std::vector<object::Version>> copies_;  // by node
  std::size_t events_ = 0;
  std::size_t ended_ = 0;
  // By key and writer: what was added and taken after each of its edits.
  std::map<std::pair<Key, NodeId>, std::vector<object::PnCounter::Part>> sums_;
  std::map<OpId, bool> edits_;  // by operation: it has been done somewhere
};

// Once all is quiet: every copy equal, and every edit in them.
Finding crdt_copies_agree(const Scenario& scenario, const World& world, const Log& log);

class MultiMasterInvariants {
 public:
  // As above.
  MultiMasterInvariants(const Scenario& scenario, const World& start);

  Finding after_event(const World& world, const Log& log);

 private:
  Finding changed(const World& world, std::size_t node, std::size_t key) const;
  Finding answers(const Log& log);

  const Scenario& scenario_;
  std::uint32_t kept_ = 0;
  std::vector<std::vector<SharedValue<object::RevisionTree>>> trees_;  // by replica
  std::size_t ended_ = 0;
};

// Once all is quiet: every replica has the same trees and shows the same winners.
Finding masters_agree(const Scenario& scenario, const World& world);

}  // namespace caplab::test
