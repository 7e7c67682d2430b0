// What must be true of a Raft group after every event, by the names that the paper gives them
// (Ongaro and Ousterhout 2014, figure 3), and what follows from its rules. Knows only states.
#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/sim/world.h"

namespace caplab::test {

// Watches one store of one run.
class RaftInvariants {
 public:
  // Does nothing where the store is not Raft's. `scenario` must outlive this.
  RaftInvariants(const Scenario& scenario, StoreId store);

  struct Finding {
    const char* name = nullptr;  // nullptr: nothing is broken
    std::string message;
  };
  // REQUIRES: called after each event, with the same world and log as before. `ended` are the
  // operations that returned with ok.
  Finding after_event(const World& world, const std::vector<const Operation*>& ended);

 private:
  struct Known {
    raft::Durable durable;
    bool leads = false;
    raft::Succession succession;
    bool operator==(const Known&) const = default;
  };
  struct Place {
    raft::Entry entry;
    raft::Term before = 0;  // the term of the entry before it
    bool operator==(const Place&) const = default;
  };
  struct Committed {
    raft::Entry entry;
    raft::Term in = 0;  // the term in which it was committed
  };
  // What one replica was and is.
  struct Change {
    std::size_t node = 0;
    const Known& before;
    const raft::State& now;
  };
  using Check = std::string (RaftInvariants::*)(const Change&);
  struct Named {
    const char* name;
    Check check;
  };
  static const std::vector<Named>& all();

  std::string term_never_falls(const Change& change);
  std::string one_vote_per_term(const Change& change);
  std::string election_safety(const Change& change);
  std::string leader_append_only(const Change& change);
  std::string log_matching(const Change& change);
  std::string committed_never_rolled_back(const Change& change);
  std::string state_machine_safety(const Change& change);
  std::string leader_completeness(const Change& change);
  std::string stamps_rise(const Change& change);
  std::string handover_takes_no_writes(const Change& change);
  std::string successor_has_everything(const Change& change);

  std::string acknowledged_is_committed(const std::vector<const Operation*>& ended) const;
  std::string learn_committed(const Change& change, raft::Index index, const raft::Entry& entry);
  std::string compare_copies(const Change& change) const;
  const raft::State& state(const World& world, std::size_t node) const;
  std::string name(std::size_t node) const;

  const Scenario& scenario_;
  StoreId store_;
  raft::Config config_;
  bool watches_ = false;
  raft::Index first_ = 1;  // the first index that is an entry of a log
  const World* world_ = nullptr;
  std::vector<Known> known_;                   // by replica
  std::map<raft::Term, std::size_t> leaders_;  // by term
  std::map<std::pair<raft::Index, raft::Term>, Place> places_;
  std::vector<Committed> committed_;  // from `first_` on
  // By key: what it was from each index on, as the committed entries make it.
  std::vector<std::vector<std::pair<raft::Index, object::Version>>> line_;
};

}  // namespace caplab::test
