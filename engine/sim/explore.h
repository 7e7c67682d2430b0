// Every order in which a small scenario can happen. The times of its script count for nothing, nor
// do latencies: at any moment any client's next call may come, the next fault may strike, and a few
// timers may fire. Messages arrive in the order in which they were sent, but for some that are
// late: as late as they like. Bounding their number keeps the orders countable, as bounding its
// delays does for a scheduler (Emmi, Qadeer, Rakamaric, "Delay-Bounded Scheduling", POPL 2011);
// where the bound leaves nothing out, every order was explored. States are known by fingerprint:
// what can be reached in many ways is explored once.
//
// Calls of one client follow each other, as do faults. A message on a cut cable is lost in the cut,
// or arrives after it. Clocks stand still but at calls, at messages to and from clients, and when
// a timer fires, which may be late, never early. No clock is ahead of another, and nobody is taken
// for dead.
#pragma once
#include <cstdint>
#include <set>
#include <vector>

#include "engine/sim/world.h"

namespace caplab {

struct ExploreLimits {
  std::uint64_t states = 100'000;  // different ones
  int late = 1;                    // messages in one order
  // Timers and heartbeats that fire in one order, at any moment; the patience of clients to whom
  // nothing else can happen any more comes on top.
  int timeouts = 0;
  bool operator==(const ExploreLimits&) const = default;
};

// The system as it is explored, and as its orders are played: nothing is lost or doubled by chance,
// and no silence is long enough to tell.
System without_chance(System system);

class Explorer {
 public:
  // Up to the first command the scenario happens as drawn: leaders are elected. REQUIRES: of faults
  // the script has only cuts, heals, crashes, restarts and promotions, and it has 1 to 32 commands.
  Explorer(Scenario scenario, ExploreLimits limits);

  enum class Halt : std::uint8_t {
    end,       // one that was not met before: world() and log() show it
    pause,     // so many steps are done
    all,       // there is no other order within the limits
    too_many,  // states
  };
  // Goes on with at most so many steps. REQUIRES: steps_max > 0.
  Halt advance(std::uint64_t steps_max);

  std::uint64_t states() const { return seen_.size(); }
  // Whether orders with more late messages were left out.
  bool left_out() const { return left_out_; }

  // REQUIRES, as does played(): advance() has just returned Halt::end.
  const World& world() const { return path_.back().world; }
  // Operations and faults, without events.
  const Log& log() const { return path_.back().log; }
  // The same order as a scenario that can be played: with times, some 40 ms a step. After its last
  // step the rest happens as drawn for so long: whatever is tried again comes to its end.
  Scenario played(Duration rest) const;

 private:
  using Numbers = std::vector<std::size_t>;  // of things in the queue

  struct Choice {
    enum class Kind : std::uint8_t { message, timer, command } kind = Kind::message;
    std::size_t number = 0;  // in the queue; of a command in the script
    Time at;                 // when it happens
    Numbers late = {};       // message: those that are late from here on
  };
  // Prints of what a state is made of, but for clocks and what is left of the limits.
  struct Core {
    std::uint64_t nodes = 0;     // and links, operations, and what of the script is done
    std::uint64_t messages = 0;  // and calls that follow others, in their turn
    std::uint64_t timers = 0;    // a sum, for they have no turn
  };
  struct State {
    World world;
    Log log;
    std::uint32_t done = 0;  // commands of the script, one bit each
    int timeouts = 0;        // left
    int late_left = 0;
    Numbers late = {};  // messages that are, sorted
    Core core = {};
    std::vector<Choice> choices = {};
    std::size_t next = 0;  // of the choices
    bool quiet = false;    // nothing but timers is left
  };

  static Core core_of(const State& state);
  State after(const State& state, const Choice& choice) const;
  bool enter(State&& state);
  bool is_end(const State& state) const;
  void list_choices(State& state);
  void list_messages(State& state);
  void list_commands(State& state) const;
  void list_timers(State& state) const;
  bool may_call(const State& state, NodeId client) const;
  bool may_happen(const State& state, const Happening& thing) const;
  bool may_fire(const State& state, const TimerDue& due) const;
  bool takes_time(const Happening& thing) const;
  template <typename Wanted>
  bool still_comes(const State& state) const;

  Scenario scenario_;
  ExploreLimits limits_;
  std::vector<State> path_;  // from the start to here
  std::set<std::uint64_t> seen_;
  bool left_out_ = false;
};

}  // namespace caplab
