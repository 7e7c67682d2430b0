#include "engine/lesson/orders.h"

#include <set>
#include <string>

#include "engine/base/fields.h"
#include "engine/lesson/measure.h"
#include "engine/lesson/run.h"
#include "engine/sim/explore.h"

namespace caplab::lesson {
namespace {

using Halt = Explorer::Halt;

// Ends that agree in it go on alike, but for when.
std::uint64_t print_of(const World& world, const Log& log) {
  Fingerprint print;
  mix_value(print, log.operations);
  for (const Node& node : world.nodes) mix_value(print, node.stores);
  return print.digest();
}

}  // namespace

std::string orders_text(const Orders& orders) {
  const std::string states = std::to_string(orders.states) + " states";
  if (orders.broken) return "Small case: an order of it breaks a promise (" + states + ").";
  if (orders.undecided) return "Small case: undecided (" + states + ").";
  if (orders.late < 0) return "Small case: too many orders to look at all (" + states + ").";
  std::string which = "every order";
  if (!orders.every) {
    which += orders.late == 0 ? " in which no message is late"
                              : " with at most " + std::to_string(orders.late) + " late message" +
                                    (orders.late > 1 ? "s" : "");
  }
  return "Small case: nothing is broken in " + which + " (" + states + ").";
}

struct Exploring::Work {
  Work(const Lesson& the_lesson, std::uint64_t seed)
      : rubric(the_lesson.rubric),
        small_case(the_lesson.small_case),
        rest(the_lesson.script_end - Time{}),
        small{the_lesson.system, small_case.script, kNever, seed} {
    run.log.keep_messages = false;
    begin_round();
  }

  void begin_round() {
    const ExploreLimits limits{small_case.states - orders.states, orders.late + 1,
                               small_case.timeouts};
    explorer.emplace(small, limits);
    ends = 0;
  }

  // What counts is the order as it is played, to the time when all has been tried again.
  void look_at_end() {
    ++ends;
    if (!looked_at.insert(print_of(explorer->world(), explorer->log())).second) return;
    run.scenario = explorer->played(rest);
    play(run);
    for (std::size_t i = 0; i < rubric.size() && !orders.broken; ++i) {
      if (rubric[i].side != Side::safety) continue;
      const check::Answer answer = examine(rubric[i], run);
      if (answer == check::Answer::undecided) orders.undecided = true;
      if (answer != check::Answer::violated) continue;
      const Scenario& own = run.scenario;
      orders.broken = Orders::Broken{i, {0, own.seed, own.script, own.due, own.end}};
    }
  }

  // Returns whether no further round is needed.
  bool end_round() {
    orders.states += explorer->states();
    orders.ends = ends;
    ++orders.late;
    orders.every = !explorer->left_out();
    return orders.every || orders.states >= small_case.states;
  }

  bool advance(std::uint64_t states) {
    while (!done) {
      const Halt halt = explorer->advance(states);
      if (halt == Halt::pause) return false;
      if (halt == Halt::end) look_at_end();
      if (halt == Halt::too_many || orders.broken) {
        orders.states += explorer->states();
        done = true;
      } else if (halt == Halt::all) {
        done = end_round();
        if (!done) begin_round();
        return done;
      }
    }
    return true;
  }

  std::vector<Criterion> rubric;
  SmallCase small_case;
  Duration rest;  // after an order, for as long as the lesson's own script takes
  Scenario small;
  Run run;  // the order that is looked at
  std::optional<Explorer> explorer;
  std::set<std::uint64_t> looked_at;
  std::uint64_t ends = 0;
  bool done = false;
  Orders orders;
};

Exploring::Exploring(const Lesson& lesson, std::uint64_t seed)
    : work_(std::make_unique<Work>(lesson, seed)) {}
Exploring::~Exploring() = default;
Exploring::Exploring(Exploring&&) noexcept = default;
Exploring& Exploring::operator=(Exploring&&) noexcept = default;

bool Exploring::advance(std::uint64_t states) { return work_->advance(states); }

const Orders& Exploring::orders() const { return work_->orders; }

}  // namespace caplab::lesson
