// A bank for tests, small enough to reckon with by hand: three sites with a replica and a client
// each, 10 ms from site to site, accounts of 100 and their histories. And logs made by hand, for
// measures that read logs and nothing else.
#pragma once
#include "engine/lesson/lesson.h"
#include "engine/lesson/run.h"

namespace caplab::testing {

inline constexpr NodeId kNorth{0}, kSouth{1}, kEast{2};  // replicas
inline constexpr NodeId kAnn{3}, kBob{4}, kEve{5};       // their neighbours
inline constexpr StoreId kAccount{0}, kHistory{1}, kNote{2};
enum Op : std::uint16_t { kBalance, kWithdraw, kRecord, kView, kDeposit, kRead, kWrite };

// All operations at `level`.
System small_bank(Level level);

// The same as a lesson: a script of two withdrawals of 80, a workload, all kinds of faults.
lesson::Lesson small_lesson();

lesson::Criterion criterion(const lesson::Lesson& lesson, const std::string& id);

Time at_ms(std::int64_t ms);
TimedCommand call_at(std::int64_t ms, NodeId client, Op operation, std::int64_t amount = 0);
TimedCommand cut_at(std::int64_t ms, NodeSet side);
TimedCommand heal_at(std::int64_t ms);
NodeSet site_of(NodeId replica);  // the replica and its neighbour

// Plays the script for ten seconds.
lesson::Run played(const System& system, std::vector<TimedCommand> script, std::uint64_t seed = 1);

// A run whose log is written by hand.
class HandMade {
 public:
  HandMade();
  // One operation, called and returned in milliseconds; returned < 0: still under way.
  Operation& add(NodeId client, Op operation, std::int64_t called, std::int64_t returned,
                 std::int64_t amount = 0, Outcome outcome = Outcome::ok);
  // A read that showed a number, or the entries of these appends.
  Operation& shows(NodeId client, std::int64_t called, std::int64_t returned, std::int64_t number);
  Operation& lists(NodeId client, std::int64_t called, std::int64_t returned,
                   std::vector<OpId> entries);
  void fault(std::int64_t ms, const Command& command);
  void stores(std::int64_t ms, NodeId replica, std::int64_t number, std::int64_t stamp_ms,
              std::uint16_t key = 0);

  lesson::Run run;
};

}  // namespace caplab::testing
